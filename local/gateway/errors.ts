import type { Answer } from "./answer.ts";

/** Texts of the answers that the gateway makes itself (H54, H55); there is no way to change them (H59). */
const messages = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  408: "Request Timeout",
  413: "Request Entity Too Large",
  414: "Request-URI Too Long",
  417: "Expectation Failed",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
  505: "HTTP Version Not Supported",
} as const;

/** A status that the gateway answers by itself. */
export type ErrorStatus = keyof typeof messages;

/** Text of the status, as it stands in the body. */
export function errorMessage(status: ErrorStatus): string {
  return messages[status];
}

/** Body of a gateway-made error: compact JSON, no newline (H55). */
export function errorBody(status: ErrorStatus, detail?: string): string {
  const message = detail === undefined ? messages[status] : `${messages[status]}: ${detail}`;
  return JSON.stringify({ message });
}

/**
 * The gateway-made answer for a status.
 * @param options.detail appended to the text; only for 501, whose text is ours
 * @param options.challenge value of `www-authenticate`
 * @param options.contentType whether to send `content-type` (switch U18)
 */
export function errorAnswer(
  status: ErrorStatus,
  options: {
    readonly detail?: string;
    readonly challenge?: string | undefined;
    readonly contentType?: boolean;
  } = {},
): Answer {
  const headers: string[] = [];
  if (options.contentType ?? true) headers.push("content-type", "application/json");
  if (options.challenge !== undefined) headers.push("www-authenticate", options.challenge);
  return { status, headers, body: errorBody(status, options.detail) };
}
