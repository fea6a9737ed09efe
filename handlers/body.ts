import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { problem, type Response } from "./response";

/** The members of a request's JSON body, or the answer for a body that is no JSON object. */
export type Body =
  | { readonly members: Readonly<Record<string, unknown>>; readonly refusal?: never }
  | { readonly members?: never; readonly refusal: Response };

/** Reads a JSON object. API Gateway hands over as base64 what it does not take for text. */
export function jsonBody(event: Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded">): Body {
  const members = parseObject(event.body ?? "", event.isBase64Encoded);
  if (members === undefined) {
    return { refusal: problem(400, "Bad Request", "Send a JSON object as the body.") };
  }
  return { members };
}

function parseObject(body: string, isBase64: boolean): Record<string, unknown> | undefined {
  try {
    const bytes = Buffer.from(body, isBase64 ? "base64" : "utf8");
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
