/** The request target, read once: matching, authorization and the event all see this text (G033). */
export interface Target {
  /** Decoded path with the stage (H38, H49), for instance `/dev/a b`. */
  readonly path: string;
  /** Segments of {@link path}; `[""]` for `/`. Empty segments are kept: `//x` is not `/x` (H47, G035). */
  readonly segments: readonly string[];
  /** Query text as sent, without `?`. */
  readonly query: string;
}

/**
 * Reads a request target of the form `/path?query`.
 * It is never resolved against a base, and dot segments stay (H48).
 * @param decodeBeforeSplit switch U13: an encoded slash separates segments (H39)
 * @returns undefined for another form of target, a fragment (G038) or an encoding that is no UTF-8
 */
export function parseTarget(url: string, decodeBeforeSplit: boolean): Target | undefined {
  if (url.charCodeAt(0) !== 0x2f /* "/" */ || url.includes("#")) return undefined;
  const mark = url.indexOf("?");
  const encoded = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? "" : url.slice(mark + 1);
  const path = decodePercent(encoded);
  if (path === undefined) return undefined;
  const segments =
    decodeBeforeSplit || path === encoded
      ? path.slice(1).split("/")
      : encoded
          .slice(1)
          .split("/")
          .map((segment) => decodePercent(segment) ?? segment);
  return { path, segments, query };
}

/**
 * Names and values of a query text, decoded, repeated names joined with a comma (H142–H145).
 * @returns undefined when there is no query (H133); the object has no prototype, so `__proto__` is a name (G043)
 */
export function parseQuery(query: string): Record<string, string> | undefined {
  const pairs = queryPairs(query);
  if (pairs.length === 0) return undefined;
  const parameters = Object.create(null) as Record<string, string>;
  for (const [name, value] of pairs) {
    const earlier = parameters[name];
    parameters[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return parameters;
}

/** Names and values of a query text in order, decoded. */
export function queryPairs(query: string): readonly (readonly [string, string])[] {
  if (query === "") return [];
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0
        ? ([decodeQuery(pair), ""] as const)
        : ([decodeQuery(pair.slice(0, equals)), decodeQuery(pair.slice(equals + 1))] as const);
    });
}

function decodeQuery(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  // A broken escape in a query decides nothing, so it stays as it was sent.
  return decodePercent(spaced) ?? spaced;
}

// H41: a plus in a path is a plus, which is what decodeURIComponent does.
function decodePercent(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
