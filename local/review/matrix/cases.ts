import type { RouteRow } from "../route-rows.ts";
import type { Mint } from "./mint.ts";

/** What has to come of a request: the gateway's own answer, or that it goes on to the integration. */
export type Verdict = 401 | 403 | 429 | "passes";

/** What a request shows; nothing: no credentials at all. */
export interface Credential {
  /** Value of the authorizer's identity source. */
  readonly shown?: string;
  /** A value that stands in another place of the request. */
  readonly elsewhere?: string;
}

/** One line of the matrix for one route. */
export interface Case {
  readonly name: string;
  /** Rules of API Gateway's behaviour that give the verdict. */
  readonly rules: string;
  readonly verdict: Verdict;
  readonly credential: (mint: Mint) => Credential;
}

type JwtCase = readonly [
  name: string,
  rules: string,
  /** On a route with scopes, and on one without. */
  verdicts: readonly [scoped: Verdict, unscoped: Verdict],
  credential: (mint: Mint) => Credential,
];

const refused = [401, 401] as const;
/** H105, H107: a good token without the scope. */
const unscoped = [403, "passes"] as const;

const bearer = (token: string): Credential => ({ shown: `Bearer ${token}` });
const FUTURE = 3_600;

/** By the rules alone, not by what this runtime does. */
const JWT_CASES: readonly JwtCase[] = [
  ["no token", "H72", refused, () => ({})],
  ["token in another place", "H74", refused, (mint) => ({ elsewhere: mint.access() })],
  ["scheme Basic", "H71", refused, (mint) => ({ shown: `Basic ${mint.access()}` })],
  ["malformed", "H77", refused, () => bearer("malformed")],
  ["expired", "H97", refused, (mint) => bearer(mint.access({ exp: mint.now - 1 }))],
  ["not yet valid", "H99", refused, (mint) => bearer(mint.access({ nbf: mint.now + FUTURE }))],
  ["issued later", "H100", refused, (mint) => bearer(mint.access({ iat: mint.now + FUTURE }))],
  ["wrong audience", "H93", refused, (mint) => bearer(mint.access({ client_id: "another" }))],
  ["wrong aud, right client_id", "H92", refused, (mint) => bearer(mint.access({ aud: "another" }))],
  ["no audience", "H94", refused, (mint) => bearer(mint.access({ client_id: undefined }))],
  [
    "wrong issuer",
    "H90",
    refused,
    (mint) => bearer(mint.access({ iss: "https://issuer.example" })),
  ],
  ["no issuer", "H90", refused, (mint) => bearer(mint.access({ iss: undefined }))],
  [
    "unknown kid",
    "H82",
    refused,
    (mint) => bearer(mint.forged({ kid: "unknown", by: "stranger" })),
  ],
  ["no kid", "H82", refused, (mint) => bearer(mint.forged({ kid: undefined, by: "issuer" }))],
  ["another's signature", "H89", refused, (mint) => bearer(mint.forged({ by: "stranger" }))],
  ["changed after signing", "H89", refused, (mint) => bearer(mint.changed({ username: "admin" }))],
  ["alg none", "H81", refused, (mint) => bearer(mint.forged({ alg: "none", by: "nobody" }))],
  [
    "HS256 with the public key",
    "H81",
    refused,
    (mint) => bearer(mint.forged({ alg: "HS256", by: "public key" })),
  ],
  ["ID token", "H114, H115", unscoped, (mint) => bearer(mint.id())],
  ["no scope", "H105, H107", unscoped, (mint) => bearer(mint.access({ scope: undefined }))],
  [
    "another scope",
    "H105, H107",
    unscoped,
    (mint) => bearer(mint.access({ scope: "review/another" })),
  ],
];

/** The cases that apply to a route. */
export function casesFor(row: RouteRow): readonly Case[] {
  // H244, H245: the limit comes before the authorizer.
  if (row.throttle && (row.throttle.rate <= 0 || row.throttle.burst <= 0)) {
    return [{ name: "anything", rules: "H244, H245", verdict: 429, credential: () => ({}) }];
  }
  if (row.authorization === "JWT") return jwtCases(row);
  return OTHER_CASES[row.authorization] ?? [];
}

function jwtCases({ scopes }: RouteRow): readonly Case[] {
  const cases = JWT_CASES.map(([name, rules, [scoped, open], credential]) => {
    return { name, rules, verdict: scopes.length > 0 ? scoped : open, credential };
  });
  // H103: each of the scopes is enough by itself.
  const granted = scopes.map((scope) => ({
    name: `scope ${scope}`,
    rules: "H103",
    verdict: "passes" as const,
    credential: (mint: Mint) => bearer(mint.access({ scope })),
  }));
  const plain = {
    name: "good token, without Bearer",
    rules: "H69",
    verdict: "passes" as const,
    credential: (mint: Mint) => ({ shown: mint.access() }),
  };
  return [...cases, ...granted, plain];
}

const SIGNATURE =
  "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request, " +
  `SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`;

const OTHER_CASES: Readonly<Record<string, readonly Case[]>> = {
  // H127: nobody reads a token there.
  NONE: [
    { name: "no token", rules: "H127", verdict: "passes", credential: () => ({}) },
    { name: "malformed", rules: "H127", verdict: "passes", credential: () => bearer("malformed") },
  ],
  AWS_IAM: [
    { name: "no signature", rules: "H212", verdict: 403, credential: () => ({}) },
    { name: "a bearer token", rules: "H212", verdict: 403, credential: () => bearer("malformed") },
    { name: "unknown key", rules: "H212", verdict: 403, credential: () => ({ shown: SIGNATURE }) },
  ],
  // What the function decides is its own affair.
  CUSTOM: [{ name: "no identity", rules: "H195", verdict: 401, credential: () => ({}) }],
};
