import { randomBytes } from "node:crypto";
import { encode } from "../tokens.ts";
import { type HostileToken, inProcess, type Maker } from "./maker.ts";

/** Rows that a token's text makes: alphabet, parts, sizes, JSON. */
export function formRows(maker: Maker): readonly HostileToken[] {
  return [...spelling(maker), ...parts(maker), ...sizes(maker), ...json(maker), ...bytes(maker)];
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Another text for the same bytes: an unused bit of the last character turned. */
function slack(part: string): string {
  const last = alphabet.indexOf(part.at(-1) ?? "");
  return part.slice(0, -1) + alphabet[last ^ 1];
}

/** An encoded JSON object whose last character has unused bits. */
function withUnusedBits(part: string): string {
  const text = Buffer.from(part, "base64url").toString();
  const padded = [0, 1, 2].map((blanks) => encode(text + " ".repeat(blanks)));
  return padded.find((each) => each.length % 4 !== 0) ?? "";
}

function spelling({ head, body, signature, good, row, sign }: Maker): readonly HostileToken[] {
  const within = (part: string, character: string): string =>
    part.slice(0, 9) + character + part.slice(9);
  const odd: readonly (readonly [string, string])[] = [
    ["J100", "+"],
    ["J100b", "/"],
    ["J100c", " "],
    ["J100d", "%2D"],
    ["J100e", "="],
    ["J100f", "\t"],
    ["J100g", "~"],
    ["J100h", "\u00e9"],
  ];
  return [
    ...odd.map(([id, character]) =>
      row(
        id,
        `${JSON.stringify(character)} in the signature`,
        401,
        `${head}.${body}.${within(signature, character)}`,
      ),
    ),
    ...odd.map(([id, character]) =>
      row(
        `${id}-payload`,
        `${JSON.stringify(character)} in the payload, signed as it is`,
        401,
        sign(head, within(body, character)),
      ),
    ),
    row("J100i", "a plus for the first character", 401, `${head}.${body}.+${signature.slice(1)}`),
    row("J102", "padding at the signature", 401, `${good}==`),
    row(
      "J102b",
      "padding at the payload, signed as it is",
      401,
      sign(head, `${withUnusedBits(body)}=`),
    ),
    row(
      "J102c",
      "padding at the header, signed as it is",
      401,
      sign(`${withUnusedBits(head)}==`, body),
    ),
    row("J103", "unused bits of the signature", 401, `${head}.${body}.${slack(signature)}`),
    row(
      "J103b",
      "unused bits of the payload, signed as it is",
      401,
      sign(head, slack(withUnusedBits(body))),
    ),
    row(
      "J103c",
      "unused bits of the header, signed as it is",
      401,
      sign(slack(withUnusedBits(head)), body),
    ),
    row("J103d", "control: the same payload without them", 200, sign(head, withUnusedBits(body))),
    row("J103e", "a character too many", 401, `${good}A`),
    inProcess(row("J105", "newline at the end", 401, `${good}\n`)),
    inProcess(row("J105b", "NUL at the end", 401, `${good}\0`)),
    row("J106", "leading blank", 401, ` ${good}`),
    inProcess(row("J106b", "blank at the end", 401, `${good} `)),
    row("J106c", "quotes around", 401, `"${good}"`),
    row("J106d", "a comma behind", 401, `${good},`),
    row("J106e", "a semicolon and a parameter behind", 401, `${good}; charset=utf-8`),
    row("J106f", "the prefix twice", 401, `Bearer ${good}`),
  ];
}

function parts({ head, body, signature, good, row }: Maker): readonly HostileToken[] {
  const flattened = JSON.stringify({ protected: head, payload: body, signature });
  const general = JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] });
  return [
    row("J108", "four parts", 401, `${good}.x`),
    row("J108b", "the token twice", 401, `${good}.${good}`),
    row("J108c", "the token twice with a comma", 401, `${good},${good}`),
    row("J110", "leading dot", 401, `.${good}`),
    row("J110b", "dot at the end", 401, `${good}.`),
    row("J110c", "two dots for one", 401, `${head}..${body}.${signature}`),
    row("J111", "two parts", 401, `${head}.${body}`),
    row("J111b", "one part", 401, head),
    row("J111c", "parts in another order", 401, `${body}.${head}.${signature}`),
    row("J111d", "an encoded dot", 401, `${head}%2E${body}.${signature}`),
    inProcess(row("J112", "empty", 401, "")),
    row("J112b", "two dots", 401, ".."),
    row("J112c", "empty header", 401, `.${body}.${signature}`),
    row("J112d", "empty payload", 401, `${head}..${signature}`),
    row("J114", "five parts", 401, "a.b.c.d.e"),
    row("J115", "flattened JSON serialisation", 401, flattened),
    row("J115b", "general JSON serialisation", 401, general),
    row("J115c", "the token in base64", 401, encode(good)),
    row(
      "J143",
      "what a refresh token looks like",
      401,
      [
        encode({ cty: "JWT", enc: "A256GCM", alg: "RSA-OAEP" }),
        ...[256, 12, 600, 16].map((size) => randomBytes(size).toString("base64url")),
      ].join("."),
    ),
  ];
}

function sizes({ json: text, claims, payload }: Maker): readonly HostileToken[] {
  const nested = (depth: number, open: string, close: string): string =>
    text.replace("{", `{"x":${open.repeat(depth)}1${close.repeat(depth)},`);
  return [
    inProcess(claims("J116", "1 MB of padding", 401, { pad: "x".repeat(1_000_000) })),
    inProcess(claims("J116b", "above 16 KB", 401, { pad: "x".repeat(12_000) })),
    inProcess(payload("J117", "50,000 nested lists", 401, nested(50_000, "[", "]"))),
    payload("J117b", "33 nested lists", 401, nested(33, "[", "]")),
    payload("J117c", "33 nested objects", 401, nested(33, '{"a":', "}")),
    payload("J117d", "31 nested lists", 200, nested(31, "[", "]")),
    payload("J117e", "brackets in a text", 200, text.replace("{", `{"x":"${"[{".repeat(100)}",`)),
  ];
}

function json({ json: text, headerText, payload, head }: Maker): readonly HostileToken[] {
  const header = Buffer.from(head, "base64url").toString();
  return [
    headerText("J118", "header is no JSON", "kid=k1"),
    headerText("J118b", "header is empty", ""),
    headerText("J118c", "text behind the header", `${header}x`),
    headerText("J118d", "a comment in the header", header.replace("{", "{/**/")),
    headerText("J118e", "a comma too many in the header", header.replace("}", ",}")),
    headerText("J118f", "header with a byte order mark", `\ufeff${header}`),
    headerText("J118g", "header in single quotes", header.replaceAll('"', "'")),
    headerText("J119", "header is a list", '["RS256"]'),
    headerText("J119b", "header is null", "null"),
    headerText("J119c", "header is a text", '"RS256"'),
    headerText("J119d", "header is a number", "256"),
    payload("J121", "payload is a list", 401, `[${text}]`),
    payload("J121b", "payload is a text", 401, '"ada"'),
    payload("J121c", "payload is null", 401, "null"),
    payload("J123", "payload is no JSON", 401, "sub=ada"),
    payload("J123b", "payload is empty", 401, ""),
    payload("J123c", "single quotes", 401, text.replaceAll('"', "'")),
    payload("J123d", "a comment", 401, text.replace("{", "{/**/")),
    payload("J123e", "a comma too many", 401, text.replace(/\}$/, ",}")),
    payload("J123f", "half of it", 401, text.slice(0, -5)),
    payload("J127", "text after the JSON", 401, `${text}x`),
    payload("J127b", "second object", 401, `${text}{}`),
    payload("J127c", "NUL after the JSON", 401, `${text}\0`),
    payload("J127d", "white space around", 200, ` \r\n\t${text}\n`),
  ];
}

function bytes({ json: text, payload, headerText, head }: Maker): readonly HostileToken[] {
  const replaced = (hex: string): Buffer => {
    const [before = "", after = ""] = text.split("ada");
    return Buffer.concat([
      Buffer.from(`${before}a`),
      Buffer.from(hex, "hex"),
      Buffer.from(`a${after}`),
    ]);
  };
  const header = Buffer.from(head, "base64url").toString();
  return [
    payload("J124", "a byte of Latin-1 in username", 401, replaced("ff")),
    payload("J124b", "an overlong slash", 401, replaced("c0af")),
    payload("J124c", "half a surrogate pair", 401, replaced("eda080")),
    payload("J124d", "a character cut off", 401, replaced("e282")),
    payload("J124e", "above the last code point", 401, replaced("f4908080")),
    payload("J124f", "two bytes that are one character", 200, replaced("c3a9")),
    payload("J126", "UTF-16 payload", 401, Buffer.from(text, "utf16le")),
    payload("J126b", "byte order mark", 401, `\ufeff${text}`),
    headerText("J126c", "UTF-16 header", Buffer.from(header, "utf16le")),
  ];
}
