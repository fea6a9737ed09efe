import { isUtf8 } from "node:buffer";
import { parseJsonObject } from "../../strict-json.ts";

/** Claims as the token has them; no prototype (J052). */
export type Claims = Readonly<Record<string, unknown>>;

/** A token in its three parts, still encoded. */
export interface TokenParts {
  readonly header: string;
  readonly payload: string;
  /** What was signed: header, dot, payload. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** What the authorizer reads of a header; `jwk`, `jku`, `x5u` and `x5c` are never looked at (J017–J022). */
export interface JwtHeader {
  readonly alg: unknown;
  readonly kid: unknown;
}

/** Why a token could not be decoded. */
export type JwtFault = "segments" | "encoding" | "json" | "header";

/** Larger tokens are not looked at (J116); over HTTP the header limit comes first. */
const maximumLength = 16_384;

/** Splits a token; exactly three parts, none of another alphabet (J100–J114). */
export function splitToken(token: string, strict: boolean): TokenParts | JwtFault {
  const first = token.indexOf(".");
  const second = token.indexOf(".", first + 1);
  // H77: JWE has five parts and is refused like any other number (H79).
  if (first < 0 || second < 0 || token.includes(".", second + 1)) return "segments";
  if (token.length > maximumLength) return "encoding";
  const signature = decodeBase64Url(token.slice(second + 1), strict);
  if (!signature) return "encoding";
  return {
    header: token.slice(0, first),
    payload: token.slice(first + 1, second),
    signed: token.slice(0, second),
    signature,
  };
}

/**
 * Headers by their encoded text: all tokens of a key have the same one. What it says is checked with each token, and
 * only headers that are well-formed under the strict rules stand here.
 */
const knownHeaders = new Map<string, JwtHeader>();
const maximumKnownHeaders = 64;
const maximumKnownLength = 512;

/** Decodes the first part of a token. */
export function decodeHeader(encoded: string, strict: boolean): JwtHeader | JwtFault {
  const known = knownHeaders.get(encoded);
  if (known) return known;
  const decoded = decodeObject(encoded, strict);
  if (typeof decoded === "string") return decoded;
  if (strict && !isPlainHeader(decoded)) return "header";
  const header = Object.freeze({ alg: decoded["alg"], kid: decoded["kid"] });
  if (strict && encoded.length <= maximumKnownLength) {
    // A flood of odd headers must not grow it: starting anew costs next to nothing.
    if (knownHeaders.size >= maximumKnownHeaders) knownHeaders.clear();
    knownHeaders.set(encoded, header);
  }
  return header;
}

/** Decodes the second part of a token. Its signature is the caller's business, before or after. */
export function decodePayload(encoded: string, strict: boolean): Claims | JwtFault {
  return decodeObject(encoded, strict);
}

// No extension is understood, so one that must be (`crit`) is refused, and what it would name too (J038–J044).
// RFC 8725 3.11: a token typed as something else (`dpop+jwt`, `logout+jwt`) is not for us.
function isPlainHeader(header: Readonly<Record<string, unknown>>): boolean {
  if ("crit" in header || "b64" in header || "zip" in header) return false;
  const type = header["typ"];
  return type === undefined || (typeof type === "string" && acceptedTypes.has(type.toLowerCase()));
}

// RFC 7515 4.1.9: `application/` may be left out.
const acceptedTypes: ReadonlySet<string> = new Set([
  "jwt",
  "application/jwt",
  "at+jwt",
  "application/at+jwt",
]);

function decodeObject(encoded: string, strict: boolean): Claims | JwtFault {
  const bytes = decodeBase64Url(encoded, strict);
  if (!bytes) return "encoding";
  // J124, J126: UTF-8 without replacement. JSON.parse refuses a byte order mark by itself.
  if (!isUtf8(bytes)) return "encoding";
  return parseJsonObject(bytes.toString("utf8"), strict) ?? "json";
}

/**
 * Decodes base64url without padding. One value has one spelling: unused bits must be zero (J103).
 * Buffer skips what it does not know, so the result is encoded again and compared.
 */
function decodeBase64Url(text: string, strict: boolean): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  if (strict) return bytes.toString("base64url") === text ? bytes : undefined;
  return /^[\w-]*$/.test(text) ? bytes : undefined;
}
