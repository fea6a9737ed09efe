import assert from "node:assert/strict";
import { parseRouteKey, type RouteKey } from "../../../local/gateway/route-key.ts";
import { compileRoutes, pathParameters } from "../../../local/gateway/route-match.ts";
import { parseTarget } from "../../../local/gateway/target.ts";

function keyOf(text: string): RouteKey {
  const key = parseRouteKey(text);
  if ("refused" in key) throw new Error(key.refused);
  return key;
}

function find(routes: readonly string[], request: string, greedyMatchesRoot = false): string {
  const [method = "", url = ""] = request.split(" ");
  const match = compileRoutes(
    routes.map((route) => ({ key: keyOf(route) })),
    greedyMatchesRoot,
  );
  const target = parseTarget(url, true);
  return match(method, target?.segments ?? [])?.key.text ?? "404";
}

describe("gateway: route priority", () => {
  const aws = [
    "GET /pets/dog/1",
    "GET /pets/dog/{id}",
    "GET /pets/{proxy+}",
    "ANY /{proxy+}",
    "$default",
  ];
  const cases: readonly (readonly [string, readonly string[], string, string])[] = [
    ["H29", aws, "GET /pets/dog/1", "GET /pets/dog/1"],
    ["H29", aws, "GET /pets/dog/2", "GET /pets/dog/{id}"],
    ["H29", aws, "GET /pets/cat/1", "GET /pets/{proxy+}"],
    ["H29", aws, "POST /test/5", "ANY /{proxy+}"],
    ["H24", aws, "GET /", "$default"],
    ["H24", ["ANY /{proxy+}"], "GET /", "404"],
    ["H18", ["ANY /pets", "GET /pets"], "GET /pets", "GET /pets"],
    ["H18", ["ANY /pets", "GET /pets"], "PUT /pets", "ANY /pets"],
    ["H19", ["GET /pets/{id}"], "GET /pets/1", "GET /pets/{id}"],
    ["H19", ["GET /pets/{id}"], "GET /pets/1/2", "404"],
    ["H22", ["GET /pets/{proxy+}"], "GET /pets", "404"],
    ["H22", ["GET /pe/{proxy+}", "ANY /{proxy+}"], "GET /pe", "ANY /{proxy+}"],
    ["H23", ["GET /pe/{proxy+}"], "GET /pe/", "GET /pe/{proxy+}"],
    ["H27", ["GET /a"], "GET /a?x=/b", "GET /a"],
    ["H30", ["GET /a/{x}", "GET /{y}/b"], "GET /a/b", "GET /a/{x}"],
    ["H30", ["GET /{x}/b", "GET /a/{y}"], "GET /c/b", "GET /{x}/b"],
    ["H30", ["GET /a/b/c", "GET /a/{x}/d"], "GET /a/b/d", "GET /a/{x}/d"],
    ["H31", ["GET /{x}/{y}/{z}", "GET /a/b/{proxy+}"], "GET /a/b/c", "GET /{x}/{y}/{z}"],
    ["H32", ["GET /a/{proxy+}", "GET /a/b/{proxy+}"], "GET /a/b/c", "GET /a/b/{proxy+}"],
    ["H32", ["GET /{x}/b/{p+}", "GET /a/{p+}"], "GET /a/b/c", "GET /a/{p+}"],
    ["H32", ["GET /a/{x}/{p+}", "GET /a/{p+}"], "GET /a/b/c", "GET /a/{x}/{p+}"],
    ["H33", ["ANY /pets/{id}", "GET /{proxy+}"], "GET /pets/1", "ANY /pets/{id}"],
    ["H33", ["POST /pets/1", "GET /pets/{id}"], "GET /pets/1", "GET /pets/{id}"],
    ["H34", ["ANY /p/{proxy+}", "GET /p/{proxy+}"], "GET /p/1", "GET /p/{proxy+}"],
    ["H34", ["ANY /p/{proxy+}", "GET /p/{proxy+}"], "POST /p/1", "ANY /p/{proxy+}"],
    ["H33", ["POST /a/b/{p+}", "GET /a/{p+}"], "GET /a/b/c", "GET /a/{p+}"],
    ["H35", ["GET /a", "$default"], "OPTIONS /a", "$default"],
    ["H36", ["GET /a"], "POST /a", "404"],
    ["H37", ["GET /pets/{id}"], "GET /pets/{id}", "GET /pets/{id}"],
    ["H38", ["GET /caf\u00e9"], "GET /caf%C3%A9", "GET /caf\u00e9"],
    ["H39", ["GET /a/{x}/b"], "GET /a%2F1%2Fb", "GET /a/{x}/b"],
    ["H43", ["POST /todos"], "POST /todos/", "404"],
    ["H44", ["GET /pets/{id}"], "GET /pets/", "404"],
    ["H44", ["GET /pets/{id}"], "GET /pets/1/", "404"],
    ["H45", ["GET /pets/{p+}"], "GET /pets/1/", "GET /pets/{p+}"],
    ["H46", ["GET /pets"], "GET /Pets", "404"],
    ["H47", ["GET /pets"], "GET //pets", "404"],
    ["H48", ["GET /b"], "GET /a/../b", "404"],
    ["H51", ["GET /x"], "HEAD /x", "404"],
    ["G033", ["GET /b"], "GET /a/%2e%2e/b", "404"],
    ["G035", ["GET /a"], "GET //evil/a", "404"],
    ["H17", ["GET /"], "GET /", "GET /"],
    ["H47", ["GET /"], "GET //", "404"],
  ];
  for (const [rule, routes, request, want] of cases) {
    it(`${rule}: ${request} among ${routes.join(", ")} → ${want}`, () => {
      assert.equal(find(routes, request), want);
      assert.equal(find(routes.toReversed(), request), want);
    });
  }

  it("H24: switch U11 lets /{proxy+} take /", () => {
    assert.equal(find(["ANY /{proxy+}"], "GET /", true), "ANY /{proxy+}");
  });

  const parameters: readonly (readonly [string, string, string, object | undefined])[] = [
    ["H146", "GET /files/{proxy+}", "/files/a/b%20c", { proxy: "a/b c" }],
    ["H23", "GET /pe/{proxy+}", "/pe/", { proxy: "" }],
    ["H45", "GET /pe/{proxy+}", "/pe/x/", { proxy: "x/" }],
    ["H41", "GET /{a}/x/{b}", "/1+2/x/%25", { a: "1+2", b: "%" }],
    ["H133", "GET /a", "/a", undefined],
  ];
  for (const [rule, route, path, want] of parameters) {
    it(`${rule}: path parameters of ${path} on ${route}`, () => {
      const found = pathParameters(keyOf(route), parseTarget(path, true)?.segments ?? []);
      assert.deepEqual(found && { ...found }, want);
    });
  }

  it("answers among 300 routes with as many nodes as the path has segments", () => {
    const routes = Array.from({ length: 300 }, (_, index) => `GET /r${index}/{id}`);
    assert.equal(find(routes, "GET /r299/7"), "GET /r299/{id}");
  });
});
