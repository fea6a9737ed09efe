import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { set } from "../support/stack.ts";

const PRIVATE = 'Integration "private"';
const PROXY = 'Integration "proxy"';

describePolicy("integ-private-tls", [
  {
    it: "refuses plain requests through a VPC link",
    change: set("private", { tlsConfig: undefined }),
    says: [`${PRIVATE}: tlsConfig is not set; wanted: a server name to verify.`],
  },
  {
    it: "refuses to skip verification",
    change: set("private", { "tlsConfig.insecureSkipVerification": true }),
    says: [`${PRIVATE}: tlsConfig.insecureSkipVerification is true; wanted: false.`],
  },
  {
    it: "accepts a backend of a WebSocket API by its https address",
    change: set("private", { tlsConfig: undefined, integrationUri: "https://inner.example.com" }),
  },
  {
    it: "does not apply to backends on the internet",
    change: set("private", { connectionType: undefined }),
    applies: false,
  },
]);

describePolicy("integ-no-http", [
  {
    it: "refuses plain http",
    change: set("proxy", { integrationUri: "http://partner.example.com/orders" }),
    says: [
      `${PROXY}: integrationUri is "http://partner.example.com/orders"; wanted: an https address.`,
    ],
  },
  {
    it: "refuses an address that a stage variable decides",
    change: set("proxy", { integrationUri: "${stageVariables.backend}/orders" }),
    says: [
      `${PROXY}: integrationUri is "\${stageVariables.backend}/orders"; wanted: an https address.`,
    ],
  },
  {
    it: "does not apply to functions",
    change: set("proxy", { integrationType: "AWS_PROXY" }),
    applies: false,
  },
]);

const appended = (header: string, value: string): Case => ({
  it: `refuses to append ${value} to ${header}`,
  change: set("proxy", { requestParameters: { [`append:header.${header}`]: value } }),
  says: [
    `${PROXY}: requestParameters.append:header.${header} is "${value}"; wanted: overwrite:header.${header}.`,
  ],
  // The name of the header decides.
  saysUnknown: [
    `${PROXY}: requestParameters.append:header.${header} is "${value}"; wanted: overwrite:header.${header}.`,
  ],
});

describePolicy("integ-identity-header-overwrite", [
  appended("x-user", "$context.authorizer.claims.sub"),
  appended("X-Tenant-Id", "$request.header.x-tenant"),
  appended("authorization", "Basic abc"),
  appended("x-caller", "$context.authorizer.claims.sub"),
  {
    it: "judges the name while the value is unknown",
    change: set("proxy", { requestParameters: { "append:header.x-user-id": UNKNOWN } }),
    says: [
      `${PROXY}: requestParameters.append:header.x-user-id is [unknown]; wanted: overwrite:header.x-user-id.`,
    ],
    saysUnknown: [
      `${PROXY}: requestParameters.append:header.x-user-id is [unknown]; wanted: overwrite:header.x-user-id.`,
    ],
  },
  {
    it: "accepts other headers",
    change: set("proxy", {
      requestParameters: { "append:header.x-trace": "$context.requestId", "overwrite:path": "/" },
    }),
  },
]);
