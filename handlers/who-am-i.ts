import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { requireAccessToken } from "./claims";
import { json } from "./response";

/** What the access token says about its bearer. */
export async function whoAmI(event: APIGatewayProxyEventV2WithJWTAuthorizer) {
  const { claims, refusal } = requireAccessToken(event);
  return refusal ?? json(200, claims);
}
