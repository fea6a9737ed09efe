import { CLIENT, USER_POOL } from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { add, all, changed, remove, resource, set } from "../support/stack.ts";

const ISSUER = "jwtConfiguration.issuer";
const AUDIENCES = "jwtConfiguration.audiences";
const WANTED = "https://cognito-idp.REGION.amazonaws.com/POOL_ID without a slash at its end";
const OWN = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123";
const urn = (type: string, name: string) => `urn:pulumi:test::shop::${type}::${name}`;

/** What the engine tells: dependencies, and no ids. */
const inEngine = all(
  changed("jwt-authorizer", (facts) => ({
    ...facts,
    propertyDependencies: {
      ...facts.propertyDependencies,
      jwtConfiguration: [urn(USER_POOL, "pool"), urn(CLIENT, "client")],
    },
  })),
  set("pool", { id: undefined }),
  set("client", { id: undefined }),
);

const misspelt = (issuer: string): Case => ({
  it: `refuses ${issuer}`,
  change: set("jwt-authorizer", { [ISSUER]: issuer }),
  says: [`Authorizer "jwt-authorizer": ${ISSUER} is "${issuer}"; wanted: ${WANTED}.`],
});

const machine = add(
  resource(CLIENT, "job", { id: "job123", allowedOauthFlows: ["client_credentials"] }),
);

describePolicy("authz-issuer-pool", [
  misspelt(`${OWN}/`),
  misspelt(OWN.replace("https:", "http:")),
  misspelt(OWN.replace("idp.eu-west-1", "idp.eu-west-2")),
  misspelt("https://shop.auth.eu-west-1.amazoncognito.com"),
  {
    it: "refuses an authorizer without an issuer",
    change: set("jwt-authorizer", { [ISSUER]: undefined }),
    says: [`Authorizer "jwt-authorizer": ${ISSUER} is not set; wanted: ${WANTED}.`],
  },
  {
    it: "refuses another pool beside the stack's own",
    change: set("jwt-authorizer", { [ISSUER]: OWN.replace("Abc123", "Xyz789") }),
    says: [
      `Authorizer "jwt-authorizer": ${ISSUER} is "${OWN.replace("Abc123", "Xyz789")}"; wanted: the issuer of a pool of this stack.`,
    ],
  },
  {
    it: "accepts a pool from outside in a stack without one",
    change: remove("pool"),
  },
  {
    it: "accepts other identity providers as they write themselves",
    change: set("jwt-authorizer", { [ISSUER]: "https://shop.eu.auth0.com/" }),
  },
  { it: "follows the dependency where no ids are told", change: inEngine },
  {
    it: "counts a pool that is not made yet",
    change: all(inEngine, set("jwt-authorizer", { [ISSUER]: UNKNOWN })),
  },
  { it: "does not apply to Lambda authorizers", change: remove("jwt-authorizer"), applies: false },
]);

describePolicy("authz-audience-known", [
  {
    it: "refuses an authorizer without audiences",
    change: set("jwt-authorizer", { [AUDIENCES]: [] }),
    says: [`Authorizer "jwt-authorizer": ${AUDIENCES} is []; wanted: at least one client.`],
  },
  {
    it: "refuses what is not set",
    change: set("jwt-authorizer", { [AUDIENCES]: undefined }),
    says: [`Authorizer "jwt-authorizer": ${AUDIENCES} is not set; wanted: at least one client.`],
  },
  {
    it: "refuses more than API Gateway takes",
    change: set("jwt-authorizer", { [AUDIENCES]: Array.from({ length: 51 }, () => "client123") }),
    says: [
      `Authorizer "jwt-authorizer": ${AUDIENCES} is ${JSON.stringify(Array.from({ length: 51 }, () => "client123")).slice(0, 120)}…; wanted: at most 50 clients.`,
    ],
  },
  {
    it: "refuses a client of somebody else",
    change: set("jwt-authorizer", { [AUDIENCES]: ["client123", "stranger"] }),
    says: [
      `Authorizer "jwt-authorizer": ${AUDIENCES}[1] is "stranger"; wanted: a client of this stack.`,
    ],
  },
  {
    it: "refuses a machine client beside user clients",
    change: all(machine, set("jwt-authorizer", { [AUDIENCES]: ["client123", "job123"] })),
    says: [
      `Authorizer "jwt-authorizer": ${AUDIENCES} is ["client123","job123"]; wanted: no machine client such as "job" beside user clients.`,
    ],
  },
  {
    it: "accepts an API for machines alone",
    change: all(machine, set("jwt-authorizer", { [AUDIENCES]: ["job123"] })),
  },
  {
    it: "accepts audiences of other identity providers",
    change: set("jwt-authorizer", {
      [ISSUER]: "https://shop.eu.auth0.com/",
      [AUDIENCES]: ["https://api.example.com"],
    }),
  },
  { it: "follows the dependency where no ids are told", change: inEngine },
]);

describePolicy("authz-header-only", [
  {
    it: "refuses a token in the address",
    change: set("jwt-authorizer", { identitySources: ["$request.querystring.token"] }),
    says: [
      'Authorizer "jwt-authorizer": identitySources[0] is "$request.querystring.token"; wanted: $request.header.Authorization.',
    ],
  },
  {
    it: "refuses an authorizer that takes it from nowhere",
    change: set("jwt-authorizer", { identitySources: undefined }),
    says: [
      'Authorizer "jwt-authorizer": identitySources is not set; wanted: $request.header.Authorization.',
    ],
  },
  {
    it: "refuses a Lambda authorizer's token in the address",
    change: set("lambda-authorizer", { identitySources: ["$request.querystring.access_token"] }),
    says: [
      'Authorizer "lambda-authorizer": identitySources[0] is "$request.querystring.access_token"; wanted: no token of the address.',
    ],
  },
  {
    it: "accepts what only sounds like a token in a Lambda authorizer's address",
    change: set("lambda-authorizer", {
      identitySources: ["$request.header.Authorization", "$request.querystring.author"],
    }),
  },
  {
    it: "accepts the header in lower case",
    change: set("jwt-authorizer", { identitySources: ["$request.header.authorization"] }),
  },
]);
