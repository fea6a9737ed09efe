import assert from "node:assert/strict";
import { parseRouteKey } from "../../../local/gateway/route-key.ts";

describe("gateway: route keys", () => {
  const accepted = [
    "$default",
    "GET /",
    "ANY /{proxy+}",
    "OPTIONS /{proxy+}",
    "HEAD /pets",
    "PATCH /pets/{id}",
    "GET /a/{x}/{rest+}",
    "GET /with-dash_and.dot~",
  ];
  for (const key of accepted) {
    it(`H17: accepts ${key}`, () => assert.ok("identity" in parseRouteKey(key)));
  }

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["H17", "get /x", /METHOD|method/],
    ["H17", "TRACE /x", /method/],
    ["H17", "GET x", /method/],
    ["H17", "GET  /x", /method/],
    ["H17", "", /method/],
    ["H20", "GET /pets/x{id}", /fill its segment/],
    ["H20", "GET /pets/{id", /fill its segment/],
    ["H20", "GET /pets/{}", /fill its segment/],
    ["H21", "GET /{proxy+}/x", /last segment/],
    ["H26", "GET /todos/", /slash/],
  ];
  for (const [rule, key, reason] of refused) {
    it(`${rule}: refuses "${key}"`, () => {
      const parsed = parseRouteKey(key);
      assert.match("refused" in parsed ? parsed.refused : "accepted", reason);
    });
  }

  it("H25: parameter names are no part of a route's identity", () => {
    const identity = (key: string): string => {
      const parsed = parseRouteKey(key);
      return "identity" in parsed ? parsed.identity : "";
    };
    assert.equal(identity("GET /pets/{id}"), identity("GET /pets/{petId}"));
    assert.notEqual(identity("GET /pets/{id}"), identity("POST /pets/{id}"));
    assert.notEqual(identity("GET /pets/{id}"), identity("GET /pets/{id+}"));
  });
});
