import type { IncomingMessage } from "node:http";
import { epochSeconds } from "../../clock.ts";
import { readCookie, setCookie } from "../oauth/cookies.ts";
import { hashOf, isSameSecret, keyedHash, newSecret } from "../secrets.ts";
import type { PoolContext } from "../service.ts";

const ROUND_SECONDS = 5 * 60; // C77

/** The token for a page's forms, and the headers that put it and the start of the round into the browser. */
export interface CsrfToken {
  readonly value: string;
  readonly cookies: readonly string[];
}

/** This browser's token: the one that it has while it fits, so that two tabs do not disturb each other. */
export function csrfToken(context: PoolContext, request: IncomingMessage): CsrfToken {
  const held = readCookie(context, request, "XSRF-TOKEN");
  const value =
    held !== undefined && isOurs(context, request, held) ? held : newToken(context, request);
  const started = String(epochSeconds(context.service.clock));
  const round = `${started}.${macOf(context, "round", started)}`;
  return {
    value,
    cookies: [
      setCookie(context, "XSRF-TOKEN", { value }),
      setCookie(context, "csrf-state", { value: round }),
    ],
  };
}

/**
 * Whether a form was filled in on a page of ours in this browser (O075): cookie and field are the same, we made
 * them, for this very session, and no other site sent the form. Cookies alone would not do: every program on
 * localhost can set them.
 */
export function isOwnForm(
  context: PoolContext,
  request: IncomingMessage,
  field: string | undefined,
): boolean {
  const cookie = readCookie(context, request, "XSRF-TOKEN");
  if (field === undefined || cookie === undefined || !isSameSecret(field, cookie)) return false;
  return isOurs(context, request, cookie) && isSameOrigin(request);
}

/** Whether the form was shown within the time that a round of sign-in may take (C77). */
export function isInTime(context: PoolContext, request: IncomingMessage): boolean {
  const [started = "", mac = ""] = (readCookie(context, request, "csrf-state") ?? "").split(".");
  // Scripts that post the form themselves send the token only (C91): what was never started does not run out.
  if (started === "" || !isSameSecret(mac, macOf(context, "round", started))) return true;
  return epochSeconds(context.service.clock) - Number(started) <= ROUND_SECONDS;
}

function newToken(context: PoolContext, request: IncomingMessage): string {
  const random = newSecret();
  return `${random}.${macOf(context, "csrf", random, sessionOf(context, request))}`;
}

function isOurs(context: PoolContext, request: IncomingMessage, token: string): boolean {
  const [random = "", mac = ""] = token.split(".");
  return isSameSecret(mac, macOf(context, "csrf", random, sessionOf(context, request)));
}

function sessionOf(context: PoolContext, request: IncomingMessage): string {
  return hashOf(readCookie(context, request, "cognito") ?? "").toString("base64url");
}

function macOf({ service, pool }: PoolContext, ...texts: readonly string[]): string {
  return keyedHash(service.store.keys.secret(pool.id), ...texts).toString("base64url");
}

/** What the browser itself says of where the form came from. A page without referrer posts with the origin `null`. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const { origin, host } = headers;
  return origin === undefined || origin === "null" || URL.parse(origin)?.host === host;
}
