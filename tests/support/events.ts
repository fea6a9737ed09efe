import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";

/** An event of a protected route with these claims; only what handlers read is in it. */
export function eventWith(
  claims: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>> = {},
): APIGatewayProxyEventV2WithJWTAuthorizer {
  const requestContext = { authorizer: { jwt: { claims, scopes: null } } };
  return { ...rest, requestContext } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
}
