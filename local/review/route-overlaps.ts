import { type RouteKey, routeMethods, type RouteSegment } from "../gateway/route-key.ts";
import { compileRoutes, type RouteMatcher } from "../gateway/route-match.ts";

/** Requests that two routes could take, seen from one of them. */
export interface Overlap {
  /** Key of the other route. */
  readonly with: string;
  /** The requests as a route key: `GET /pets/{id}` stands for each of that form. */
  readonly requests: string;
  /** Whether this route gets them; the other one does otherwise. */
  readonly wins: boolean;
}

/** The routes of one stage and how the gateway chooses between them. */
export interface RouteChoice {
  /** Overlaps of a route with every other; `$default` takes what is left and overlaps with nothing. */
  overlapsOf(key: RouteKey): readonly Overlap[];
  /** A request that gets to the route, undefined when other routes take them all. */
  sample(key: RouteKey): Sample | undefined;
  /** The route that gets requests of the key's path, which need not be a key of these; of a greedy one the deepest. */
  winner(method: string, key: RouteKey): RouteKey | undefined;
}

/** The key of the route that gets a request, by its method and the segments of its path. */
type Taker = (method: string, segments: readonly string[]) => RouteKey | undefined;

/** One request, as the gateway's matcher sees it. */
export interface Sample {
  readonly method: string;
  /** Of the path below the stage, decoded. */
  readonly segments: readonly string[];
}

interface Candidate {
  readonly key: RouteKey;
  /** Tells whether the route alone would take a request. */
  readonly alone: RouteMatcher<{ readonly key: RouteKey }>;
}

/**
 * Asks the gateway's own matcher (H28–H36) about requests made for each pair of routes.
 * @param greedyMatchesRoot switch U11
 */
export function chooseRoutes(keys: readonly RouteKey[], greedyMatchesRoot: boolean): RouteChoice {
  const match = compileRoutes(
    keys.map((key) => ({ key })),
    greedyMatchesRoot,
  );
  const take: Taker = (method, form) => match(method, form)?.key;
  const depth = Math.max(0, ...keys.map(({ segments }) => segments.length));
  const winner: RouteChoice["winner"] = (method, key) => take(method, formOf(key, depth));
  const candidates: readonly Candidate[] = keys
    .filter(({ method }) => method !== "$default")
    .map((key) => ({ key, alone: compileRoutes([{ key }], greedyMatchesRoot) }));
  return {
    winner,
    overlapsOf(key) {
      const own = candidates.find((candidate) => candidate.key === key);
      return own === undefined
        ? []
        : candidates.flatMap((other) => (other === own ? [] : overlap(own, other, take)));
    },
    sample: (key) =>
      samplesOf(key, depth).find(({ method, segments }) => take(method, segments) === key),
  };
}

/**
 * A path that stands for all of the route's: no literal segment has braces, so a parameter's text stands for any value
 * (H37). A greedy one is repeated until no other route is as deep.
 */
function formOf({ segments }: RouteKey, depth: number): readonly string[] {
  const form = segments.map(segmentText);
  const last = segments.at(-1);
  if (last?.kind !== "greedy") return form;
  const missing = Math.max(0, depth + 1 - form.length);
  return [...form, ...Array<string>(missing).fill(segmentText(last))];
}

/** What `$default` gets has no form of its own: with a greedy route for everything, only the root may be left. */
const UNNAMED_PATHS = [["{any}"], ["{any}", "{any}"], [""]];

function samplesOf(key: RouteKey, depth: number): readonly Sample[] {
  const paths = key.method === "$default" ? UNNAMED_PATHS : [formOf(key, depth)];
  return paths.flatMap((segments) => methodsOf(key).map((method) => ({ method, segments })));
}

/** Methods that the route takes. */
export function methodsOf({ method }: RouteKey): readonly string[] {
  return method === "ANY" || method === "$default" ? [...routeMethods] : [method];
}

function overlap(own: Candidate, other: Candidate, take: Taker): Overlap[] {
  const form = commonForm(own.key.segments, other.key.segments);
  if (!form) return [];
  const methods = methodsOf(own.key).filter((method) => methodsOf(other.key).includes(method));
  const contested = methods.filter(
    (method) => own.alone(method, form) && other.alone(method, form),
  );
  // Where a third route gets the requests, its own overlaps say so.
  const winners = contested.map((method) => take(method, form));
  const decided = winners.find((key) => key === own.key || key === other.key);
  if (!decided) return [];
  const method = methods.length === 1 ? methods[0] : "ANY";
  return [
    {
      with: other.key.text,
      requests: `${method} /${form.join("/")}`,
      wins: decided === own.key,
    },
  ];
}

/** The widest form of path that both take, undefined when there is none. */
function commonForm(
  one: readonly RouteSegment[],
  two: readonly RouteSegment[],
): readonly string[] | undefined {
  const form: string[] = [];
  for (let at = 0; at < Math.max(one.length, two.length); at++) {
    const first = one[at];
    const second = two[at];
    if (!first || !second) return undefined;
    if (first.kind === "greedy") return [...form, ...two.slice(at).map(segmentText)];
    if (second.kind === "greedy") return [...form, ...one.slice(at).map(segmentText)];
    if (first.kind === "literal" && second.kind === "literal" && first.text !== second.text) {
      return undefined;
    }
    form.push(segmentText(first.kind === "literal" ? first : second));
  }
  return form;
}

function segmentText(segment: RouteSegment): string {
  if (segment.kind === "literal") return segment.text;
  return segment.kind === "greedy" ? `{${segment.name}+}` : `{${segment.name}}`;
}
