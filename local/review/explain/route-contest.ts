import { type RouteKey, routeMethods } from "../../gateway/route-key.ts";
import { compileRoutes } from "../../gateway/route-match.ts";

/** A route that could have taken a request, or nearly, and why it did not. */
export interface Contender {
  readonly routeKey: string;
  readonly why: string;
  readonly rules: string;
}

/** A request as the routes of a stage see it. */
export interface ContestRequest {
  readonly method: string;
  readonly segments: readonly string[];
  /** Switch U11. */
  readonly greedyMatchesRoot: boolean;
}

type Reason = Omit<Contender, "routeKey">;

/**
 * The routes that lost a request, each with what decided against it.
 * Whether a route takes the request at all is asked of the gateway's own matcher.
 * @param winner undefined where no route takes it: then those that nearly do are told
 */
export function losers(
  keys: readonly RouteKey[],
  winner: RouteKey | undefined,
  request: ContestRequest,
): readonly Contender[] {
  // H53: whatever the path.
  if (!routeMethods.has(request.method)) return [];
  return keys.flatMap((key) => {
    if (key === winner) return [];
    const isRival = takes(key, request.method, request.segments, request);
    const reason =
      winner && isRival
        ? whyLost(winner, key)
        : isDecided(winner)
          ? undefined
          : nearMiss(key, request);
    return reason ? [{ routeKey: key.text, ...reason }] : [];
  });
}

// What `$default` takes is what somebody expected of another route, as often as not.
function isDecided(winner: RouteKey | undefined): boolean {
  return winner !== undefined && winner.method !== "$default";
}

function takes(
  key: RouteKey,
  method: string,
  segments: readonly string[],
  { greedyMatchesRoot }: ContestRequest,
): boolean {
  return compileRoutes([{ key }], greedyMatchesRoot)(method, segments) !== undefined;
}

function whyLost(winner: RouteKey, loser: RouteKey): Reason {
  if (loser.method === "$default") {
    return { why: "takes only what no other route takes", rules: "H28" };
  }
  if (isGreedy(loser) && !isGreedy(winner)) {
    return { why: "a full match goes before a greedy path", rules: "H28, H31" };
  }
  const at = winner.segments.findIndex(({ kind }, index) => kind !== loser.segments[index]?.kind);
  // Same path: only the method is left.
  if (at < 0) {
    const rules = isGreedy(loser) ? "H34" : "H18, H33";
    return { why: `${winner.method} goes before ANY on the same path`, rules };
  }
  const literal = winner.segments[at];
  if (isGreedy(loser)) return { why: "the longer prefix goes first", rules: "H32" };
  const text = literal?.kind === "literal" ? literal.text : "";
  return { why: `"${text}" goes before a parameter, from left to right`, rules: "H30" };
}

function isGreedy({ segments }: RouteKey): boolean {
  return segments.at(-1)?.kind === "greedy";
}

function nearMiss(key: RouteKey, request: ContestRequest): Reason | undefined {
  const { method, segments } = request;
  const fits = (otherMethod: string, otherSegments: readonly string[]): boolean =>
    takes(key, otherMethod, otherSegments, request);
  if (key.method !== "ANY" && key.method !== "$default" && fits(key.method, segments)) {
    const rules = method === "HEAD" ? "H51" : "H36";
    return { why: `its method is ${key.method}, not ${method}; there is no 405`, rules };
  }
  const isRoot = segments.length === 1 && segments[0] === "";
  if (isRoot && compileRoutes([{ key }], true)(method, segments)) {
    return { why: "a greedy parameter does not cover the root", rules: "H24" };
  }
  if (fits(method, otherSlash(segments))) {
    return { why: "a slash at the end makes it another path", rules: "H43" };
  }
  return fits(method, inCaseOf(key, segments))
    ? { why: "upper and lower case differ", rules: "H46" }
    : undefined;
}

function otherSlash(segments: readonly string[]): readonly string[] {
  return segments.length > 1 && segments.at(-1) === "" ? segments.slice(0, -1) : [...segments, ""];
}

/** The segments, in the route's spelling where nothing but the case differs. */
function inCaseOf({ segments: own }: RouteKey, segments: readonly string[]): readonly string[] {
  return segments.map((segment, index) => {
    const literal = own[index];
    const isSame =
      literal?.kind === "literal" && literal.text.toLowerCase() === segment.toLowerCase();
    return isSame ? literal.text : segment;
  });
}
