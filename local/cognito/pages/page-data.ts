import { hashOf, newSecret } from "../../secrets.ts";
import type { CodeDelivery } from "../messages/delivery.ts";
import { readCookie, setCookie } from "../oauth/cookies.ts";
import type { CodeFactor } from "../sign-in/sign-in-policy.ts";
import type { Visit } from "./visit.ts";

/** What a browser is in the middle of, between two forms. */
export type PageStep =
  | "CONFIRM_SIGN_UP"
  | "RESET_PASSWORD"
  | "PASSWORD_CHANGED"
  | "NEW_PASSWORD"
  | "SIGN_IN_CODE"
  | "ADD_PASSKEY";

/** Kept on our side; the browser holds a handle to it. */
export interface PageData {
  /** The user's `sub` where the password was right, else the name as it was typed. */
  readonly username: string;
  readonly delivery: CodeDelivery | null;
  /** The code that was sent as first factor, and the session that its answer needs. */
  readonly code?: { readonly factor: CodeFactor; readonly session: string };
}

const ROUND_SECONDS = 5 * 60;
const RESET_SECONDS = 8 * 60;

/** How long a step may take (C77). After it one starts again at `/login`, which leads back here. */
export function secondsOf(step: PageStep): number {
  return step === "RESET_PASSWORD" ? RESET_SECONDS : ROUND_SECONDS;
}

/** Remembers where the browser is and returns the cookie with the handle (C92). */
export function rememberStep(visit: Visit, step: PageStep, data: PageData): string {
  const { service, pool, client } = visit.context;
  const handle = newSecret();
  service.store.challenges.add(hashOf(handle), {
    pool: pool.id,
    client: client.id,
    kind: `PAGE_${step}`,
    subject: data.username,
    content: JSON.stringify(data),
    expires: service.clock.now() + secondsOf(step) * 1000,
  });
  return handleCookie(visit, handle);
}

/** What the browser is in the middle of, if it is this step. */
export function recallStep(visit: Visit, step: PageStep): PageData | undefined {
  const { service, pool, client } = visit.context;
  const kept = service.store.challenges.peek(hashOf(heldHandle(visit)));
  if (kept?.pool !== pool.id || kept.client !== client.id || kept.kind !== `PAGE_${step}`)
    return undefined;
  if (service.clock.now() >= kept.expires) return undefined;
  return JSON.parse(kept.content) as PageData;
}

/** The cookie for the handle of a step that is kept as the JSON API keeps its own (C92). */
export function handleCookie({ context }: Visit, handle: string): string {
  return setCookie(context, "page-data", { value: handle });
}

/** The handle that the browser holds; empty without one. */
export function heldHandle({ context, exchange }: Visit): string {
  return readCookie(context, exchange.request, "page-data") ?? "";
}

/** The step is done: its handle opens nothing any more. */
export function forgetStep(visit: Visit): void {
  visit.context.service.store.challenges.remove(hashOf(heldHandle(visit)));
}

/** `by email to f***@e***` (C126). */
export function deliveryWords(delivery: CodeDelivery | null): string {
  if (!delivery) return "";
  const medium = delivery.DeliveryMedium === "EMAIL" ? "email" : "text message";
  return ` by ${medium} to ${delivery.Destination}`;
}
