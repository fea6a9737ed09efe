import assert from "node:assert/strict";
import { parseRouteKey, type RouteKey } from "../../../local/gateway/route-key.ts";
import { compileRoutes, pathParameters } from "../../../local/gateway/route-match.ts";
import { Random } from "./support/random.ts";

const methods = ["GET", "POST", "ANY"];
const words = ["a", "b", "A", "{id}"];

/** Random routes that AWS would create together: no two of one identity (H25). */
function randomRoutes(random: Random): readonly RouteKey[] {
  const routes = new Map<string, RouteKey>();
  for (const text of random.list(9, () => randomRouteKey(random))) {
    const key = parseRouteKey(text);
    if ("refused" in key) throw new Error(`${text}: ${key.refused}`);
    routes.set(key.identity, key);
  }
  return [...routes.values()];
}

function randomRouteKey(random: Random): string {
  if (random.once(9)) return "$default";
  const names = ["{x}", "{y}", ...words.slice(0, 3)];
  const segments = random.list(3, () => random.pick(names));
  const last = random.once(3) ? ["{proxy+}"] : [];
  return `${random.pick(methods)} /${[...segments, ...last].join("/")}`;
}

function randomPath(random: Random): readonly string[] {
  return ["a", ...random.list(3, () => random.pick([...words, "c", ""]))].slice(random.below(2));
}

/** Whether a route takes a path, and by a greedy segment, straight from H19–H24 and H44–H47. */
function takes({ segments }: RouteKey, path: readonly string[]): "full" | "greedy" | undefined {
  const last = segments.at(-1);
  const isGreedy = last?.kind === "greedy";
  const fixed = isGreedy ? segments.slice(0, -1) : segments;
  if (isGreedy ? path.length <= fixed.length : path.length !== fixed.length) return undefined;
  const fits = fixed.every((segment, index) =>
    segment.kind === "literal" ? segment.text === path[index] : path[index] !== "",
  );
  // H24: the root belongs to no greedy route.
  if (!fits || (isGreedy && path.join("/") === "")) return undefined;
  return isGreedy ? "greedy" : "full";
}

/** The route by H28–H34, by looking at all of them: kind of match, then literals from left to right, then the method. */
function expected(routes: readonly RouteKey[], method: string, path: readonly string[]): string {
  const matches = routes.flatMap((key) => {
    const kind = key.method === method || key.method === "ANY" ? takes(key, path) : undefined;
    return kind === undefined ? [] : [{ key, rank: rankOf(key, kind) }];
  });
  matches.sort((one, other) => (one.rank < other.rank ? -1 : 1));
  return matches[0]?.key.text ?? routes.find((key) => key.text === "$default")?.text ?? "404";
}

/** Lower is better: full before greedy, a literal before a parameter before the greedy rest, the method before ANY. */
function rankOf(key: RouteKey, kind: "full" | "greedy"): string {
  const order = { literal: "1", parameter: "2", greedy: "3" };
  const segments = key.segments.map((segment) => order[segment.kind]).join("");
  return `${kind === "full" ? 1 : 2} ${segments} ${key.method === "ANY" ? 2 : 1}`;
}

describe("gateway: random routes", () => {
  it("H18–H37: 20,000 paths find the route that AWS's text of priorities names", () => {
    const random = new Random(28);
    const found = new Set<string>();
    for (let table = 0; table < 1_000; table += 1) {
      const routes = randomRoutes(random);
      const match = compileRoutes(
        routes.map((key) => ({ key })),
        false,
      );
      for (let count = 0; count < 20; count += 1) {
        const path = randomPath(random);
        const segments = path.length === 0 ? [""] : path;
        const method = random.pick(["GET", "POST", "DELETE"]);
        const got = match(method, segments)?.key.text ?? "404";
        const request = `${method} /${segments.join("/")} among ${routes.map(({ text }) => text).join(", ")}`;
        assert.equal(got, expected(routes, method, segments), request);
        found.add(got);
      }
    }
    assert.ok(found.size > 100);
  });

  it("H146: the parameters of a route put back into it give the path", () => {
    const random = new Random(146);
    for (let count = 0; count < 5_000; count += 1) {
      const path = randomPath(random);
      const segments = path.length === 0 ? [""] : path;
      const key = randomRoutes(random).find((route) => takes(route, segments));
      const names = key?.path.match(/\{\w+/g) ?? [];
      if (!key || new Set(names).size < names.length) continue;
      const values = pathParameters(key, segments) ?? {};
      const filled = key.path.replace(/\{(\w+)\+?\}/g, (_, name: string) => values[name] ?? "");
      assert.equal(filled, `/${segments.join("/")}`, key.text);
    }
  });
});
