import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { hashOf, isSameSecret, newSecret } from "../../secrets.ts";
import { readCookie, setCookie } from "../oauth/cookies.ts";
import { type ClientContext, type PoolContext, poolsAt } from "../service.ts";

/** A sign-in that is under way at a provider. */
export interface RoundTrip {
  /** Name of the provider: what comes back is read as this one's alone (O050). */
  readonly provider: string;
  /** The authorize request's query, as it came. It is checked again on the way back. */
  readonly query: string;
  readonly nonce: string;
  /** ID of the SAML request. */
  readonly requestId: string;
}

const KIND = "FEDERATION";
const ROUND_SECONDS = 5 * 60; // C77

/**
 * Remembers a trip to a provider.
 * @returns the trip, the `state` or `RelayState` that leads back to it, and the cookie that binds it to the browser
 */
export function beginRoundTrip(
  context: ClientContext,
  request: IncomingMessage,
  goal: Pick<RoundTrip, "provider" | "query">,
): { readonly trip: RoundTrip; readonly state: string; readonly cookie: string } {
  const { service, pool, client } = context;
  const held = readCookie(context, request, "cognito-fl") ?? "";
  const browser = /^[\w-]{43}$/.test(held) ? held : newSecret();
  const state = newSecret();
  const trip: RoundTrip = { ...goal, nonce: newSecret(), requestId: `_${randomUUID()}` };
  service.store.challenges.add(hashOf(state), {
    pool: pool.id,
    client: client.id,
    kind: KIND,
    subject: browserHash(browser),
    content: JSON.stringify(trip),
    expires: service.clock.now() + ROUND_SECONDS * 1000,
  });
  const cookie = setCookie(context, "cognito-fl", { value: browser, maximumAge: ROUND_SECONDS });
  return { trip, state, cookie };
}

/**
 * Takes a trip for good (C77): once, in time, and by the browser that began it. An answer that somebody else got for
 * themselves signs nobody in here (O042).
 */
export function takeRoundTrip(
  context: PoolContext,
  request: IncomingMessage,
  state: string,
): RoundTrip | undefined {
  const found = context.service.store.challenges.take(hashOf(state));
  const browser = readCookie(context, request, "cognito-fl") ?? "";
  if (found?.used !== 1 || !isSameSecret(browserHash(browser), found.subject)) return undefined;
  return tripOf(context, found);
}

/** The pool of a trip, where several pools share the origin: nothing else in a provider's answer tells which it is. */
export function poolOfTrip(context: PoolContext, state: string): PoolContext {
  const { service } = context;
  const poolId = service.store.challenges.peek(hashOf(state))?.pool;
  const pool = poolsAt(service).find(({ id }) => id === poolId);
  return pool ? { service, pool } : context;
}

/** Looks at a trip that has not ended, whichever browser asks: a provider's own form brings no cookies along. */
export function peekRoundTrip(context: PoolContext, state: string): RoundTrip | undefined {
  const found = context.service.store.challenges.peek(hashOf(state));
  return found?.used === 0 ? tripOf(context, found) : undefined;
}

function tripOf(
  { service, pool }: PoolContext,
  found: { pool: string; kind: string; content: string; expires: number },
): RoundTrip | undefined {
  const isOurs = found.pool === pool.id && found.kind === KIND;
  if (!isOurs || service.clock.now() >= found.expires) return undefined;
  return JSON.parse(found.content) as RoundTrip;
}

function browserHash(browser: string): string {
  return hashOf(browser).toString("base64url");
}
