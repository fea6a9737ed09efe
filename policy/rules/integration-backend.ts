import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { INTEGRATION } from "../types.ts";

/** Headers by which backends are told who calls. */
const IDENTITY_HEADER =
  /^(authorization|(x-)?(auth|user|client|account|tenant|customer|member|org|organization|principal|identity|subject|sub|scopes?|roles?|groups?|claims?|permissions?|email|username)([-_].*)?|x-(amzn|apigateway|jwt|forwarded|remote|authenticated)[-_](oidc|user|identity|client|email|claims?|groups?).*|x-\w+-(user|sub|tenant|roles?|groups?|claims?|scopes?)([-_](id|name))?)$/i;
/** Where verified facts on the caller come from. */
const IDENTITY_VALUE = /\$\{?context\.(authorizer|identity)\./;

export const INTEGRATION_BACKEND_RULES: readonly Rule[] = [
  {
    id: "integ-private-tls",
    scope: "resource",
    types: [INTEGRATION],
    description:
      "Requests through a VPC link are encrypted, and the backend's certificate is verified.",
    why: "What else runs in the network could read tokens on their way.",
    remedy: "Set tlsConfig.serverNameToVerify to the name in the backend's certificate.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 2,
    unknown: "plain",
    ids: ["APIGateway.10", "cfg:apigatewayv2-integration-private-https-enabled"],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-10",
    applies: (integration) => isPrivate(integration),
    checks: [
      function* (integration) {
        // WebSocket APIs reach the backend by its address, which says https itself.
        const isHttps = integration.text("integrationUri").startsWith("https://");
        const skips = "tlsConfig.insecureSkipVerification";
        if (integration.value("tlsConfig") === undefined) {
          if (!isHttps) yield integration.violation("tlsConfig", "a server name to verify");
        } else if (integration.flag(skips, false)) yield integration.violation(skips, "false");
      },
    ],
  },
  {
    id: "integ-no-http",
    scope: "resource",
    types: [INTEGRATION],
    description: "Backends on the internet are called by https.",
    why: "Anybody on the way could read the request with its token, and change the answer.",
    remedy: "Write the address with https://.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: ["OWASP API7:2023", "OWASP API10:2023"],
    reference: "https://owasp.org/API-Security/editions/2023/en/0x11-t10/",
    applies: (integration) =>
      ["HTTP_PROXY", "HTTP"].includes(integration.text("integrationType")) &&
      !isPrivate(integration),
    checks: [
      function* (integration) {
        const isEncrypted = /^https:\/\//i.test(integration.text("integrationUri"));
        if (!isEncrypted) yield integration.violation("integrationUri", "an https address");
      },
    ],
  },
  {
    id: "integ-identity-header-overwrite",
    scope: "resource",
    types: [INTEGRATION],
    description: "Headers that tell a backend who calls are overwritten, never appended.",
    why: "A caller sends the same header, and its value then stands before the verified one.",
    remedy: "Write overwrite: for append:.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 2,
    unknown: "wait",
    ids: ["RFC 9700 4.13", "ASVS 4.1.3"],
    reference: "https://www.rfc-editor.org/rfc/rfc9700#section-4.13",
    applies: (integration) => integration.has("requestParameters"),
    checks: [
      function* (integration) {
        for (const [key, value] of Object.entries(integration.members("requestParameters"))) {
          const header = /^append:header\.(.+)$/i.exec(key)?.[1];
          if (header === undefined) continue;
          const isVerified = typeof value === "string" && IDENTITY_VALUE.test(value);
          if (isVerified || IDENTITY_HEADER.test(header)) {
            yield integration.violation(["requestParameters", key], `overwrite:header.${header}`);
          }
        }
      },
    ],
  },
];

function isPrivate(integration: Resource): boolean {
  return integration.text("connectionType", "INTERNET") === "VPC_LINK";
}
