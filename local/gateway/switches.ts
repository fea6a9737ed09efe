/**
 * What AWS does not document or nobody has measured, one switch each (http-api.md section 13, U1–U30).
 * Texts alone stand in tables of their own: U1 in `jwt-refusals.ts`, U19 and U20 in `errors.ts`, U9 in `claims-text.ts`.
 * Fixed until somebody measures them: U7 and U8 (refused), U12 (nothing is normalised).
 */
export interface Switches {
  /**
   * `strict` refuses tokens that no Cognito pool issues: a missing `iat`, an `exp` more than a day ahead, `crit`,
   * `b64`, `zip`, an odd `typ`, a `sub` that is no text, repeated member names, sloppy base64url.
   */
  readonly strictness: "strict" | "aws";
  /** U2: `www-authenticate` on the 403 for scopes. */
  readonly challengeOnForbidden: boolean;
  /** U3: `bearer ` in any letter case is taken off the token. */
  readonly bearerAnyCase: boolean;
  /** U4: a token without `exp` passes. */
  readonly allowMissingExp: boolean;
  /** U5: seconds by which clocks may differ. */
  readonly clockSkewSeconds: number;
  /** U6: an unknown `kid` fetches the key set again, at the intervals of H298. */
  readonly refetchUnknownKid: boolean;
  /** U10: `jwt.scopes` holds the token's scopes that the route names, not all of them. */
  readonly matchingScopesOnly: boolean;
  /** U11: `/{proxy+}` takes `/` too. */
  readonly greedyMatchesRoot: boolean;
  /** U13: the path is decoded first and split into segments then. */
  readonly decodeBeforeSplit: boolean;
  /** U14: status of a preflight whose origin is not allowed. */
  readonly foreignPreflightStatus: 204 | 403;
  /** U15: a preflight on a route that claims OPTIONS runs the integration. */
  readonly preflightRunsIntegration: boolean;
  /** U16: CORS headers on answers that the gateway makes itself. */
  readonly corsOnErrors: boolean;
  /** U17: status of an OPTIONS request that is no preflight and has no route, with CORS configured. */
  readonly plainOptionsStatus: 404 | 204;
  /** U18: `content-type` on answers that the gateway makes itself. */
  readonly errorContentType: boolean;
  /** U21: status at a default endpoint that is switched off. */
  readonly disabledEndpointStatus: 404 | 403;
  /** U22: what a custom domain name shows as path: for a named stage `/STAGE` and the rest (H50), the rest, or all. */
  readonly mappedPath: "stage-and-rest" | "rest" | "as-sent";
  /** H14: status at a custom domain name without a mapping for the path. */
  readonly unmappedPathStatus: 403 | 404;
  /** U23: a `statusCode` of digits in a text counts as the number. */
  readonly statusCodeAsText: boolean;
  /** U25: status when an HTTP backend cannot be reached, or breaks off (H261). */
  readonly unreachableBackendStatus: 503 | 500;
  /** U26: a backend's `server` and `www-authenticate` come as `x-amzn-remapped-…`, as on REST APIs (H264). */
  readonly remappedHeaders: boolean;
  /** U27: seconds that a Lambda authorizer's answers are kept when the program does not say. */
  readonly defaultAuthorizerTtlSeconds: number;
  /** U28: `authorizer.lambda` is null when the authorizer gave no context, not an empty object. */
  readonly absentLambdaContextIsNull: boolean;
  /** U24: status when the function is throttled (H189). */
  readonly throttledFunctionStatus: 500 | 429;
  /** U29: `+json` and `+xml` bodies reach the function as text. */
  readonly suffixTypesAsText: boolean;
  /** U30: `vary: Origin` beside a CORS answer that depends on the origin. */
  readonly varyOrigin: boolean;
  /**
   * Throttle settings without a limit mean 0, hence 429 for everything: the AWS provider writes the zero (H244).
   * Source: https://github.com/pulumi/pulumi-aws/issues/2363
   */
  readonly absentThrottleIsZero: boolean;
  /** A role that the program only names, and does not make, may call AWS_IAM routes: nobody here knows its policies. */
  readonly foreignRolesMayInvoke: boolean;
}

/** What the runtime does until somebody has checked on a real account. */
export const defaultSwitches: Switches = {
  strictness: "strict",
  challengeOnForbidden: false,
  bearerAnyCase: false,
  allowMissingExp: false,
  clockSkewSeconds: 0,
  refetchUnknownKid: true,
  matchingScopesOnly: false,
  greedyMatchesRoot: false,
  decodeBeforeSplit: true,
  foreignPreflightStatus: 204,
  preflightRunsIntegration: false,
  corsOnErrors: true,
  plainOptionsStatus: 404,
  errorContentType: true,
  disabledEndpointStatus: 404,
  mappedPath: "stage-and-rest",
  unmappedPathStatus: 403,
  statusCodeAsText: false,
  unreachableBackendStatus: 503,
  remappedHeaders: false,
  throttledFunctionStatus: 500,
  defaultAuthorizerTtlSeconds: 0,
  absentLambdaContextIsNull: true,
  suffixTypesAsText: false,
  varyOrigin: false,
  absentThrottleIsZero: true,
  foreignRolesMayInvoke: true,
};
