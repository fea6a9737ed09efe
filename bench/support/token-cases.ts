import type { HeaderLines } from "./client.ts";
import { CLIENT_ID } from "./documented-program.ts";
import type { TokenChanges, TokenMaker } from "./documented-tokens.ts";

/** A token, how it is sent, and what the documentation or a capture of AWS says to it. */
export interface TokenCase {
  /** Number in behaviour/http-api.md. */
  readonly rule: string;
  readonly what: string;
  readonly path: string;
  readonly headers: HeaderLines;
  readonly status: 200 | 401 | 403;
  /** The whole of `www-authenticate`; a beginning where it ends in `…`, as the text behind it is not known (H110). */
  readonly challenge?: string;
}

const SEGMENTS = "token contains an invalid number of segments";
const AUDIENCE = "the token does not have a valid audience";
const EXPIRED = "the token has expired";
const SCOPES: Readonly<Record<string, string>> = {
  "/scoped": "api/read",
  "/either": "api/read api/write",
};

/** The documented cases, all of them made for one issuer. */
export function tokenCases(maker: TokenMaker): readonly TokenCase[] {
  return [
    ...carriers(maker),
    ...forms(maker),
    ...signatures(maker),
    ...claims(maker),
    ...scopes(maker),
  ];
}

/** H93, H109: the route's scopes, single blanks, no commas. */
function challengeAt(path: string, description = "…"): string {
  const scope = SCOPES[path] ?? "";
  const start = `Bearer scope="${scope}" error="invalid_token" error_description="${description}`;
  return description === "…" ? start : `${start}"`;
}

function sent(
  rule: string,
  what: string,
  path: string,
  headers: HeaderLines,
  refusal?: string,
): TokenCase {
  const challenge = refusal === undefined ? {} : { challenge: refusal };
  return { rule, what, path, headers, status: refusal === undefined ? 200 : 401, ...challenge };
}

function bearer(token: string): HeaderLines {
  return [["Authorization", `Bearer ${token}`]];
}

function carriers({ token }: TokenMaker): readonly TokenCase[] {
  const good = token();
  const foreign: HeaderLines = [["Authorization", "Basic YWRhOnNlY3JldA=="]];
  return [
    sent("H69", "with the prefix Bearer", "/plain", bearer(good)),
    sent("H69", "without a prefix", "/plain", [["Authorization", good]]),
    sent("H68", "header name in other letters", "/plain", [["AUTHORIZATION", `Bearer ${good}`]]),
    sent("H69", "in the query", `/in-query?token=${good}`, []),
    sent("H69", "in the query, with the prefix", `/in-query?token=Bearer%20${good}`, []),
    sent("H72", "no header", "/plain", [], "Bearer"),
    sent("H72", "no header on a route with scopes", "/scoped", [], "Bearer"),
    sent("H72", "no parameter in the query", "/in-query", [], "Bearer"),
    sent("H68", "query name in other letters", `/in-query?Token=${good}`, [], "Bearer"),
    sent("H74", "in the query, the source is a header", `/plain?token=${good}`, [], "Bearer"),
    sent("H71", "another scheme", "/plain", foreign, challengeAt("/plain", SEGMENTS)),
    sent(
      "H75",
      "two header lines",
      "/plain",
      [...bearer(good), ...bearer(good)],
      challengeAt("/plain"),
    ),
  ];
}

function forms({ token }: TokenMaker): readonly TokenCase[] {
  const [head = "", body = "", signature = ""] = token().split(".");
  const at = (rule: string, what: string, path: string, text: string, words?: string): TokenCase =>
    sent(rule, what, path, bearer(text), challengeAt(path, words));
  return [
    at("H77", "one segment", "/plain", "abc", SEGMENTS),
    at("H109", "two segments on a route with scopes", "/scoped", `${head}.${body}`, SEGMENTS),
    at("H79", "five segments, a JWE", "/plain", `${head}..${body}.${body}.${signature}`, SEGMENTS),
    at(
      "H78",
      "a payload that is no base64url",
      "/plain",
      `${head}.${body.slice(0, 9)}*.${signature}`,
    ),
    at("H78", "a payload that is no JSON", "/plain", token({ payload: "sub=ada" })),
  ];
}

function signatures({ token, unsigned, hmac }: TokenMaker): readonly TokenCase[] {
  const good = (rule: string, what: string, changes: TokenChanges): TokenCase =>
    sent(rule, what, "/plain", bearer(token(changes)));
  const bad = (rule: string, what: string, text: string): TokenCase =>
    sent(rule, what, "/plain", bearer(text), challengeAt("/plain"));
  const [head = "", body = ""] = token().split(".");
  const [, , ofAnother = ""] = token({ claims: { username: "root" } }).split(".");
  return [
    good("H82", "the second published key", { key: "second" }),
    good("H80", "RS384", { key: "second", header: { alg: "RS384" } }),
    good("H80", "RS512", { key: "second", header: { alg: "RS512" } }),
    bad("H81", "alg none", unsigned()),
    bad("H81", "HS256 with the public key as secret", hmac()),
    bad("H81", "ES256", token({ key: "elliptic", header: { alg: "ES256", kid: "first" } })),
    bad("H82", "no kid", token({ header: { kid: undefined } })),
    bad("H82", "unknown kid", token({ header: { kid: "nobody" } })),
    bad(
      "H89",
      "a key that is not published",
      token({ key: "unpublished", header: { kid: "first" } }),
    ),
    bad("H89", "the signature of another token", `${head}.${body}.${ofAnother}`),
  ];
}

function claims({ token, now }: TokenMaker): readonly TokenCase[] {
  const good = (rule: string, what: string, changes: TokenChanges["claims"] & object): TokenCase =>
    sent(rule, what, "/plain", bearer(token({ claims: changes })));
  const bad = (
    rule: string,
    what: string,
    changes: TokenChanges["claims"] & object,
    words?: string,
    path = "/plain",
  ): TokenCase =>
    sent(rule, what, path, bearer(token({ claims: changes })), challengeAt(path, words));
  return [
    good("H91", "aud is a list with the client", { aud: ["other", CLIENT_ID] }),
    bad("H90", "another issuer", { iss: "https://issuer.test" }),
    bad("H92", "wrong aud, right client_id", { aud: "other" }, AUDIENCE),
    bad("H93", "wrong client_id", { client_id: "other" }, AUDIENCE),
    bad("H94", "neither aud nor client_id", { client_id: undefined }, AUDIENCE),
    bad("H97", "expired", { exp: now - 1 }, EXPIRED),
    bad("H109", "expired, on a route with two scopes", { exp: now - 1 }, EXPIRED, "/either"),
    bad("H99", "nbf in the future", { nbf: now + 3_600 }),
    bad("H100", "iat in the future", { iat: now + 3_600 }),
  ];
}

function scopes({ token }: TokenMaker): readonly TokenCase[] {
  const idToken = { token_use: "id", aud: CLIENT_ID, client_id: undefined, scope: undefined };
  const at = (rule: string, what: string, path: string, changes: object, status: 200 | 403) => ({
    rule,
    what,
    path,
    headers: bearer(token({ claims: { ...changes } })),
    status,
  });
  return [
    at("H103", "one of the route's scopes", "/either", { scope: "openid api/write" }, 200),
    at("H105", "none of the route's scopes", "/scoped", { scope: "openid api/readonly" }, 403),
    at("H105", "no scope at all", "/scoped", { scope: undefined }, 403),
    at("H107", "no scope on a route without scopes", "/plain", { scope: undefined }, 200),
    at("H114", "an ID token on a route without scopes", "/plain", idToken, 200),
    at("H115", "an ID token on a route with scopes", "/scoped", idToken, 403),
  ];
}
