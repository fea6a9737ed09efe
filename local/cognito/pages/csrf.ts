import type { IncomingMessage } from "node:http";
import { epochSeconds } from "../../clock.ts";
import { hashOf, isSameSecret, keyedHash, newSecret } from "../../secrets.ts";
import { readCookie, setCookie } from "../oauth/cookies.ts";
import type { PoolContext } from "../service.ts";

/** The token for a page's forms, and the headers that put it and what it is bound to into the browser. */
export interface CsrfToken {
  readonly value: string;
  readonly cookies: readonly string[];
}

/** A token for this browser that says when its form was shown. */
export function csrfToken(context: PoolContext, request: IncomingMessage): CsrfToken {
  const held = readCookie(context, request, "csrf-state") ?? "";
  const browser = /^[\w-]{43}$/.test(held) ? held : newSecret();
  const shown = String(epochSeconds(context.service.clock));
  const value = `${shown}.${macOf(context, request, { browser, shown })}`;
  return {
    value,
    cookies: [
      setCookie(context, "XSRF-TOKEN", { value }),
      setCookie(context, "csrf-state", { value: browser }),
    ],
  };
}

/**
 * Whether a form was filled in on a page of ours in this browser (O075): cookie and field are tokens that we made for
 * this very browser and session, and no other site sent the form. They need not be the same, so that two tabs do not
 * disturb each other. Two equal texts alone would not do: every program on localhost can set a cookie.
 */
export function isOwnForm(
  context: PoolContext,
  request: IncomingMessage,
  field: string | undefined,
): boolean {
  const cookie = readCookie(context, request, "XSRF-TOKEN");
  return [cookie, field].every((token) => isOurs(context, request, token)) && isSameOrigin(request);
}

/** Whether the form was shown at most so many seconds ago (C77). The field itself says when: {@link isOwnForm} first. */
export function isInTime({ service }: PoolContext, field: string, seconds: number): boolean {
  return epochSeconds(service.clock) - Number.parseInt(field, 10) <= seconds;
}

function isOurs(context: PoolContext, request: IncomingMessage, token = ""): boolean {
  const browser = readCookie(context, request, "csrf-state");
  const [shown = "", mac = ""] = token.split(".");
  return browser !== undefined && isSameSecret(mac, macOf(context, request, { browser, shown }));
}

function macOf(
  context: PoolContext,
  request: IncomingMessage,
  bound: { readonly browser: string; readonly shown: string },
): string {
  const { service, pool } = context;
  const session = hashOf(readCookie(context, request, "cognito") ?? "").toString("base64url");
  const key = service.store.keys.secret(pool.id);
  return keyedHash(key, "csrf", bound.browser, bound.shown, session).toString("base64url");
}

/** What the browser itself says of where the form came from. A page without referrer posts with the origin `null`. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const { origin, host } = headers;
  return origin === undefined || origin === "null" || URL.parse(origin)?.host === host;
}
