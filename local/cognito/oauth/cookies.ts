import type { IncomingMessage } from "node:http";
import type { UserPool } from "../pool.ts";
import type { PoolContext } from "../service.ts";

/** Cookies of the pages (C92). Browsers know no ports, so several pools on localhost need names of their own (4.7). */
export type CookieName =
  "cognito" | "cognito-fl" | "XSRF-TOKEN" | "csrf-state" | "page-data" | "lang";

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

/** The program's only pool keeps the plain names, whatever is made at run time: its browsers stay signed in. */
function fullName({ service, pool }: PoolContext, name: CookieName): string {
  const { pools, configuration } = service;
  const isPrograms = ({ urn }: UserPool): boolean => configuration.servedAt(urn) === urn;
  const isOnly = isPrograms(pool) && pools.filter(isPrograms).length === 1;
  return isOnly ? name : `${name}-${pool.id}`;
}
