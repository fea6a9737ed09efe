import assert from "node:assert/strict";
import { accessProblem } from "../../../components/api/route-access";

const defined = ["orders/read", "orders/write"];

describe("access to a route", () => {
  it("takes defined scopes", () => {
    assert.equal(accessProblem("GET /x", { scopes: ["orders/read"] }, defined), undefined);
  });
  it("takes a reason to be public", () => {
    assert.equal(accessProblem("GET /x", { public: "Health check" }, []), undefined);
  });

  const refused: readonly [string, Parameters<typeof accessProblem>[1], string][] = [
    [
      "neither scopes nor public",
      {},
      'routes["GET /x"] says nobody may call it: give it scopes (at least one), or public with the reason why everybody may.',
    ],
    [
      "no scope in the list",
      { scopes: [] },
      'routes["GET /x"] says nobody may call it: give it scopes (at least one), or public with the reason why everybody may.',
    ],
    [
      "both",
      { scopes: ["orders/read"], public: "why" },
      'routes["GET /x"] has both scopes and public: a route is either protected or open. Remove one.',
    ],
    [
      "a blank reason",
      { public: " " },
      'routes["GET /x"] is public without a reason: say why everybody may call it.',
    ],
    [
      "a scope that nobody defines",
      { scopes: ["orders/read", "orders/reed"] },
      'routes["GET /x"] requires scope "orders/reed", which the auth layer does not define. Add it to scopes or remove it from the route.',
    ],
    [
      "more than ten scopes",
      { scopes: Array.from({ length: 11 }, (_, index) => `orders/${index}`) },
      'routes["GET /x"] has 11 scopes: API Gateway takes at most 10. Split the route or define a wider scope.',
    ],
  ];
  for (const [title, route, problem] of refused) {
    it(`refuses ${title}`, () => assert.equal(accessProblem("GET /x", route, defined), problem));
  }
});
