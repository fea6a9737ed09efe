import assert from "node:assert/strict";
import { parseRouteKey, type RouteKey } from "../../../../local/gateway/route-key.ts";
import { compileRoutes } from "../../../../local/gateway/route-match.ts";
import { losers } from "../../../../local/review/explain/route-contest.ts";

function key(text: string): RouteKey {
  const parsed = parseRouteKey(text);
  if ("refused" in parsed) throw new Error(parsed.refused);
  return parsed;
}

/** The winner of a request among these routes, and the others' reasons as `KEY: why (rules)`. */
function contest(texts: readonly string[], request: string) {
  const [method = "", path = ""] = request.split(" ");
  const segments = path.slice(1).split("/");
  const keys = texts.map(key);
  const winner = compileRoutes(
    keys.map((one) => ({ key: one })),
    false,
  )(method, segments)?.key;
  const found = losers(keys, winner, { method, segments, greedyMatchesRoot: false });
  return [
    winner?.text ?? "none",
    ...found.map(({ routeKey, why, rules }) => `${routeKey}: ${why} (${rules})`),
  ];
}

const example = [
  "GET /pets/dog/1",
  "GET /pets/dog/{id}",
  "GET /pets/{proxy+}",
  "ANY /{proxy+}",
  "$default",
];
const beaten = (routeKey: string): string =>
  `${routeKey}: a full match goes before a greedy path (H28, H31)`;
const left = "$default: takes only what no other route takes (H28)";

const cases: readonly (readonly [rule: string, routes: readonly string[], string, ...string[]])[] =
  [
    [
      "H29, H30",
      example,
      "GET /pets/dog/1",
      "GET /pets/dog/1",
      'GET /pets/dog/{id}: "1" goes before a parameter, from left to right (H30)',
      beaten("GET /pets/{proxy+}"),
      beaten("ANY /{proxy+}"),
      left,
    ],
    [
      "H29",
      example,
      "GET /pets/dog/2",
      "GET /pets/dog/{id}",
      beaten("GET /pets/{proxy+}"),
      beaten("ANY /{proxy+}"),
      left,
    ],
    [
      "H29, H32",
      example,
      "GET /pets/cat/1",
      "GET /pets/{proxy+}",
      "ANY /{proxy+}: the longer prefix goes first (H32)",
      left,
    ],
    ["H29", example, "POST /test/5", "ANY /{proxy+}", left],
    [
      "H31",
      ["GET /{x}/{y}/{z}", "GET /a/b/{proxy+}"],
      "GET /a/b/c",
      "GET /{x}/{y}/{z}",
      beaten("GET /a/b/{proxy+}"),
    ],
    [
      "H18",
      ["ANY /a", "GET /a"],
      "GET /a",
      "GET /a",
      "ANY /a: GET goes before ANY on the same path (H18, H33)",
    ],
    [
      "H34",
      ["ANY /a/{proxy+}", "GET /a/{proxy+}"],
      "GET /a/b",
      "GET /a/{proxy+}",
      "ANY /a/{proxy+}: GET goes before ANY on the same path (H34)",
    ],
    [
      "H33",
      ["GET /{proxy+}", "ANY /pets/{id}"],
      "GET /pets/1",
      "ANY /pets/{id}",
      beaten("GET /{proxy+}"),
    ],
    [
      "H30",
      ["ANY /{a}/b", "ANY /x/{b}"],
      "GET /x/b",
      "ANY /x/{b}",
      'ANY /{a}/b: "x" goes before a parameter, from left to right (H30)',
    ],
    [
      "H36",
      ["POST /a", "GET /b"],
      "GET /a",
      "none",
      "POST /a: its method is POST, not GET; there is no 405 (H36)",
    ],
    [
      "H51",
      ["GET /a"],
      "HEAD /a",
      "none",
      "GET /a: its method is GET, not HEAD; there is no 405 (H51)",
    ],
    [
      "H43",
      ["GET /a", "GET /b/{c}"],
      "GET /a/",
      "none",
      "GET /a: a slash at the end makes it another path (H43)",
    ],
    ["H46", ["GET /Pets"], "GET /pets", "none", "GET /Pets: upper and lower case differ (H46)"],
    [
      "H24",
      ["ANY /{proxy+}"],
      "GET /",
      "none",
      "ANY /{proxy+}: a greedy parameter does not cover the root (H24)",
    ],
    [
      "H35",
      ["POST /a", "$default"],
      "GET /a",
      "$default",
      "POST /a: its method is POST, not GET; there is no 405 (H36)",
    ],
    ["H28", ["GET /a"], "GET /b", "none"],
  ];

describe("review: why routes lose a request", () => {
  for (const [rule, routes, request, ...want] of cases) {
    it(`${rule}: ${request} among ${routes.join(", ")}`, () =>
      assert.deepEqual(contest(routes, request), want));
  }
});
