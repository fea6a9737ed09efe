import { type Exchange, NO_STORE, send } from "../../exchange.ts";
import type { AuthorizeReading } from "./authorize-request.ts";

/** Sends the browser elsewhere: by 302, as Cognito does (C64). */
export function redirect(
  { response }: Exchange,
  location: string,
  cookies: readonly string[] = [],
): void {
  const headers = { location: inAscii(location), "referrer-policy": "no-referrer", ...NO_STORE };
  send(response, {
    status: 302,
    headers: { ...headers, ...(cookies.length > 0 && { "set-cookie": cookies }) },
  });
}

/** The address as a header can hold it; a browser reads host, path and query of it as the same (RFC 3987, section 3.1). */
function inAscii(location: string): string {
  return location.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/** Where a refused authorize request leads: to the client, or to our own error page (C78, C81, C82). */
export function refusalLocation(
  reading: Exclude<AuthorizeReading, { readonly kind: "request" }>,
): string {
  if (reading.kind === "redirect") return reading.location;
  return errorPage(reading.error, reading.clientId);
}

/** Address of the error page (C81). */
export function errorPage(error: string, clientId: string | undefined): string {
  const query = new URLSearchParams({
    error,
    ...(clientId !== undefined && { client_id: clientId }),
  });
  return `/error?${query}`;
}
