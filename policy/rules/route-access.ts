import { type Rule, type StackContext, waiver } from "../rule.ts";
import type { Resource } from "../resource.ts";
import { INTEGRATION, ROUTE } from "../types.ts";

/** How an integration's description tells why its route is open. */
const PUBLIC = /^public:\s*(?<reason>\S.*)$/s;

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
];

function reasonOf(route: Resource, { settings, stack }: StackContext): string | undefined {
  const routeKey = route.text("routeKey");
  if (Object.hasOwn(settings.publicRoutes, routeKey)) return settings.publicRoutes[routeKey];
  const [integration] = stack.targets(route, "target", INTEGRATION);
  return PUBLIC.exec(integration?.text("description") ?? "")?.groups?.["reason"];
}
