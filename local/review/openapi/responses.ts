import type { RouteRow } from "../route-rows.ts";
import type { OpenApiDocument, Operation } from "./document-types.ts";

const REFUSAL = {
  content: { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } },
} as const;

/** Answers that the gateway makes itself (H55, H72, H105, H242). */
export const gatewayAnswers: Pick<OpenApiDocument["components"], "responses" | "schemas"> = {
  responses: {
    Unauthorized: {
      description: "No token, or one that the authorizer refuses.",
      headers: {
        "www-authenticate": {
          description: "`Bearer`, with `error` and `error_description` for a refused token.",
          schema: { type: "string" },
        },
      },
      ...REFUSAL,
    },
    Forbidden: {
      description: "The caller is known and may not: a scope or a permission is missing.",
      ...REFUSAL,
    },
    TooManyRequests: { description: "The limit of requests is reached.", ...REFUSAL },
  },
  schemas: {
    Refusal: {
      type: "object",
      properties: { message: { type: "string" } },
      required: ["message"],
    },
  },
};

const FUNCTION = { description: "The function's own answer; the program does not describe it." };
const UNAUTHORIZED = { "401": { $ref: "#/components/responses/Unauthorized" } };
const FORBIDDEN = { "403": { $ref: "#/components/responses/Forbidden" } };

/** Which answers a route can have: a JWT route without scopes never answers 403 (H107), IAM never 401 (H212). */
export function responsesOf({ authorization, scopes }: RouteRow): Operation["responses"] {
  const isJwt = authorization === "JWT";
  return {
    ...((isJwt || authorization === "CUSTOM") && UNAUTHORIZED),
    ...((isJwt ? scopes.length > 0 : authorization !== "NONE") && FORBIDDEN),
    "429": { $ref: "#/components/responses/TooManyRequests" },
    default: FUNCTION,
  };
}
