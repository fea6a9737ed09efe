import { deepEqual } from "node:assert/strict";
import { routesView } from "../../local/control/routes-view.ts";
import {
  api,
  graphOf,
  lambda,
  lambdaAuthorizer,
  permission,
  route,
  stage,
} from "./gateway/support/graph.ts";

const open = { api: "api", authorization: "NONE", scopes: [], authorizer: null, function: "main" };

describe("the list of routes", () => {
  it("names each route once for each stage of its API", () => {
    const graph = graphOf(
      api(),
      lambda("main"),
      permission("main"),
      stage("dev"),
      stage(),
      ...route("GET /a"),
    );
    deepEqual(routesView(graph).routes, [
      { ...open, routeKey: "GET /a", stage: "dev" },
      { ...open, routeKey: "GET /a", stage: "$default" },
    ]);
  });

  it("names the Lambda authorizer of a route", () => {
    const graph = graphOf(
      api(),
      lambda("main"),
      lambdaAuthorizer(),
      stage(),
      ...route("GET /a", { isGuarded: true }),
    );
    deepEqual(routesView(graph).routes, [
      {
        ...open,
        authorization: "CUSTOM",
        authorizer: "guard",
        routeKey: "GET /a",
        stage: "$default",
      },
    ]);
  });

  it("names the route and the stage that quick create brings", () => {
    const target = lambda("main").outputs["arn"] ?? "";
    const quick = (inputs = {}) => routesView(graphOf(api({ target, ...inputs }), lambda("main")));
    deepEqual(quick().routes, [{ ...open, routeKey: "$default", stage: "$default" }]);
    deepEqual(quick({ routeKey: "GET /a" }).routes, [
      { ...open, routeKey: "GET /a", stage: "$default" },
    ]);
  });
});
