import type { JwtAuthorizer } from "./api/jwt-authorizer";
import type { RequestAuthorizer } from "./request-authorizer";

/**
 * Who may call a table's routes: bearers of access tokens, whoever a function admits, or callers
 * that AWS knows.
 */
export type Authorizer = JwtAuthorizer | RequestAuthorizer<unknown> | IamAuthorizer;

/** Callers sign their requests; their own policies allow `execute-api:Invoke` on the route. */
export interface IamAuthorizer {
  readonly kind: "AWS_IAM";
}

/**
 * Admits callers whose IAM policies allow the call: people and programs with AWS credentials, for
 * instance those of an identity pool.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function iamAuthorizer(): IamAuthorizer {
  return { kind: "AWS_IAM" };
}

const DEFAULT_NAMES = { JWT: "jwt", REQUEST: "request" } as const;

/** The name that tells two authorizers of one API apart. */
export function authorizerName(authorizer: JwtAuthorizer | RequestAuthorizer<unknown>): string {
  return authorizer.name ?? DEFAULT_NAMES[authorizer.kind ?? "JWT"];
}
