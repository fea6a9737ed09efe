import { problem, type Response } from "../response";

/** What a write has seen: one of these sync counts, or nothing to be there. */
export type Seen = { readonly syncCounts: readonly string[] } | { readonly nothing: true };

/** The precondition of a write, or the answer for one that has none. */
export type Precondition =
  | { readonly seen: Seen; readonly refusal?: never }
  | { readonly seen?: never; readonly refusal: Response };

type Headers = Readonly<Record<string, string | undefined>>;

/** A list of entity tags (RFC 9110 section 8.8.3). */
const TAGS = /^\s*(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*\s*$/;
const TAG = /(W\/)?"([\x21\x23-\x7e]*)"/g;

/**
 * Reads `If-Match: "3"` and `If-None-Match: *` (RFC 9110 section 13.1). A write without either would overwrite what its
 * device has never seen, and so would `If-Match: *`: both are answered 428 (RFC 6585 section 3).
 */
export function readPrecondition(headers: Headers): Precondition {
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (match !== undefined && noneMatch !== undefined) {
    return { refusal: problem(400, "Bad Request", "Send If-Match or If-None-Match, not both.") };
  }
  if (noneMatch?.trim() === "*") return { seen: { nothing: true } };
  if (match === undefined || match.trim() === "*") {
    const detail =
      'Say what you have seen: If-Match: "SYNC COUNT", or If-None-Match: * for nothing.';
    return { refusal: problem(428, "Precondition Required", detail) };
  }
  if (!TAGS.test(match)) {
    return { refusal: problem(400, "Bad Request", 'Quote the sync count: If-Match: "3".') };
  }
  // Only strong tags can be matched (RFC 9110 section 13.1.1).
  const strong = [...match.matchAll(TAG)].filter(([, weak]) => weak === undefined);
  return { seen: { syncCounts: strong.map(([, , text = ""]) => text) } };
}

/** Whether a reader has this sync count already, by `If-None-Match`. */
export function hasSeen(headers: Headers, syncCount: number): boolean {
  const noneMatch = headers["if-none-match"] ?? "";
  if (noneMatch.trim() === "*") return true;
  return [...noneMatch.matchAll(TAG)].some(([, , text]) => text === String(syncCount));
}

/** Whether a write has seen the dataset as it is. */
export function isCurrent(seen: Seen, dataset: { syncCount: number; deleted: boolean }): boolean {
  if ("nothing" in seen) return dataset.deleted;
  return !dataset.deleted && seen.syncCounts.includes(String(dataset.syncCount));
}
