import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { any, fields, list, needed, type ShapesOf, text } from "../shared/shapes";

/**
 * Who issues the tokens an API accepts, as values: an `AuthLayer` gives one as `authorizer`, and
 * for a user pool (or any other OpenID provider) that exists already they are written down.
 *
 * @example
 * const authorizer = {
 *   issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3dEf6hI",
 *   audience: ["6h89qn2bfglbmvfebq9aaknqk0"],
 *   scopes: ["orders/read"],
 * } as const;
 */
export interface JwtAuthorizer<Scope extends string = string> {
  /** @default "JWT" */
  readonly kind?: "JWT";
  /** Tells two authorizers of one API apart. @default "jwt" */
  readonly name?: string;
  /**
   * Value API Gateway compares with the token's `iss` claim, character by character. Shape for a
   * user pool: `https://cognito-idp.<region>.amazonaws.com/<userPoolId>`, no trailing slash.
   * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   */
  readonly issuer: pulumi.Input<string>;
  /** Ids of the app clients whose tokens are accepted, at most 50. */
  readonly audience: pulumi.Input<pulumi.Input<string>[]> | readonly pulumi.Input<string>[];
  /** The scopes that routes may require, complete with the resource server's identifier. */
  readonly scopes: readonly Scope[];
}

const FIELDS: ShapesOf<JwtAuthorizer> = {
  kind: any,
  name: text,
  issuer: needed(),
  audience: any,
  scopes: needed(list(text)),
};

/** Shape of {@link JwtAuthorizer}. */
export const JWT_AUTHORIZER = fields(FIELDS);

/** What is wrong with the plain parts of an authorizer. Outputs are left to AWS. */
export function jwtAuthorizerProblem(authorizer: JwtAuthorizer): Problem {
  const { issuer, audience } = authorizer;
  if (typeof issuer === "string" && !isIssuer(issuer)) {
    return `authorizer.issuer is "${issuer}": it must be an https:// address without query or fragment.`;
  }
  if (audience === undefined) {
    return "authorizer.audience is missing: take the authorizer of an AuthLayer, or name the app clients.";
  }
  if (!Array.isArray(audience)) return undefined;
  if (audience.length === 0) {
    return "authorizer.audience is empty: name at least one app client, or every token is refused.";
  }
  if (audience.length > limits.audiencesPerAuthorizer) {
    return (
      `authorizer.audience has ${audience.length} entries: API Gateway takes at most ` +
      `${limits.audiencesPerAuthorizer}. Divide the clients between two authorizers.`
    );
  }
  return undefined;
}

/** What the authorizer's resource is made from. */
export interface JwtAuthorizerSettings {
  readonly apiId: pulumi.Input<string>;
  readonly authorizer: JwtAuthorizer;
  readonly displayName: string;
}

/**
 * The authorizer as a resource of the API; the token is taken from the `Authorization` header only.
 */
export function createJwtAuthorizer(
  name: string,
  { apiId, authorizer, displayName }: JwtAuthorizerSettings,
  parent: pulumi.Resource,
): apigatewayv2.Authorizer {
  const { issuer, audience } = authorizer;
  return new apigatewayv2.Authorizer(
    name,
    {
      apiId,
      authorizerType: "JWT",
      name: displayName,
      // A token in a URL ends in logs and browser histories (RFC 9700, 4.3.2).
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer, audiences: pulumi.output(audience as pulumi.Input<string>[]) },
    },
    { parent },
  );
}

const ISSUER = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$))[^\s?#]*$/;

function isIssuer(text: string): boolean {
  return ISSUER.test(text) && URL.canParse(text);
}
