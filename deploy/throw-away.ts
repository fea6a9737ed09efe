import { randomBytes } from "node:crypto";
import type { ConfigMap } from "./automation.ts";

/** A stack that is meant to go: one per pull request, for instance. */
export interface ThrowAway {
  /** ISO 8601 in UTC, to the second. */
  readonly expiresAt: string;
  /** Origins that may sign in and call the API, beside the API's own page. */
  readonly sites: readonly string[];
  readonly testUserPassword: string;
  readonly project: string;
  readonly stack: string;
}

const HOURS = { m: 1 / 60, h: 1, d: 24 } as const;
const MOST_HOURS = 30 * 24;
const HOUR_MS = 3_600_000;

/** `90m`, `48h` or `7d` as hours, up to 30 days; undefined for anything else. */
export function hoursOf(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  const hours = Number(count) * HOURS[unit as keyof typeof HOURS];
  return hours <= MOST_HOURS ? hours : undefined;
}

/**
 * The end of a life of so many hours. Rounded up to a full hour: it is a tag of every resource, and
 * each push to a pull request would change them all.
 */
export function expiryOf(now: Date, hours: number): string {
  const end = Math.ceil((now.getTime() + hours * HOUR_MS) / HOUR_MS) * HOUR_MS;
  return new Date(end).toISOString().replace(".000Z", "Z");
}

/** An expiry as the stack's output has it; undefined for every other value. */
export function expiryOutput(value: unknown): Date | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value)) {
    return undefined;
  }
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A new password with all four kinds of characters, as any policy may ask for them. */
export function newPassword(): string {
  return `${randomBytes(24).toString("base64url")}-aA1`;
}

/** The configuration of a throw-away stack; keys are paths. */
export function throwAwayConfig(stack: ThrowAway): ConfigMap {
  const tags = { project: stack.project, stack: stack.stack, expiresAt: stack.expiresAt };
  const plain = {
    lifecycle: "ephemeral",
    // The smoke test signs its user in without the pages.
    sdkSignIn: "true",
    expiresAt: stack.expiresAt,
    ...prefixed("aws:defaultTags.tags.", tags),
    ...Object.fromEntries(stack.sites.map((site, index) => [`sites[${index}]`, site])),
  };
  const entries = Object.entries(plain).map(([key, value]) => [key, { value }] as const);
  return {
    ...Object.fromEntries(entries),
    testUserPassword: { value: stack.testUserPassword, secret: true },
  };
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value]));
}
