import { RESOURCE_SERVER, USER_POOL } from "../../../policy/types.ts";
import { describePolicy } from "../support/cases.ts";
import { add, all, remove, resource, set } from "../support/stack.ts";

const ELEVEN = Array.from({ length: 11 }, (_, index) => `orders/${index}`);
const server = add(
  resource(
    RESOURCE_SERVER,
    "orders",
    { userPoolId: "eu-west-1_Abc123", identifier: "orders", scopes: [{ scopeName: "read" }] },
    { userPoolId: [USER_POOL, "pool"] },
  ),
);

describePolicy("route-jwt-has-scopes", [
  {
    it: "refuses a route without scopes",
    change: set("route", { authorizationScopes: undefined }),
    says: ['Route "route": authorizationScopes is not set; wanted: at least one scope.'],
  },
  {
    it: "refuses an empty list",
    change: set("route", { authorizationScopes: [] }),
    says: ['Route "route": authorizationScopes is []; wanted: at least one scope.'],
  },
  {
    it: "refuses more than API Gateway takes",
    change: set("route", { authorizationScopes: ELEVEN }),
    says: [
      `Route "route": authorizationScopes is ${JSON.stringify(ELEVEN).slice(0, 120)}…; wanted: at most 10 scopes.`,
    ],
  },
  {
    it: "does not apply to other authorizations",
    change: set("route", { authorizationType: "AWS_IAM" }),
    applies: false,
  },
]);

describePolicy("route-scopes-exist", [
  {
    it: "refuses a misspelt scope",
    change: all(server, set("route", { authorizationScopes: ["orders/read", "orders/raed"] })),
    says: [
      'Route "route": authorizationScopes[1] is "orders/raed"; wanted: a scope that the pool defines.',
    ],
  },
  {
    it: "refuses a scope without its resource server",
    change: all(server, set("route", { authorizationScopes: ["read"] })),
    says: [
      'Route "route": authorizationScopes[0] is "read"; wanted: a scope that the pool defines.',
    ],
  },
  {
    it: "accepts a scope of a resource server",
    change: all(server, set("route", { authorizationScopes: ["orders/read"] })),
  },
  {
    it: "does not apply to a pool from outside the stack",
    change: remove("pool"),
    applies: false,
  },
]);
