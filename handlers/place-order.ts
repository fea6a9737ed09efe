import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { jsonBody } from "./body";
import { requireAccessToken } from "./claims";
import { json, problem } from "./response";

/**
 * Takes an order `{ product, quantity }` and answers with what was ordered, by whom. Nothing is
 * stored.
 */
export async function placeOrder(event: APIGatewayProxyEventV2WithJWTAuthorizer) {
  const { claims, refusal } = requireAccessToken(event);
  if (refusal !== undefined) return refusal;
  const body = jsonBody(event);
  if (body.refusal !== undefined) return body.refusal;

  const { product, quantity } = body.members;
  if (typeof product !== "string" || product === "" || product.length > 100) {
    return problem(400, "Bad Request", "product must be a text of 1 to 100 characters.");
  }
  if (
    typeof quantity !== "number" ||
    !Number.isInteger(quantity) ||
    quantity < 1 ||
    quantity > 100
  ) {
    return problem(400, "Bad Request", "quantity must be a whole number from 1 to 100.");
  }
  return json(201, { product, quantity, orderedBy: claims.sub });
}
