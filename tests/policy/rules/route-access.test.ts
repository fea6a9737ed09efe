import { describePolicy } from "../support/cases.ts";
import { API } from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { all, changed, remove, set } from "../support/stack.ts";

const open = set("route", { authorizationType: "NONE" });
const WANTED = "JWT, AWS_IAM or CUSTOM, or a reason";

/** Moves a resource to another API. */
const toApi = (name: string, api: string) =>
  changed(name, (facts) => ({
    ...facts,
    propertyDependencies: { apiId: [`urn:pulumi:test::shop::${API}::${api}`] },
  }));

describePolicy("route-auth-required", [
  {
    it: "refuses an open route without a reason",
    change: open,
    says: [`Route "route": authorizationType is "NONE"; wanted: ${WANTED}.`],
  },
  {
    it: "refuses the provider's default",
    change: set("route", { authorizationType: undefined }),
    says: [`Route "route": authorizationType is not set, which means "NONE"; wanted: ${WANTED}.`],
  },
  {
    it: "reports the reason in the integration's description",
    change: all(open, set("integration", { description: "public: Health check of the balancer" })),
    waives: ["Health check of the balancer"],
  },
  {
    it: "takes no reason that is empty",
    change: all(open, set("integration", { description: "public: " })),
    says: [`Route "route": authorizationType is "NONE"; wanted: ${WANTED}.`],
  },
  {
    it: "reports the reason in the pack's publicRoutes",
    change: open,
    settings: { publicRoutes: { "GET /hello": "Says hello" } },
    waives: ["Says hello"],
  },
  {
    it: "refuses the connection of a WebSocket API",
    change: set("socket-route", { routeKey: "$connect" }),
    says: [`Route "socket-route": authorizationType is "NONE"; wanted: ${WANTED}.`],
  },
  { it: "accepts AWS_IAM", change: set("route", { authorizationType: "AWS_IAM" }) },
  { it: "accepts CUSTOM", change: set("route", { authorizationType: "CUSTOM" }) },
]);

describePolicy("route-authorizer-wired", [
  {
    it: "refuses a route that names none",
    change: all(
      set("route", { authorizerId: undefined }),
      changed("route", (facts) => ({ ...facts, propertyDependencies: {} })),
    ),
    says: ['Route "route": authorizerId is not set; wanted: an authorizer.'],
  },
  {
    it: "refuses another API's",
    change: toApi("jwt-authorizer", "socket-api"),
    says: [
      'Route "route": authorizerId is "jwt123"; wanted: an authorizer of the same API, not "jwt-authorizer".',
    ],
    saysUnknown: [
      'Route "route": authorizerId is [unknown]; wanted: an authorizer of the same API, not "jwt-authorizer".',
    ],
  },
  {
    it: "refuses one of another kind",
    change: set("route", { authorizationType: "CUSTOM" }),
    says: [
      'Route "route": authorizerId is "jwt123"; wanted: a REQUEST authorizer, not "jwt-authorizer".',
    ],
    saysUnknown: [
      'Route "route": authorizerId is [unknown]; wanted: a REQUEST authorizer, not "jwt-authorizer".',
    ],
  },
  { it: "counts one that is not made yet", change: set("route", { authorizerId: UNKNOWN }) },
  { it: "accepts one from outside the stack", change: remove("jwt-authorizer") },
  {
    it: "does not apply to routes that need none",
    change: all(remove("login"), set("route", { authorizationType: "AWS_IAM" })),
    applies: false,
  },
]);
