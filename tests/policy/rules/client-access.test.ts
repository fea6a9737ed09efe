import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { all, changed, remove, set } from "../support/stack.ts";

describePolicy("client-hide-user-existence", [
  {
    it: "refuses LEGACY",
    change: set("client", { preventUserExistenceErrors: "LEGACY" }),
    says: ['UserPoolClient "client": preventUserExistenceErrors is "LEGACY"; wanted: ENABLED.'],
  },
  {
    it: "refuses the provider's default",
    change: set("client", { preventUserExistenceErrors: undefined }),
    says: [
      'UserPoolClient "client": preventUserExistenceErrors is not set, which means "LEGACY"; wanted: ENABLED.',
    ],
  },
]);

describePolicy("client-least-scopes", [
  {
    it: "refuses the scope that changes its own user",
    change: set("client", { "allowedOauthScopes[3]": "aws.cognito.signin.user.admin" }),
    says: [
      'UserPoolClient "client": allowedOauthScopes[3] is "aws.cognito.signin.user.admin"; wanted: scopes of the API alone.',
    ],
  },
  {
    it: "accepts a client without scopes",
    change: set("client", { allowedOauthScopes: undefined }),
  },
]);

const DECLARED = "a declared scope, one of orders/read, orders/write";

describePolicy("client-scopes-exist", [
  {
    it: "refuses a scope that is misspelt",
    change: set("client", { "allowedOauthScopes[2]": "orders/raed" }),
    says: [`UserPoolClient "client": allowedOauthScopes[2] is "orders/raed"; wanted: ${DECLARED}.`],
  },
  {
    it: "refuses scopes of a pool without a resource server",
    change: all(remove("orders"), remove("service")),
    says: [
      'UserPoolClient "client": allowedOauthScopes[2] is "orders/read"; ' +
        "wanted: a scope of a resource server, which the pool has none of.",
    ],
  },
  {
    it: "accepts an identifier that is an address",
    change: all(
      remove("service"),
      set("orders", { identifier: "https://orders.example.com" }),
      set("client", { "allowedOauthScopes[2]": "https://orders.example.com/read" }),
    ),
  },
  {
    it: "accepts OpenID's scopes without a resource server",
    change: all(
      remove("orders"),
      remove("service"),
      set("client", { allowedOauthScopes: ["openid", "email", "phone", "profile"] }),
    ),
  },
  ...["identifier", "scopes", "scopes[1]", "scopes[0].scopeName"].map((property): Case => ({
    it: `waits for ${property} of a resource server`,
    change: all(
      set("client", { "allowedOauthScopes[2]": "other/read" }),
      remove("service"),
      set("orders", { [property]: UNKNOWN }),
    ),
  })),
  {
    it: "does not apply to clients of another stack's pool",
    change: all(
      remove("service"),
      changed("client", (facts) => ({
        ...facts,
        props: { ...facts.props, userPoolId: "eu-west-1_Other1" },
        propertyDependencies: {},
      })),
    ),
    applies: false,
  },
]);

const NO_PROVIDERS = "providers by name, such as COGNITO";

describePolicy("client-idps-explicit", [
  {
    it: "refuses the provider's default",
    change: set("client", { supportedIdentityProviders: undefined }),
    says: [
      `UserPoolClient "client": supportedIdentityProviders is not set; wanted: ${NO_PROVIDERS}.`,
    ],
  },
  {
    it: "refuses an empty list",
    change: set("client", { supportedIdentityProviders: [] }),
    says: [`UserPoolClient "client": supportedIdentityProviders is []; wanted: ${NO_PROVIDERS}.`],
  },
  {
    it: "accepts a provider whose name is not known yet",
    change: set("client", { supportedIdentityProviders: [UNKNOWN] }),
  },
  {
    it: "does not apply to clients without sign-in pages",
    change: set("client", { allowedOauthFlows: undefined, supportedIdentityProviders: undefined }),
    applies: false,
  },
]);

const PROFILE = "fields of the profile";

describePolicy("client-write-attrs-explicit", [
  {
    it: "refuses the provider's default",
    change: set("client", { writeAttributes: undefined }),
    says: [`UserPoolClient "client": writeAttributes is not set; wanted: the ${PROFILE}.`],
  },
  {
    it: "refuses an empty list, which is sent as none",
    change: set("client", { writeAttributes: [] }),
    says: [`UserPoolClient "client": writeAttributes is []; wanted: the ${PROFILE}.`],
  },
  ...["email_verified", "phone_number_verified", "custom:role"].map((name): Case => ({
    it: `refuses ${name}`,
    change: set("client", { writeAttributes: ["email", name] }),
    says: [`UserPoolClient "client": writeAttributes[1] is "${name}"; wanted: ${PROFILE} alone.`],
  })),
  {
    it: "accepts an attribute that decides nothing",
    change: set("client", { writeAttributes: ["custom:colour"] }),
  },
]);
