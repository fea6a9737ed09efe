import { SECRET, UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { all, changed, remove, set } from "../support/stack.ts";

const http = (name: string): Case => ({
  it: `refuses http in ${name}`,
  change: set("company", { [`providerDetails.${name}`]: "http://id.example.com/x" }),
  says: [
    `IdentityProvider "company": providerDetails.${name} is "http://…"; wanted: an https address.`,
  ],
});
const inClear = (name: string): Case => ({
  it: `refuses ${name} in clear, and never quotes it`,
  change: set("company", { [`providerDetails.${name}`]: "s3cret" }),
  says: [`IdentityProvider "company": providerDetails.${name} is "[in clear]"; wanted: a secret.`],
});

describePolicy("idp-details-safe", [
  inClear("client_secret"),
  inClear("private_key"),
  http("oidc_issuer"),
  http("authorize_url"),
  http("token_url"),
  http("attributes_url"),
  http("jwks_uri"),
  http("MetadataURL"),
  {
    it: "accepts a secret that is not known",
    change: set("company", { "providerDetails.client_secret": UNKNOWN }),
  },
  {
    it: "tells once that details which are secret as a whole cannot be judged",
    change: set("company", { providerDetails: SECRET }),
    remarks: 1,
  },
  {
    it: "takes a secret for one in the engine, which hands them over in clear",
    change: all(
      set("company", { "providerDetails.client_secret": "s3cret" }),
      changed("company", (facts) => ({ ...facts, tellsSecrets: false })),
    ),
  },
]);

const NAME = "attributeMapping.username";
const mapped = (claim: string): Case => ({
  it: `refuses ${claim} as the user's name`,
  change: set("company", { [NAME]: claim }),
  says: [`IdentityProvider "company": ${NAME} is "${claim}"; wanted: the provider's subject.`],
});

describePolicy("idp-no-email-as-username", [
  mapped("email"),
  mapped("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"),
  mapped("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"),
  mapped("preferred_username"),
  { it: "accepts the default", change: set("company", { attributeMapping: undefined }) },
  { it: "accepts the subject of another kind", change: set("company", { [NAME]: "user_id" }) },
]);

describePolicy("idp-saml-signed", [
  {
    it: "reports requests that are not signed",
    change: set("partner", { "providerDetails.RequestSigningAlgorithm": undefined }),
    says: [
      'IdentityProvider "partner": providerDetails.RequestSigningAlgorithm is not set; wanted: rsa-sha256.',
    ],
  },
  {
    it: "reports answers that are not encrypted",
    change: set("partner", { "providerDetails.EncryptedResponses": "false" }),
    says: [
      'IdentityProvider "partner": providerDetails.EncryptedResponses is "false"; wanted: true.',
    ],
  },
  { it: "does not apply to other kinds", change: remove("partner"), applies: false },
]);
