import {
  ANY_ORIGIN,
  type Exchange,
  FORM_BYTES,
  type Headers,
  mediaType,
  NO_STORE,
  readBody,
  requestId,
  send,
  sendJson,
  utf8,
} from "../../exchange.ts";
import { type Parameters, readParameters } from "./parameters.ts";

/** Headers of every answer of the token and revocation endpoints (C104, C118). */
export function apiHeaders(): Headers {
  return { ...ANY_ORIGIN, ...NO_STORE, "x-amz-cognito-request-id": requestId() };
}

/** Answers a preflight (C118, C248). */
export function answerPreflight({ response }: Exchange, methods: string): void {
  send(response, {
    status: 200,
    headers: {
      ...ANY_ORIGIN,
      "access-control-allow-methods": methods,
      "access-control-allow-headers":
        "*, authorization, content-type, x-amz-user-agent, cache-control",
      "access-control-max-age": "86400",
    },
  });
}

/** Sends an error as the token endpoint words it (C105). */
export function sendOAuthError(
  { response }: Exchange,
  status: number,
  error: { readonly error: string; readonly error_description?: string },
): void {
  sendJson(response, status, { value: error, headers: apiHeaders() });
}

/** The posted form, or undefined when the request has been refused already: method, type, size (C99, C109, O082). */
export async function readForm(exchange: Exchange): Promise<Parameters | undefined> {
  const { request, response, method } = exchange;
  if (method === "OPTIONS") {
    answerPreflight(exchange, "POST, OPTIONS");
    return undefined;
  }
  if (method !== "POST") {
    send(response, { status: 405, headers: { allow: "POST, OPTIONS", ...apiHeaders() } });
    return undefined;
  }
  const body = await readBody(request, FORM_BYTES);
  if (body === undefined) {
    sendOAuthError(exchange, 413, { error: "invalid_request" });
    return undefined;
  }
  const text = mediaType(request) === "application/x-www-form-urlencoded" ? utf8(body) : undefined;
  const form = text === undefined ? undefined : readParameters(text);
  if (!form || form.isMalformed || form.repeated.size > 0) {
    sendOAuthError(exchange, 400, { error: "invalid_request" });
    return undefined;
  }
  return form;
}
