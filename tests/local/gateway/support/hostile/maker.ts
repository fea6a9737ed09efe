import type { KeyObject } from "node:crypto";
import { accessClaims, encode, goodHeader, signParts, type TokenIssuer } from "../tokens.ts";

/** A token, and what comes of it at a route with scope `api/read`. */
export interface HostileToken {
  /** Row of hostile-inputs.md, with a letter for members of its family. */
  readonly id: string;
  readonly what: string;
  readonly token: string;
  /** Status of the route. */
  readonly want: 200 | 401 | 403;
  /** `verifier`: cannot be sent as a header value, or not with that meaning; `gateway`: over HTTP as well. */
  readonly layer: "gateway" | "verifier";
  /** Status of a handler's guard for tokens that the authorizer of a route without scopes takes. */
  readonly guard: 200 | 401 | 403;
}

/** How rows are made from one issuer. */
export interface Maker {
  readonly from: TokenIssuer;
  /** The good token and its parts. */
  readonly good: string;
  readonly head: string;
  readonly body: string;
  readonly signature: string;
  /** The good claims as JSON text. */
  readonly json: string;
  /** Signs encoded parts; by the first published key and with SHA-256 unless something else is said. */
  sign(header: string, payload: string, key?: KeyObject, digest?: string): string;
  /** Signs a token whose header and claims are changed; `undefined` takes a member out. */
  token(claims: object, header?: object, key?: KeyObject): string;
  /** A row for a token as it is. */
  row(id: string, what: string, want: HostileToken["want"], token: string): HostileToken;
  /** A row for a good token with these claims. */
  claims(id: string, what: string, want: HostileToken["want"], changes: object): HostileToken;
  /** A row for a good token with these header members. */
  header(id: string, what: string, want: HostileToken["want"], changes: object): HostileToken;
  /** A row for a good token with this text as its payload. */
  payload(id: string, what: string, want: 200 | 401, text: string | Buffer): HostileToken;
  /** A refused row for a good token with this text as its header. */
  headerText(id: string, what: string, text: string | Buffer): HostileToken;
}

export function makerOf(from: TokenIssuer): Maker {
  const sign: Maker["sign"] = (header, payload, key = from.keys.k1, digest = "sha256") =>
    signParts(header, payload, key, digest);
  const token: Maker["token"] = (changes, header = {}, key = from.keys.k1) => {
    const claims = accessClaims(changes as Record<string, unknown>, from);
    return sign(encode({ ...goodHeader, ...header }), encode(claims), key);
  };
  const good = token({});
  const [head = "", body = "", signature = ""] = good.split(".");
  const row: Maker["row"] = (id, what, want, text) => ({
    id,
    what,
    want,
    token: text,
    layer: "gateway",
    guard: 200,
  });
  return {
    from,
    good,
    head,
    body,
    signature,
    json: JSON.stringify(accessClaims({}, from)),
    sign,
    token,
    row,
    claims: (id, what, want, changes) => row(id, what, want, token(changes)),
    header: (id, what, want, changes) => row(id, what, want, token({}, changes)),
    payload: (id, what, want, text) => row(id, what, want, sign(head, encoded(text))),
    headerText: (id, what, text) => row(id, what, 401, sign(encoded(text), body)),
  };
}

/** The same row, fired in process only. */
export function inProcess(row: HostileToken): HostileToken {
  return { ...row, layer: "verifier" };
}

/** The same row, with what a handler's guard says to it. */
export function guarded(guard: 401 | 403, row: HostileToken): HostileToken {
  return { ...row, guard };
}

function encoded(text: string | Buffer): string {
  return typeof text === "string" ? encode(text) : text.toString("base64url");
}
