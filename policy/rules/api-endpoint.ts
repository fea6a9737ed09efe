import { flagIs } from "../property-checks.ts";
import type { Rule } from "../rule.ts";
import { API, API_MAPPING } from "../types.ts";

const API_REFERENCE = "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html";

export const API_ENDPOINT_RULES: readonly Rule[] = [
  {
    id: "api-default-endpoint-off",
    scope: "stack",
    types: [API],
    description: "An API behind a domain of its own answers at no other address.",
    why: "The execute-api address leads past the client certificates and the firewall in front of the domain.",
    remedy: "Set disableExecuteApiEndpoint to true.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "plain",
    ids: ["OWASP API9:2023"],
    reference: "https://owasp.org/API-Security/editions/2023/en/0x11-t10/",
    applies: (api, { stack }) => stack.sources(api, API_MAPPING, "apiId").length > 0,
    checks: [flagIs("disableExecuteApiEndpoint", true, false)],
  },
  {
    id: "api-no-quick-create",
    scope: "resource",
    types: [API],
    description: "The routes of an API are resources of their own.",
    why: "Quick create adds a $default route that everybody may call.",
    remedy: "Remove target, routeKey and credentialsArn; make a Route and an Integration.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "present",
    ids: [],
    reference: API_REFERENCE,
    checks: [
      function* (api) {
        const property = ["target", "routeKey", "credentialsArn"].find((one) => api.has(one));
        if (property !== undefined) yield api.violation(property, "no quick create");
      },
    ],
  },
  {
    id: "api-fail-on-warnings",
    scope: "resource",
    types: [API],
    description: "An import that API Gateway warns of fails.",
    why: "Where half of a definition is left out, what is left out may be the authorization.",
    remedy: "Set failOnWarnings to true.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: API_REFERENCE,
    applies: (api) => api.has("body"),
    checks: [flagIs("failOnWarnings", true, false)],
  },
];
