import type { RouteRow } from "./route-rows.ts";
import { answeredBy, callers, throttleWords } from "./route-words.ts";

/** What a change means for who may call. */
export interface AccessChange {
  /** Somebody may call now who might not before. */
  readonly opens: boolean;
  /** Somebody may not call any more. */
  readonly closes: boolean;
  /** In order of weight; empty when nothing changed. */
  readonly words: readonly string[];
}

/** Compares what decides on the callers of the same requests, before and after. */
export function accessChange(before: RouteRow, after: RouteRow): AccessChange {
  const isSameKind = before.authorization === after.authorization;
  const parts = [
    servedChange(before, after),
    isSameKind ? sameKindChange(before, after) : kindChange(before, after),
  ];
  return merge(parts);
}

/** Compares everything that the table shows of a route that is on both sides. */
export function routeChange(before: RouteRow, after: RouteRow): AccessChange {
  const neutral = [
    differs("answered by", answeredBy(before), answeredBy(after)),
    differs("limit", throttleWords(before), throttleWords(after)),
    before.authorization === "NONE" && after.authorization === "NONE"
      ? differs("reason", before.reason ?? "none", after.reason ?? "none")
      : [],
    after.isServed === before.isServed
      ? differs("remark", before.remark ?? "none", after.remark ?? "none")
      : [],
  ];
  return merge([accessChange(before, after), said(neutral.flat())]);
}

/** What a call of the route takes, as a phrase: `public`, `needs scope a or b`, … */
export function requirement(row: RouteRow): string {
  if (row.authorization !== "JWT") {
    return row.authorization === "NONE" ? "public" : `needs ${callers(row)}`;
  }
  return row.scopes.length === 0
    ? `needs any token of ${row.authorizer}, ID tokens pass too`
    : `needs scope ${row.scopes.join(" or ")}`;
}

function servedChange(before: RouteRow, after: RouteRow): AccessChange {
  if (before.isServed === after.isServed) return said([]);
  return after.isServed
    ? { opens: true, closes: false, words: ["is served now"] }
    : { opens: false, closes: true, words: [`is not served any more: ${after.remark}`] };
}

function kindChange(before: RouteRow, after: RouteRow): AccessChange {
  if (after.authorization === "NONE") {
    const words = [`becomes public: ${after.reason ?? "no reason given"}`, noLonger(before)];
    return { opens: true, closes: false, words };
  }
  if (before.authorization === "NONE") {
    return { opens: false, closes: true, words: [`no longer public: ${requirement(after)}`] };
  }
  const words = [`${requirement(after)}, ${noLonger(before)}`];
  return { opens: true, closes: true, words };
}

function noLonger(row: RouteRow): string {
  const what = row.scopes.length > 0 ? `scope ${row.scopes.join(" or ")}` : callers(row);
  return `needs ${what} no longer`;
}

function sameKindChange(before: RouteRow, after: RouteRow): AccessChange {
  if (before.authorization === "JWT") {
    return merge([
      issuerChange(before, after),
      audienceChange(before, after),
      scopeChange(before, after),
    ]);
  }
  if (before.authorization !== "CUSTOM" || before.authorizer === after.authorizer) return said([]);
  const words = differs("decided by", callers(before), callers(after));
  return { opens: true, closes: true, words };
}

function issuerChange({ issuer: before }: RouteRow, { issuer: after }: RouteRow): AccessChange {
  const words = differs("takes tokens of", before ?? "nobody", after ?? "nobody");
  return { opens: words.length > 0, closes: words.length > 0, words };
}

function audienceChange(before: RouteRow, after: RouteRow): AccessChange {
  const added = missingFrom(audienceNames(before), audienceNames(after));
  const removed = missingFrom(audienceNames(after), audienceNames(before));
  return {
    opens: added.length > 0,
    closes: removed.length > 0,
    words: [
      ...added.map((name) => `takes tokens for ${name} now`),
      ...removed.map((name) => `takes tokens for ${name} no longer`),
    ],
  };
}

function audienceNames({ audiences }: RouteRow): readonly string[] {
  return audiences.map(({ id, client }) => (client === null ? id : `client ${client}`));
}

// H103: the list means any of them, so a scope more lets more callers in, and a shorter list fewer.
function scopeChange(before: RouteRow, after: RouteRow): AccessChange {
  const added = missingFrom(before.scopes, after.scopes);
  const removed = missingFrom(after.scopes, before.scopes);
  if (added.length === 0 && removed.length === 0) return said([]);
  if (before.scopes.length === 0) {
    const words = [`needs scope ${added.join(" or ")} now, so ID tokens pass no longer`];
    return { opens: false, closes: true, words };
  }
  if (after.scopes.length === 0) {
    const words = [noLonger(before), `any token of ${after.authorizer} passes, ID tokens too`];
    return { opens: true, closes: false, words };
  }
  return {
    opens: added.length > 0,
    closes: removed.length > 0,
    words: [
      ...added.map((scope) => `scope ${scope} is enough now`),
      ...removed.map((scope) => `scope ${scope} is not enough any more`),
    ],
  };
}

function missingFrom(list: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((item) => !list.includes(item));
}

function differs(what: string, before: string, after: string): readonly string[] {
  return before === after ? [] : [`${what}: ${after} instead of ${before}`];
}

function said(words: readonly string[]): AccessChange {
  return { opens: false, closes: false, words };
}

function merge(parts: readonly AccessChange[]): AccessChange {
  return {
    opens: parts.some(({ opens }) => opens),
    closes: parts.some(({ closes }) => closes),
    words: parts.flatMap(({ words }) => words),
  };
}
