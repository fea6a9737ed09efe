/** One segment of a route's path. */
export type RouteSegment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "greedy"; readonly name: string };

/** A parsed route key; `$default` has no segments. */
export interface RouteKey {
  /** As configured, for instance `GET /pets/{id}`. */
  readonly text: string;
  /** A method, `ANY`, or `$default`. */
  readonly method: string;
  /** Path as configured; empty for `$default`. */
  readonly path: string;
  readonly segments: readonly RouteSegment[];
  /** Same for two keys that conflict: parameter names are no part of a route's identity (H25). */
  readonly identity: string;
}

/** Methods that a request can have to reach a route (H17, H53). */
export const routeMethods: ReadonlySet<string> = new Set([
  "GET",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "HEAD",
  "OPTIONS",
]);

/**
 * Parses a route key (H17–H21, H26).
 * @returns the key, or why AWS refuses it
 */
export function parseRouteKey(text: string): RouteKey | { readonly refused: string } {
  if (text === "$default") {
    return { text, method: text, path: "", segments: [], identity: text };
  }
  const match = /^([A-Z]+) (\/\S*)$/.exec(text);
  const [, method = "", path = ""] = match ?? [];
  if (!match || !(method === "ANY" || routeMethods.has(method))) {
    return { refused: "a route key is `$default` or a method and a path such as `GET /pets`" };
  }
  if (path !== "/" && path.endsWith("/")) return { refused: "the path ends in a slash" };
  const segments: RouteSegment[] = [];
  // `/` splits into one empty segment, so the root needs no case of its own.
  for (const part of path.slice(1).split("/")) {
    if (segments.at(-1)?.kind === "greedy") {
      return { refused: "a greedy parameter must be the last segment" };
    }
    const segment = parseSegment(part);
    if (!segment) return { refused: `a parameter must fill its segment: ${part}` };
    segments.push(segment);
  }
  return { text, method, path, segments, identity: `${method} ${identityOf(segments)}` };
}

function parseSegment(part: string): RouteSegment | undefined {
  const [, name, plus] = /^\{([^{}+]+)(\+?)\}$/.exec(part) ?? [];
  if (name !== undefined) return { kind: plus ? "greedy" : "parameter", name };
  return /[{}]/.test(part) ? undefined : { kind: "literal", text: part };
}

function identityOf(segments: readonly RouteSegment[]): string {
  const shapes = segments.map((segment) =>
    segment.kind === "literal" ? segment.text : segment.kind === "greedy" ? "{+}" : "{}",
  );
  return `/${shapes.join("/")}`;
}
