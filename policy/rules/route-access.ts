import type { Resource } from "../resource.ts";
import { type Rule, type StackContext, waiver } from "../rule.ts";
import { API, AUTHORIZER, INTEGRATION, ROUTE } from "../types.ts";
import { isWebSocket } from "./protocol.ts";

/** How an integration's description tells why its route is open. */
const PUBLIC = /^public:\s*(?<reason>\S.*)$/s;
/** Types of authorizers, by the authorization of the routes that ask for one. */
const KINDS: Readonly<Record<string, string>> = { JWT: "JWT", CUSTOM: "REQUEST" };

export const ROUTE_ACCESS_RULES: readonly Rule[] = [
  {
    id: "route-auth-required",
    scope: "stack",
    types: [ROUTE],
    description: "Every route has an authorization, or a reason for having none.",
    why: "The provider's default is open.",
    remedy:
      "Set authorizationType. Open routes go in publicRoutes with a reason, or have it in the description " +
      'of their integration: "public: REASON".',
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: [
      "APIGateway.8",
      "nag:AwsSolutions-APIG4",
      "CKV_AWS_309",
      "AVD-AWS-0004",
      "prow:apigatewayv2_api_authorizers_enabled",
      "CKV2_AWS_70",
      "CKV_AWS_59",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-8",
    // The connection of a WebSocket API is authorized once, where it is opened.
    applies: (route, context) =>
      route.text("routeKey") === "$connect" || !isWebSocket(route, context),
    checks: [
      function* (route, context) {
        const type = route.text("authorizationType", "NONE");
        if (["JWT", "AWS_IAM", "CUSTOM"].includes(type)) return;
        const reason = type === "NONE" ? reasonOf(route, context) : undefined;
        yield reason === undefined
          ? route.violation("authorizationType", "JWT, AWS_IAM or CUSTOM, or a reason")
          : waiver(reason);
      },
    ],
  },
  {
    id: "route-authorizer-wired",
    scope: "stack",
    types: [ROUTE],
    description: "A route has an authorizer of its own API, of the kind that it asks for.",
    why: "Without it, or with another API's, the deployment fails or the route is checked by nobody.",
    remedy: "Give authorizerId the id of the API's own authorizer.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html",
    applies: (route) => route.text("authorizationType", "NONE") in KINDS,
    checks: [
      function* (route, { stack }) {
        if (!route.has("authorizerId")) yield route.violation("authorizerId", "an authorizer");
        const kind = KINDS[route.text("authorizationType")];
        for (const authorizer of stack.targets(route, "authorizerId", AUTHORIZER)) {
          const name = `"${authorizer.facts.name}"`;
          if (!isSameApi(route, authorizer, stack)) {
            yield route.violation("authorizerId", `an authorizer of the same API, not ${name}`);
          } else if (authorizer.text("authorizerType") !== kind) {
            yield route.violation("authorizerId", `a ${kind} authorizer, not ${name}`);
          }
        }
      },
    ],
  },
];

/** False only where both say which API they belong to. */
function isSameApi(route: Resource, authorizer: Resource, stack: StackContext["stack"]): boolean {
  const [own] = stack.targets(route, "apiId", API);
  const [other] = stack.targets(authorizer, "apiId", API);
  return !own || !other || own.facts === other.facts;
}

function reasonOf(route: Resource, { settings, stack }: StackContext): string | undefined {
  const routeKey = route.text("routeKey");
  if (Object.hasOwn(settings.publicRoutes, routeKey)) return settings.publicRoutes[routeKey];
  const [integration] = stack.targets(route, "target", INTEGRATION);
  return PUBLIC.exec(integration?.text("description") ?? "")?.groups?.["reason"];
}
