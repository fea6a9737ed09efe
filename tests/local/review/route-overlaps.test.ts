import { deepEqual, equal } from "node:assert/strict";
import { parseRouteKey, type RouteKey } from "../../../local/gateway/route-key.ts";
import { chooseRoutes } from "../../../local/review/route-overlaps.ts";

function keysOf(texts: readonly string[]): readonly RouteKey[] {
  return texts.map((text) => {
    const key = parseRouteKey(text);
    if ("refused" in key) throw new Error(`${text}: ${key.refused}`);
    return key;
  });
}

/** The overlaps of the first route, each as `REQUESTS: WINNER`. */
function overlapsOfFirst(...texts: readonly string[]): readonly string[] {
  const [first, ...others] = keysOf(texts);
  if (!first) throw new Error("no route");
  return chooseRoutes([first, ...others], false)
    .overlapsOf(first)
    .map((each) => `${each.requests}: ${each.wins ? first.text : each.with}`);
}

describe("overlapping routes", () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      "H30: a literal wins over a parameter",
      ["GET /pets/{id}", "GET /pets/dog"],
      ["GET /pets/dog: GET /pets/dog"],
    ],
    [
      "H31: a full match wins over a greedy one with more literals",
      ["GET /{x}/{y}/{z}", "GET /a/b/{proxy+}"],
      ["GET /a/b/{z}: GET /{x}/{y}/{z}"],
    ],
    [
      "H32: the longer prefix wins among greedy routes",
      ["ANY /{proxy+}", "ANY /a/{rest+}"],
      ["ANY /a/{rest+}: ANY /a/{rest+}"],
    ],
    ["H18: the method wins over ANY", ["ANY /a", "GET /a"], ["GET /a: GET /a"]],
    [
      "H33: the path decides before the method",
      ["ANY /pets/{id}", "GET /{proxy+}"],
      ["GET /pets/{id}: ANY /pets/{id}"],
    ],
    ["methods without one in common never meet", ["GET /a", "POST /a"], []],
    ["other literals never meet", ["GET /a/{x}", "GET /b/{x}"], []],
    ["H22: a greedy parameter takes at least one segment", ["GET /a/{p+}", "GET /a"], []],
    ["H24: /{proxy+} does not cover the root", ["GET /", "GET /{proxy+}"], []],
    ["H19: a parameter is never empty", ["GET /", "GET /{x}"], []],
    [
      "requests that a third route gets are told there",
      ["GET /{x}/b", "GET /a/{y}", "GET /a/b"],
      ["GET /a/b: GET /a/b"],
    ],
    ["$default takes what is left and overlaps with nothing", ["GET /a", "$default"], []],
  ];
  for (const [title, keys, expected] of cases) {
    it(title, () => deepEqual(overlapsOfFirst(...keys), expected));
  }

  it("knows a route that no request can reach", () => {
    const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    const keys = keysOf(["ANY /a", ...methods.map((method) => `${method} /a`)]);
    const choice = chooseRoutes(keys, false);
    deepEqual(
      keys.map((key) => choice.sample(key) !== undefined),
      [false, true, true, true, true, true, true, true],
    );
    const shallow = keysOf(["GET /a/{p+}", "GET /a/{x}", "GET /a/{x}/{y}"]);
    const deeper = chooseRoutes(shallow, false);
    deepEqual(deeper.sample(shallow[0] as RouteKey), {
      method: "GET",
      segments: ["a", "{p+}", "{p+}", "{p+}"],
    });
    const left = chooseRoutes(keys.slice(0, -1), false).sample(keys[0] as RouteKey);
    deepEqual(left, { method: "OPTIONS", segments: ["a"] });
  });

  it("H24, H28: finds what is left for $default", () => {
    const keys = keysOf(["$default", "ANY /{proxy+}"]);
    const choice = chooseRoutes(keys, false);
    deepEqual(choice.sample(keys[0] as RouteKey), { method: "GET", segments: [""] });
    const all = keysOf(["$default", "ANY /{proxy+}", "ANY /"]);
    equal(chooseRoutes(all, false).sample(all[0] as RouteKey), undefined);
  });
});
