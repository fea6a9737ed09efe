import { hashOf } from "../secrets.ts";
import { invalidParameter, TEXTS } from "../json-api/errors.ts";

/** Largest page, and the one without a limit (C241). */
const LARGEST_PAGE = 60;

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The member of an output that leads on to the next page; none on the last one. */
  next(member: string): { readonly [member: string]: string };
}

/**
 * Reads a page that starts after the last item of the one before, whatever was added or removed meanwhile.
 * @param list.query what is listed: a token of another query is refused
 * @param list.limit 0 and undefined stand for the largest page
 * @param list.read reads so many items after the key; the first page has an empty key
 * @throws ServiceError InvalidParameterException for a token that is not this list's
 */
export function pageOf<Item>(list: {
  readonly query: readonly string[];
  readonly limit: number | undefined;
  readonly token: string | undefined;
  read(after: readonly string[], count: number): readonly Item[];
  keyOf(item: Item): readonly string[];
}): Page<Item> {
  const limit = list.limit || LARGEST_PAGE;
  const mark = hashOf(JSON.stringify(list.query)).toString("base64url").slice(0, 16);
  const after = list.token === undefined ? [] : readToken(mark, list.token);
  const found = list.read(after, limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  const token = hasMore ? writeToken(mark, list.keyOf(last)) : undefined;
  return { items, next: (member) => (token === undefined ? {} : { [member]: token }) };
}

/** A page of a list that is at hand as a whole. */
export function pageOfAll<Item>(
  items: readonly Item[],
  list: {
    readonly query: readonly string[];
    readonly limit: number | undefined;
    readonly token: string | undefined;
    keyOf(item: Item): string;
  },
): Page<Item> {
  return pageOf({
    ...list,
    read: ([last], count) => {
      const start = items.findIndex((item) => list.keyOf(item) === last) + 1;
      return items.slice(start, start + count);
    },
    keyOf: (item) => [list.keyOf(item)],
  });
}

function writeToken(mark: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([mark, ...key])).toString("base64url");
}

function readToken(mark: string, token: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Array.isArray(read) && read.every((part) => typeof part === "string")) {
      const [given, ...key] = read as string[];
      if (given === mark) return key;
    }
  } catch {
    // Not ours either.
  }
  throw invalidParameter(TEXTS.badPage);
}
