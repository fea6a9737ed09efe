import { parseRouteKey, type RouteKey } from "../gateway/route-key.ts";
import { defaultSwitches } from "../gateway/switches.ts";
import { chooseRoutes, methodsOf, type RouteChoice } from "./route-overlaps.ts";
import type { RouteRow } from "./route-rows.ts";
import { placeWords } from "./route-words.ts";

/** Which routes get which requests, over all APIs and stages of one side of a comparison. */
export interface Takers {
  /** Methods with which requests of the route's path get to it. */
  methodsOf(row: RouteRow): readonly string[];
  /** For each of the methods the row that gets such requests of the route's path, undefined for none. */
  takersOf(row: RouteRow, methods: readonly string[]): readonly (RouteRow | undefined)[];
}

interface Place {
  readonly choice: RouteChoice;
  readonly rows: ReadonlyMap<RouteKey, RouteRow>;
}

/** Asks the gateway's matcher; WebSocket routes have no path to ask about. */
export function routeTakers(rows: readonly RouteRow[]): Takers {
  const served = Map.groupBy(
    rows.filter(({ isServed }) => isServed),
    placeWords,
  );
  const places = new Map([...served].map(([place, group]) => [place, placeOf(group)]));
  const takersOf: Takers["takersOf"] = (row, methods) => {
    const key = readKey(row);
    const place = places.get(placeWords(row));
    if (!key || !place) return methods.map(() => undefined);
    return methods.map((method) => {
      const winner = place.choice.winner(method, key);
      return winner && place.rows.get(winner);
    });
  };
  return {
    takersOf,
    methodsOf(row) {
      const key = readKey(row);
      return key ? methodsOf(key).filter((method) => takersOf(row, [method])[0] === row) : [];
    },
  };
}

/** The row's key, undefined where it is no key of an HTTP API. */
export function readKey({ routeKey }: RouteRow): RouteKey | undefined {
  const key = parseRouteKey(routeKey);
  return "identity" in key ? key : undefined;
}

function placeOf(group: readonly RouteRow[]): Place {
  const rows = new Map<RouteKey, RouteRow>();
  for (const row of group) {
    const key = readKey(row);
    if (key) rows.set(key, row);
  }
  const choice = chooseRoutes([...rows.keys()], defaultSwitches.greedyMatchesRoot);
  return { choice, rows };
}
