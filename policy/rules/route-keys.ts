import type { Rule } from "../rule.ts";
import { ROUTE } from "../types.ts";
import { isWebSocket } from "./protocol.ts";

/** `$default`, or every method of every path. */
const CATCH_ALL = /^(\$default|ANY \/\{[^/}]+\+\})$/;

export const ROUTE_KEY_RULES: readonly Rule[] = [
  {
    id: "route-no-open-catchall",
    scope: "stack",
    types: [ROUTE],
    description: "A route that takes everything has an authorization.",
    why: "Whatever has no route of its own, today or later, is open through it.",
    remedy: "Give the route an authorization, or name methods and paths.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html",
    applies: (route, context) =>
      CATCH_ALL.test(route.text("routeKey")) && !isWebSocket(route, context),
    checks: [
      function* (route) {
        const isOpen = route.text("authorizationType", "NONE") === "NONE";
        if (isOpen) yield route.violation("authorizationType", "JWT, AWS_IAM or CUSTOM");
      },
    ],
  },
  {
    id: "route-no-any",
    scope: "resource",
    types: [ROUTE],
    description: "A route names its method.",
    why: "With ANY a new verb works before somebody has looked at it.",
    remedy: "Make one route for each verb.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: ["OWASP API8:2023"],
    reference: "https://owasp.org/API-Security/editions/2023/en/0x11-t10/",
    checks: [
      function* (route) {
        if (route.text("routeKey").startsWith("ANY ")) yield route.violation("routeKey", "a verb");
      },
    ],
  },
];
