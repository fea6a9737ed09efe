/** Why a token was refused. */
export type JwtRefusal = keyof typeof descriptions;

/**
 * `error_description` by reason. `segments`, `audience` and `expired` were seen on AWS (H77, H93, H97), of `discovery` the first half (H64);
 * the others are our words (H110, switch U1).
 */
const descriptions = {
  segments: "token contains an invalid number of segments",
  encoding: "token contains an invalid encoding",
  json: "token contains invalid JSON",
  header: "token header has unsupported parameters",
  algorithm: "the signing algorithm is not supported",
  key: "the key id was not found",
  discovery: "the issuer in the OIDC discovery endpoint does not match the configured issuer",
  signature: "the token has an invalid signature",
  issuer: "the token does not have a valid issuer",
  audience: "the token does not have a valid audience",
  expired: "the token has expired",
  early: "the token is not valid yet",
  future: "the token was issued in the future",
  times: "the token does not have valid time claims",
  subject: "the token does not have a valid subject",
} as const;

/** Text of `error_description`, of `$context.authorizer.error` (H112) and of the runtime's log. */
export function describeRefusal(reason: JwtRefusal): string {
  return descriptions[reason];
}

/** `www-authenticate` when the identity source is absent (H72). */
export const challengeWithoutToken = "Bearer";

/**
 * `www-authenticate` for a refused token: single blanks, no commas (H93).
 * @param scopes the route's, not the token's (H109)
 */
export function challengeFor(reason: JwtRefusal, scopes: readonly string[]): string {
  const scope = scopes.join(" ");
  return `Bearer scope="${scope}" error="invalid_token" error_description="${descriptions[reason]}"`;
}

/** `www-authenticate` on the 403 for scopes; sent only behind switch U2 (H106). */
export function challengeForScopes(scopes: readonly string[]): string {
  return `Bearer scope="${scopes.join(" ")}" error="insufficient_scope"`;
}
