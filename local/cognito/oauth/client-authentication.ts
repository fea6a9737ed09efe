import type { IncomingMessage } from "node:http";
import { isClientSecret } from "../sign-in/secret-hash.ts";
import { type ClientContext, type PoolContext, poolOfClient } from "../service.ts";
import type { Parameters } from "./parameters.ts";

/** Codes of the token endpoint's errors (C105). */
export type OAuthError =
  | "invalid_client"
  | "invalid_grant"
  | "invalid_request"
  | "invalid_scope"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_token_type";

/** The client that calls, or why it is refused (C100). */
export function authenticateClient(
  context: PoolContext,
  request: IncomingMessage,
  form: Parameters,
): ClientContext | OAuthError {
  const bodyId = form.get("client_id");
  const bodySecret = form.get("client_secret");
  const { authorization } = request.headers;
  if (authorization === undefined) {
    if (bodyId === undefined) return "invalid_request";
    return checked(context, bodyId, bodySecret);
  }
  const basic = readBasic(authorization);
  if (!basic) return "invalid_request";
  // One method at a time; the id alone may stand beside Basic, if it is the same (O071).
  if (bodySecret !== undefined || (bodyId !== undefined && bodyId !== basic.id))
    return "invalid_request";
  return checked(context, basic.id, basic.secret === "" ? undefined : basic.secret);
}

function checked(
  { service, pool: asked }: PoolContext,
  id: string,
  secret: string | undefined,
): ClientContext | OAuthError {
  // A pool that was made at run time shares the origin of another (design 5.2).
  const pool = asked.clients.has(id) ? asked : poolOfClient(service, id);
  const client = pool?.clients.get(id);
  if (!pool?.domain || !client) return "invalid_client";
  const context = { service, pool, client };
  return isClientSecret(context, secret) ? context : "invalid_client";
}

function readBasic(header: string): { readonly id: string; readonly secret: string } | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header) ?? [];
  const text = Buffer.from(encoded ?? "", "base64").toString();
  const at = text.indexOf(":");
  if (at < 0) return undefined;
  try {
    // RFC 6749 2.3.1: both parts are form-encoded before they are joined.
    return {
      id: decodeURIComponent(text.slice(0, at)),
      secret: decodeURIComponent(text.slice(at + 1)),
    };
  } catch {
    return undefined;
  }
}
