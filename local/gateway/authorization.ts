import type { IssuedCredentials } from "./iam/issued-credentials.ts";
import type { Received } from "./received.ts";
import type { RouteFacts } from "./plan/route-facts.ts";
import type { VerifiedToken } from "./jwt/verify-jwt.ts";
import type { LambdaIdentity } from "./lambda-authorizer/lambda-context.ts";
import type { Target } from "./target.ts";

/** Who calls, as far as an authorizer established it. */
export type Caller =
  /** The route has no authorizer; a token that is sent anyway is not parsed (H127). */
  | { readonly kind: "anyone" }
  | { readonly kind: "jwt"; readonly token: VerifiedToken }
  | ({ readonly kind: "lambda" } & LambdaIdentity)
  | { readonly kind: "iam"; readonly credentials: IssuedCredentials };

/** A refused request: the answer and, for the logs only, the reason. */
export interface Refusal {
  readonly allow: false;
  readonly status: 401 | 403 | 500;
  /** Never a token or a claim. */
  readonly reason: string;
  /** Name of the check that refused, where the authorizer has named ones. */
  readonly check?: string;
  /** For the runtime's own log instead of the reason: what to change in the program. */
  readonly hint?: string;
  /** Value of `www-authenticate`. */
  readonly challenge: string | undefined;
}

/** What an authorizer decided. */
export type Authorization = { readonly allow: true; readonly caller: Caller } | Refusal;

/** A request that a route's authorizer decides on. */
export interface AuthorizerRequest {
  readonly received: Received;
  readonly target: Target;
  readonly route: RouteFacts;
  /** Segments of the path below the stage. */
  readonly segments: readonly string[];
  /** Only on AWS_IAM routes, whose signatures cover it. */
  readonly body?: Buffer | undefined;
}

/** Decides on a request; a promise only where somebody has to be asked. */
export type Authorizer = (request: AuthorizerRequest) => Authorization | Promise<Authorization>;

/** Authorization of a route that has none. */
export const openToAll: Authorization = { allow: true, caller: { kind: "anyone" } };
