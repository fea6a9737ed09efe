import type { RouteKey } from "./route-key.ts";

interface Node<Route> {
  readonly literals: Map<string, Node<Route>>;
  parameter: Node<Route> | undefined;
  /** Routes that end here, by method. */
  readonly full: Map<string, Route>;
  /** Routes whose greedy parameter starts here, by method. */
  readonly greedy: Map<string, Route>;
}

/** Finds the route of a request; `segments` are those of the path below the stage, `[""]` for `/`. */
export type RouteMatcher<Route> = (
  method: string,
  segments: readonly string[],
) => Route | undefined;

/**
 * Compiles routes to a matcher with AWS's priority: full matches, then greedy ones, then `$default` (H28).
 * @param greedyMatchesRoot whether `/{proxy+}` takes `/` (switch U11)
 */
export function compileRoutes<Route extends { readonly key: RouteKey }>(
  routes: readonly Route[],
  greedyMatchesRoot: boolean,
): RouteMatcher<Route> {
  const root = emptyNode<Route>();
  let fallback: Route | undefined;
  for (const route of routes) {
    if (route.key.method === "$default") fallback = route;
    else insert(root, route);
  }
  return (method, segments) => {
    const full = matchFull(root, method, segments, 0);
    if (full) return full;
    const isRoot = segments.length === 1 && segments[0] === "";
    // H24: whether `/{proxy+}` covers `/` is disputed.
    if (isRoot && !greedyMatchesRoot) return fallback;
    return matchGreedy(root, method, segments, 0) ?? fallback;
  };
}

/** Values of the route's path parameters, in the order of the path (H146); undefined when it has none (H133). */
export function pathParameters(
  key: RouteKey,
  segments: readonly string[],
): Record<string, string> | undefined {
  let parameters: Record<string, string> | undefined;
  for (const [index, segment] of key.segments.entries()) {
    if (segment.kind === "literal") continue;
    // No prototype: a parameter may be named `__proto__`.
    parameters ??= Object.create(null) as Record<string, string>;
    parameters[segment.name] =
      segment.kind === "greedy" ? segments.slice(index).join("/") : (segments[index] ?? "");
  }
  return parameters;
}

function emptyNode<Route>(): Node<Route> {
  return { literals: new Map(), parameter: undefined, full: new Map(), greedy: new Map() };
}

function insert<Route extends { readonly key: RouteKey }>(root: Node<Route>, route: Route): void {
  let node = root;
  for (const segment of route.key.segments) {
    if (segment.kind === "greedy") {
      node.greedy.set(route.key.method, route);
      return;
    }
    if (segment.kind === "parameter") {
      node = node.parameter ??= emptyNode();
    } else {
      const next = node.literals.get(segment.text) ?? emptyNode<Route>();
      node.literals.set(segment.text, next);
      node = next;
    }
  }
  node.full.set(route.key.method, route);
}

// H18, H33: the path decides first, and only within one path the exact method beats ANY.
function byMethod<Route>(routes: Map<string, Route>, method: string): Route | undefined {
  return routes.get(method) ?? routes.get("ANY");
}

// H30: literals before parameters, from left to right; a path without the method is no match (H36), so go back.
function matchFull<Route>(
  node: Node<Route>,
  method: string,
  segments: readonly string[],
  index: number,
): Route | undefined {
  const segment = segments[index];
  if (segment === undefined) return byMethod(node.full, method);
  const literal = node.literals.get(segment);
  const found = literal && matchFull(literal, method, segments, index + 1);
  if (found) return found;
  // H19: a parameter is never empty, so `/pets/` is not `/pets/{id}` (H44).
  if (!node.parameter || segment === "") return undefined;
  return matchFull(node.parameter, method, segments, index + 1);
}

// H32: the longest literal prefix wins, so deeper nodes are asked first.
function matchGreedy<Route>(
  node: Node<Route>,
  method: string,
  segments: readonly string[],
  index: number,
): Route | undefined {
  const segment = segments[index];
  // H22: something must follow the slash before the greedy parameter; the empty text of `/pe/` counts (H23).
  if (segment === undefined) return undefined;
  const literal = node.literals.get(segment);
  const deeper =
    (literal && matchGreedy(literal, method, segments, index + 1)) ??
    (node.parameter && segment !== ""
      ? matchGreedy(node.parameter, method, segments, index + 1)
      : undefined);
  return deeper ?? byMethod(node.greedy, method);
}
