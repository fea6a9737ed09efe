import type { Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import {
  API,
  AUTHORIZER,
  CLIENT,
  FUNCTION,
  INTEGRATION,
  PERMISSION,
  ROUTE,
  USER_POOL,
} from "../types.ts";

const GATEWAY = /^apigateway\.amazonaws\.com(\.cn)?$/;

export const CLOSED_GRAPH_RULES: readonly Rule[] = [
  {
    id: "graph-closed",
    scope: "stack",
    types: [ROUTE, AUTHORIZER, INTEGRATION],
    description:
      "Whatever a route needs is there: integration, function, permission, authorizer, pool and client.",
    why: "A request ends where the way breaks off: refused, failed or let in unasked.",
    remedy: "Make what is missing, or point at the one that there is.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "edge",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
    // What belongs to an API of another stack may lie there as well.
    applies: (resource, { stack }) => stack.targets(resource, "apiId", API).length > 0,
    checks: [routeFaults, authorizerFaults, integrationFaults],
  },
];

function* routeFaults(route: Resource, { stack }: StackContext) {
  if (route.facts.type !== ROUTE) return;
  // Routes of WebSocket APIs may answer by themselves.
  if (route.has("target") && stack.targets(route, "target", INTEGRATION).length === 0) {
    if (route.text("target") !== "") yield route.violation("target", "an integration of the API");
  }
  if (!["JWT", "CUSTOM"].includes(route.text("authorizationType", "NONE"))) return;
  if (stack.targets(route, "authorizerId", AUTHORIZER).length > 0) return;
  route.text("authorizerId");
  yield route.violation("authorizerId", "an authorizer of the API");
}

/** Pools of other stacks are none of this one's business; of its own pool it knows all clients. */
function* authorizerFaults(authorizer: Resource, { stack }: StackContext) {
  if (authorizer.facts.type !== AUTHORIZER) return;
  const property = "jwtConfiguration";
  if (stack.targets(authorizer, property, USER_POOL).length === 0) return;
  if (stack.targets(authorizer, property, CLIENT).length > 0) return;
  const audiences = `${property}.audiences`;
  authorizer.texts(audiences);
  yield authorizer.violation(audiences, "clients of the pool");
}

function* integrationFaults(integration: Resource, { stack }: StackContext) {
  if (integration.facts.type !== INTEGRATION || integration.has("credentialsArn")) return;
  for (const handler of stack.targets(integration, "integrationUri", FUNCTION)) {
    const mayCall = stack.all(PERMISSION).some((permission) => {
      const called = stack.targets(permission, "function", FUNCTION);
      // A name that is not known yet may be this one.
      const isCalled =
        called.some(({ facts }) => facts === handler.facts) ||
        (called.length === 0 && typeof permission.facts.props["function"] === "symbol");
      return isCalled && GATEWAY.test(permission.text("principal"));
    });
    if (!mayCall) {
      yield integration.lacks(
        `permission to invoke "${handler.facts.name}"`,
        "a lambda.Permission for apigateway.amazonaws.com",
      );
    }
  }
}
