import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** An answer in full; without a content type API Gateway would call JSON plain text. */
export type Response = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** A JSON answer. What a user may see is not for shared caches. */
export function json(statusCode: number, body: unknown): Response {
  return {
    statusCode,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}

/**
 * An error answer as problem details (RFC 9457).
 * @param detail for the caller: says how to do better
 */
export function problem(statusCode: number, title: string, detail: string): Response {
  return {
    statusCode,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    body: JSON.stringify({ status: statusCode, title, detail }),
  };
}
