import { hasNone } from "../property-checks.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { CLIENT } from "../types.ts";
import { isList, type Known } from "../values.ts";
import { CREATE_CLIENT, hasSecret } from "./client-kind.ts";

const FLOWS = "allowedOauthFlows";
/** Flows in which the application itself takes the password, under their old and new names. */
const PASSWORD_FLOWS = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "USER_PASSWORD_AUTH",
  "ADMIN_NO_SRP_AUTH",
];
/** RFC 8252 section 7.1: only an application on the user's device has a scheme of its own. */
const OWN_SCHEME = /^(?!https?:)[a-z][a-z0-9+.-]*:/i;

export const CLIENT_FLOW_RULES: readonly Rule[] = [
  {
    id: "client-no-implicit",
    scope: "resource",
    types: [CLIENT],
    description: "No client gets its tokens in an address.",
    why: "Addresses end up in histories, logs and Referer headers, and the tokens with them.",
    remedy: "Use the flow code with PKCE, or client_credentials alone for a program without users.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["RFC 9700 2.1.2", "ASVS 10.4.4", "OAuth 2.1"],
    reference: "https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2",
    remediate: codeInstead,
    checks: [hasNone(FLOWS, ["implicit"], "code")],
  },
  {
    id: "client-no-password-flow",
    scope: "resource",
    types: [CLIENT],
    description: "No client hands passwords to Cognito in clear.",
    why: "A password that the application takes can be kept by the application.",
    remedy: "Use ALLOW_USER_SRP_AUTH or ALLOW_USER_AUTH, or the sign-in pages.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["RFC 9700 2.4", "ASVS 10.4.4"],
    reference: "https://www.rfc-editor.org/rfc/rfc9700#section-2.4",
    checks: [hasNone("explicitAuthFlows", PASSWORD_FLOWS, "no password flow")],
  },
  {
    id: "client-secret-matches-kind",
    scope: "resource",
    types: [CLIENT],
    description: "A program without users has a secret; an application on users' devices has none.",
    why: "Whatever runs at the user's can be read there; without a secret a server cannot prove itself.",
    remedy:
      "Set generateSecret for servers and machines only. It is fixed when the client is made.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["RFC 8252 8.5", "ASVS 10.4.10", "ASVS 10.4.16"],
    reference: "https://www.rfc-editor.org/rfc/rfc8252#section-8.5",
    checks: [
      function* (client) {
        const isSecret = hasSecret(client);
        const flows = client.texts(FLOWS).map(({ value }) => value);
        if (!isSecret && flows.includes("client_credentials")) {
          yield client.violation("generateSecret", "true, for client_credentials");
        } else if (isSecret && flows.includes("implicit")) {
          yield client.violation("generateSecret", "false, for a client in a browser");
        } else if (isSecret && hasOwnScheme(client)) {
          yield client.violation("generateSecret", "false, for an application on a device");
        }
      },
    ],
  },
  {
    id: "client-m2m-separate",
    scope: "resource",
    types: [CLIENT],
    description: "A client serves users or a program without users, not both.",
    why: "With one client for both, a program comes by users' scopes, and users by the program's.",
    remedy: "Make a second client for client_credentials.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: CREATE_CLIENT,
    checks: [
      function* (client) {
        const flows = client.texts(FLOWS).map(({ value }) => value);
        if (flows.includes("client_credentials") && flows.length > 1) {
          yield client.violation(FLOWS, "client_credentials alone, or not at all");
        }
      },
    ],
  },
  {
    id: "client-oauth-flag",
    scope: "resource",
    types: [CLIENT],
    description: "A client that has OAuth flows may use them.",
    why: "Cognito ignores the flows, and the sign-in pages, of a client without the flag.",
    remedy: "Set allowedOauthFlowsUserPoolClient to true, or remove the flows.",
    severity: "low",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: CREATE_CLIENT,
    checks: [
      function* (client) {
        const property = "allowedOauthFlowsUserPoolClient";
        if (client.texts(FLOWS).length === 0) return;
        if (!client.flag(property, false)) yield client.violation(property, "true");
      },
    ],
  },
  {
    id: "client-context-needs-secret",
    scope: "resource",
    types: [CLIENT],
    description: "Only a client with a secret tells Cognito its users' addresses and devices.",
    why: "Threat protection would believe what anybody makes up.",
    remedy: "Set generateSecret, or take enablePropagateAdditionalUserContextData away.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: CREATE_CLIENT,
    checks: [
      function* (client) {
        const property = "enablePropagateAdditionalUserContextData";
        if (client.flag(property, false) && !hasSecret(client)) {
          yield client.violation(property, "false, for a client without a secret");
        }
      },
    ],
  },
];

const hasOwnScheme = (client: Resource): boolean =>
  client.texts("callbackUrls").some(({ value }) => OWN_SCHEME.test(value));

function codeInstead(client: Resource): Record<string, Known> {
  const flows = client.value(FLOWS);
  if (!isList(flows) || flows.some((flow) => typeof flow !== "string")) return {};
  return { [FLOWS]: [...new Set(flows.map((flow) => (flow === "implicit" ? "code" : flow)))] };
}
