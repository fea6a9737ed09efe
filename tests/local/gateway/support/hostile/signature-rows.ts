import { constants, createPublicKey, hash, privateEncrypt } from "node:crypto";
import { accessClaims, encode } from "../tokens.ts";
import type { HostileToken, Maker } from "./maker.ts";

/** Rows that a token's signature makes. */
export function signatureRows(maker: Maker): readonly HostileToken[] {
  return [...changed(maker), ...borrowed(maker), ...numbers(maker), ...badPadding(maker)];
}

function withSignature({ head, body }: Maker, bytes: Buffer): string {
  return `${head}.${body}.${bytes.toString("base64url")}`;
}

function changed(maker: Maker): readonly HostileToken[] {
  const { row } = maker;
  const bytes = Buffer.from(maker.signature, "base64url");
  const flipped = Buffer.from(bytes);
  flipped[100] = (flipped[100] ?? 0) ^ 1;
  const forms: readonly (readonly [string, string, Buffer])[] = [
    ["J137", "one bit of the signature", flipped],
    ["J137c", "one byte too short", bytes.subarray(0, 255)],
    ["J137d", "one byte too long", Buffer.concat([bytes, Buffer.alloc(1)])],
    ["J137e", "a zero in front", Buffer.concat([Buffer.alloc(1), bytes])],
    ["J137f", "the bytes in another order", Buffer.from(bytes).reverse()],
    ["J137g", "the signature twice", Buffer.concat([bytes, bytes])],
    ["J137h", "as hexadecimal text", Buffer.from(bytes.toString("hex"))],
  ];
  return forms.map(([id, what, made]) => row(id, what, 401, withSignature(maker, made)));
}

function borrowed({
  from,
  head,
  body,
  signature,
  row,
  token,
  sign,
}: Maker): readonly HostileToken[] {
  const other = encode(accessClaims({ username: "root" }, from));
  const otherHead = encode({ alg: "RS256", kid: "k1" });
  const [, , ofOther = ""] = token({ username: "root" }).split(".");
  const [, , ofPayload = ""] = sign("", body).split(".");
  return [
    row("J140", "payload swapped", 401, `${head}.${other}.${signature}`),
    row("J140b", "signature of another token", 401, `${head}.${body}.${ofOther}`),
    row("J140c", "header written otherwise", 401, `${otherHead}.${body}.${signature}`),
    row("J140d", "signature of the payload alone", 401, `${head}.${body}.${ofPayload}`),
    row("J141", "attacker's key, real kid", 401, token({}, {}, from.keys.attacker)),
    row("J141b", "the other key, real kid", 401, token({}, {}, from.keys.k2)),
  ];
}

// A signature is a number below the modulus: 0, 1 and those beyond it must not be taken for others.
function numbers(maker: Maker): readonly HostileToken[] {
  const { n = "" } = createPublicKey(maker.from.keys.k1).export({ format: "jwk" });
  const modulus = BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`);
  const own = BigInt(`0x${Buffer.from(maker.signature, "base64url").toString("hex")}`);
  const written = (value: bigint): Buffer => {
    const hex = value.toString(16);
    return Buffer.from(hex.padStart(Math.max(512, hex.length + (hex.length % 2)), "0"), "hex");
  };
  const values: readonly (readonly [string, string, bigint])[] = [
    ["J137b", "zero", 0n],
    ["J137i", "one", 1n],
    ["J137j", "the modulus", modulus],
    ["J137k", "the modulus less one", modulus - 1n],
    ["J137l", "itself and the modulus", own + modulus],
    ["J137m", "its negative", modulus - own],
  ];
  return values.map(([id, what, value]) =>
    maker.row(id, `signature is ${what}`, 401, withSignature(maker, written(value))),
  );
}

/** RFC 8725 3.3: PKCS#1 padding that is nearly right. */
function badPadding(maker: Maker): readonly HostileToken[] {
  const digest = hash("sha256", `${maker.head}.${maker.body}`, "buffer");
  const padded = (info: string, fill = -1, tail = "", type = 1): string => {
    const end = Buffer.concat([Buffer.from(info, "hex"), digest, Buffer.from(tail, "hex")]);
    const fillers = fill < 0 ? 256 - 3 - end.length : fill;
    const block = Buffer.concat([
      Buffer.from([0, type]),
      Buffer.alloc(fillers, 0xff),
      Buffer.from([0]),
      end,
      Buffer.alloc(256 - 3 - fillers - end.length),
    ]);
    const padding = constants.RSA_NO_PADDING;
    return withSignature(maker, privateEncrypt({ key: maker.from.keys.k1, padding }, block));
  };
  const sha256 = "3031300d060960864801650304020105000420";
  const { row } = maker;
  return [
    row("J137p0", "control: padding made by hand", 200, padded(sha256)),
    row("J137p1", "padding without NULL", 401, padded("302f300b06096086480165030402010420")),
    row("J137p2", "padding with another object id", 401, padded("3021300906052b0e03021a05000414")),
    row("J137p3", "short fill, bytes behind", 401, padded(sha256, 8)),
    row("J137p4", "bytes behind the digest", 401, padded(sha256, -1, "00")),
    row("J137p5", "padding of type 2", 401, padded(sha256, -1, "", 2)),
    row("J137p6", "padding of type 0", 401, padded(sha256, -1, "", 0)),
    row("J137p7", "the digest alone", 401, padded("")),
  ];
}
