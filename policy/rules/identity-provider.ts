import { flagIs } from "../property-checks.ts";
import type { Rule } from "../rule.ts";
import { IDENTITY_PROVIDER } from "../types.ts";
import { within } from "../values.ts";

const DETAILS = "providerDetails";
const SECRETS = ["client_secret", "private_key"];
const ADDRESSES = [
  "oidc_issuer",
  "authorize_url",
  "token_url",
  "attributes_url",
  "jwks_uri",
  "MetadataURL",
];
const CREATE_PROVIDER =
  "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html";
const AUTHENTICATION = "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md";
/** Claims that another provider may give to another person. */
const NOT_A_SUBJECT = /e-?mail|upn$|preferred_username|phone/i;

export const IDENTITY_PROVIDER_RULES: readonly Rule[] = [
  {
    id: "idp-details-safe",
    scope: "resource",
    types: [IDENTITY_PROVIDER],
    description: "The secret of an identity provider is one, and its addresses are https.",
    why: "The state shows what is not secret; whoever changes an answer on the way signs in as anybody.",
    remedy: "Set the secret with pulumi config set --secret; use https addresses.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "present",
    ids: [],
    reference: CREATE_PROVIDER,
    checks: [
      function* (provider) {
        for (const name of SECRETS) {
          const path = within(DETAILS, name);
          if (provider.isInClear(path)) {
            yield provider.violation(path, "a secret", { found: "[in clear]" });
          }
        }
      },
      function* (provider) {
        const details = provider.members(DETAILS);
        for (const name of ADDRESSES) {
          const address = details[name];
          if (typeof address !== "string" || /^(https:\/\/|$)/i.test(address)) continue;
          const [scheme = ""] = address.split("//");
          const found = `${scheme}//…`;
          yield provider.violation(within(DETAILS, name), "an https address", { found });
        }
      },
    ],
  },
  {
    id: "idp-no-email-as-username",
    scope: "resource",
    types: [IDENTITY_PROVIDER],
    description: "A federated user is known by the provider's subject.",
    why: "Addresses change hands, and two providers may vouch for the same one: two people would be one user.",
    remedy:
      "Map username to sub, or to NameID with SAML; map email and email_verified as attributes.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 2,
    unknown: "plain",
    ids: ["ASVS 6.8.1"],
    reference: AUTHENTICATION,
    checks: [
      function* (provider) {
        // Without a mapping Cognito takes the subject (C290).
        if (NOT_A_SUBJECT.test(provider.text("attributeMapping.username"))) {
          yield provider.violation("attributeMapping.username", "the provider's subject");
        }
      },
    ],
  },
  {
    id: "idp-saml-signed",
    scope: "resource",
    types: [IDENTITY_PROVIDER],
    description: "SAML requests are signed, and answers are encrypted.",
    why: "Both pass through the user's browser, where they can be read and replaced.",
    remedy: 'Set RequestSigningAlgorithm to "rsa-sha256" and EncryptedResponses to "true".',
    severity: "low",
    enforcement: "advisory",
    profiles: ["asvs-l2"],
    wave: 3,
    unknown: "plain",
    ids: ["ASVS 6.8.2"],
    reference: AUTHENTICATION,
    applies: (provider) => provider.text("providerType") === "SAML",
    checks: [
      function* (provider) {
        const property = `${DETAILS}.RequestSigningAlgorithm`;
        if (provider.text(property) !== "rsa-sha256")
          yield provider.violation(property, "rsa-sha256");
      },
      flagIs(`${DETAILS}.EncryptedResponses`, true, false),
    ],
  },
];
