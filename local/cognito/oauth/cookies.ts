import type { IncomingMessage } from "node:http";
import type { PoolContext } from "../service.ts";

/** Cookies of the pages (C92). Browsers know no ports, so several pools on localhost need names of their own (4.7). */
export type CookieName = "cognito" | "XSRF-TOKEN" | "csrf-state" | "page-data" | "lang";

/** The value of a cookie, or undefined. */
export function readCookie(
  context: PoolContext,
  request: IncomingMessage,
  name: CookieName,
): string | undefined {
  const prefix = `${fullName(context, name)}=`;
  const found = (request.headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix));
  return found?.slice(prefix.length) || undefined;
}

/** A `Set-Cookie` header: host-only, for the whole origin, not sent along by other sites (O078). */
export function setCookie(
  context: PoolContext,
  name: CookieName,
  cookie: { readonly value: string; readonly maximumAge?: number },
): string {
  const isHttps = context.service.originOf(context.pool.urn).startsWith("https:");
  return [
    `${fullName(context, name)}=${cookie.value}`,
    "Path=/",
    ...(cookie.maximumAge === undefined ? [] : [`Max-Age=${cookie.maximumAge}`]),
    "SameSite=Lax",
    ...(isHttps ? ["Secure"] : []), // some browsers refuse it over plain http (4.7)
    // Clients in the wild read this one to post the form (C91); all others are for the server alone.
    ...(name === "XSRF-TOKEN" ? [] : ["HttpOnly"]),
  ].join("; ");
}

/** Takes a cookie back. */
export function clearCookie(context: PoolContext, name: CookieName): string {
  return setCookie(context, name, { value: "", maximumAge: 0 });
}

function fullName({ service, pool }: PoolContext, name: CookieName): string {
  return service.pools.length > 1 ? `${name}-${pool.id}` : name;
}
