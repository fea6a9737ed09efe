import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { all, set } from "../support/stack.ts";

const flows = (...allowedOauthFlows: readonly string[]) => set("client", { allowedOauthFlows });
const secret = set("client", { generateSecret: true });

describePolicy("client-no-implicit", [
  {
    it: "refuses the flow implicit",
    change: flows("code", "implicit"),
    says: ['UserPoolClient "client": allowedOauthFlows[1] is "implicit"; wanted: code.'],
  },
  {
    it: "refuses it beside a flow that is not known",
    change: set("client", { allowedOauthFlows: [UNKNOWN, "implicit"] }),
    says: ['UserPoolClient "client": allowedOauthFlows[1] is "implicit"; wanted: code.'],
    remarks: 1,
  },
  { it: "accepts a client without flows", change: set("client", { allowedOauthFlows: undefined }) },
]);

describePolicy("client-no-password-flow", [
  ...[
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "USER_PASSWORD_AUTH",
    "ADMIN_NO_SRP_AUTH",
  ].map((flow): Case => ({
    it: `refuses ${flow}`,
    change: set("client", { explicitAuthFlows: [flow] }),
    says: [`UserPoolClient "client": explicitAuthFlows[0] is "${flow}"; wanted: no password flow.`],
  })),
  {
    it: "accepts ALLOW_USER_AUTH",
    change: set("client", { explicitAuthFlows: ["ALLOW_USER_AUTH"] }),
  },
  {
    it: "accepts the provider's default",
    change: set("client", { explicitAuthFlows: undefined }),
  },
]);

describePolicy("client-secret-matches-kind", [
  {
    it: "refuses a machine without a secret",
    change: set("service", { generateSecret: undefined }),
    says: [
      'UserPoolClient "service": generateSecret is not set, which means false; wanted: true, for client_credentials.',
    ],
  },
  {
    it: "refuses a secret in a browser",
    change: all(secret, flows("implicit")),
    says: [
      'UserPoolClient "client": generateSecret is true; wanted: false, for a client in a browser.',
    ],
  },
  {
    it: "refuses a secret in an application with a scheme of its own",
    change: all(secret, set("client", { "callbackUrls[1]": "com.example.app:/signed-in" })),
    says: [
      'UserPoolClient "client": generateSecret is true; wanted: false, for an application on a device.',
    ],
  },
  {
    it: "accepts a server's secret, with a developer's address beside",
    change: all(secret, set("client", { "callbackUrls[1]": "http://localhost:3000/signed-in" })),
  },
]);

describePolicy("client-m2m-separate", [
  {
    it: "refuses one client for users and machines",
    change: all(secret, flows("code", "client_credentials")),
    says: [
      'UserPoolClient "client": allowedOauthFlows is ["code","client_credentials"]; ' +
        "wanted: client_credentials alone, or not at all.",
    ],
  },
  { it: "accepts a client of users alone", change: flows("code") },
]);

describePolicy("client-oauth-flag", [
  {
    it: "refuses flows without the flag",
    change: set("client", { allowedOauthFlowsUserPoolClient: undefined }),
    says: [
      'UserPoolClient "client": allowedOauthFlowsUserPoolClient is not set, which means false; wanted: true.',
    ],
  },
  {
    it: "refuses flows with the flag off",
    change: set("client", { allowedOauthFlowsUserPoolClient: false }),
    says: ['UserPoolClient "client": allowedOauthFlowsUserPoolClient is false; wanted: true.'],
  },
  {
    it: "accepts a client without flows and flag",
    change: set("client", {
      allowedOauthFlows: undefined,
      allowedOauthFlowsUserPoolClient: undefined,
    }),
  },
]);

const context = set("client", { enablePropagateAdditionalUserContextData: true });

describePolicy("client-context-needs-secret", [
  {
    it: "refuses it of a client without a secret",
    change: context,
    says: [
      'UserPoolClient "client": enablePropagateAdditionalUserContextData is true; ' +
        "wanted: false, for a client without a secret.",
    ],
  },
  { it: "accepts it of a server", change: all(context, secret) },
]);
