import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type ApiScope, type ScopeTree } from "../../components/auth/api-scopes";
import type { AuthLayerArgs } from "../../components/auth/auth-layer-args";
import { authProblems } from "../../components/auth/auth-problems";
import { apiProblems } from "../../components/api/http-api-args";
import { tableProblems } from "../../components/api/route-table";

/** What JavaScript, a cast or an evaluation without a type check hands over. */
type Untyped = Readonly<Record<string, unknown>>;

const first = (problems: Iterable<string | undefined>): string | undefined =>
  [...problems].find((problem) => problem !== undefined);

const web = { kind: "browser", callbackUrls: ["https://a.example"] };
const layer = { signUp: "admin-only", scopes: { orders: { read: "See" } }, clients: { web } };

const google = { clientId: "a", clientSecret: pulumi.secret("b") };
const queue = {
  action: "SQS-SendMessage",
  resourceArn: "arn:aws:sqs:eu-west-1:111122223333:a",
  parameters: { QueueUrl: "https://a.example", MessageBody: "$request.body" },
};

const context = {
  apiName: "api",
  definedScopes: ["orders/read"] satisfies ApiScope<ScopeTree>[],
  existing: [],
  stages: ["$default"],
  throttleIsLate: false,
};
const route = { scopes: ["orders/read"], handler: async () => "" };
const long = "x".repeat(5_000);

const authCases: readonly [Untyped, string][] = [
  [{ passwordLenght: 20 }, "passwordLenght is unknown: did you mean passwordLength?"],
  [{ signUp: true }, 'signUp is true: it must be "self-service" or "admin-only".'],
  [{ mfa: "on" }, 'mfa is "on": it must be "OFF" or "OPTIONAL" or "ON".'],
  [{ triggers: { preSignup: () => 0 } }, "triggers.preSignup is unknown: did you mean preSignUp?"],
  [
    { clients: { web: { ...web, kind: "spa" } } },
    'clients["web"].kind is "spa": it must be "browser" or "native" or "server" or "machine".',
  ],
  [
    { clients: { web: { ...web, storeSecret: true } } },
    'clients["web"].storeSecret is unknown: there are kind, callbackUrls, logoutUrls, scopes, lifetimes, identityProviders, refreshGraceSeconds, challengeMinutes, read, write, branding.',
  ],
  [
    { clients: { job: { kind: "machine", scopes: ["orders/read"], callbackUrls: [] } } },
    'clients["job"].callbackUrls is unknown: there are storeSecret, secretRotation, kind, scopes, lifetimes.',
  ],
  [
    { clients: { web: { kind: "browser" } } },
    'clients["web"].callbackUrls is empty: the sign-in pages need an address to send the user back to.',
  ],
  [
    { attributes: { tenant: { type: "string" } } },
    'attributes["tenant"].type is "string": it must be "String" or "Number" or "Boolean" or "DateTime".',
  ],
  [
    { triggers: { preSignUp: "arn" } },
    'triggers.preSignUp is "arn": it must be a function or an object.',
  ],
  [
    { triggers: { preSignUp: {} } },
    "triggers.preSignUp.handler is missing: it must be a function.",
  ],
  [{ email: { from: "a@b.example" } }, "email.sesIdentityArn is missing: it must be given."],
  [{ email: "ses" }, 'email is "ses": it must be "cognito" or an object.'],
  [{ sms: {} }, "sms.spendLimitUsd is missing: it must be given."],
  [
    { devices: { rememberBy: "none" } },
    'devices.rememberBy is "none": it must be "user" or "always".',
  ],
  [
    { threatProtection: { mode: "ON" } },
    'threatProtection.mode is "ON": it must be "AUDIT" or "ENFORCED".',
  ],
  [{ logs: { all: true } }, "logs.all is unknown: there are notifications, authEvents."],
  [{ groups: { admin: { rol: "a" } } }, 'groups["admin"].rol is unknown: did you mean role?'],
  [
    { attributes: { tenant: { type: "String", userWriteable: true } } },
    'attributes["tenant"].userWriteable is unknown: did you mean userWritable?',
  ],
  [
    { testUsers: { alice: { mail: "a@b.example", password: "a" } } },
    'testUsers["alice"].mail is unknown: did you mean email?',
  ],
  [{ branding: { colours: {} } }, "branding.colours is unknown: did you mean colors?"],
  [
    { clients: { web: { ...web, lifetimes: { days: 5 } } } },
    'clients["web"].lifetimes.days is unknown: there are accessMinutes, idMinutes, refreshDays.',
  ],
  [
    { passkeys: { relyingPartyId: "https://example.net" } },
    'passkeys.relyingPartyId is "https://example.net": it must be a host name in lower case, without https:// and port.',
  ],
  [
    { identityProviders: { google: { ...google, clientSecert: "b" } } },
    'identityProviders["google"].clientSecert is unknown: did you mean clientSecret?',
  ],
  [
    { identityProviders: { google: { ...google, scopes: "openid" } } },
    'identityProviders["google"].scopes is "openid": it must be a list.',
  ],
  [
    { identityProviders: { apple: { clientId: "a", teamId: "b", keyId: "c" } } },
    'identityProviders["apple"].privateKey is missing: it must be given.',
  ],
  [
    { identityProviders: { company: { ...google, kind: "oidc" } } },
    'identityProviders["company"].kind is "oidc": it must be "OIDC" or "SAML".',
  ],
  [
    { identityProviders: { company: { ...google, kind: "OIDC" } } },
    'identityProviders["company"].issuer is missing: it must be given.',
  ],
  [
    { identityProviders: { partner: { kind: "SAML", metadata: {} } } },
    'identityProviders["partner"].metadata has neither url nor xml: give the one or the other.',
  ],
  [
    { identityProviders: { partner: { kind: "SAML", metadata: { url: "a", xml: "b" } } } },
    'identityProviders["partner"].metadata has url and xml: give the one or the other.',
  ],
  [
    { identityProviders: { partner: { kind: "SAML", metadata: { xml: "b" }, signOut: "yes" } } },
    'identityProviders["partner"].signOut is "yes": it must be true or false.',
  ],
  [{ tracing: "yes" }, 'tracing is "yes": it must be true or false.'],
  [
    { domain: { name: "login.example.net" } },
    "domain.zoneId is missing: name the Route 53 zone that has login.example.net.",
  ],
  [
    { scopes: { orders: { read: long } } },
    'scopes["orders"]["read"] has 5000 characters: Cognito takes at most 256.',
  ],
  [
    { groups: { admin: { description: long } } },
    'groups["admin"].description has 5000 characters: Cognito takes at most 2048.',
  ],
];

const apiCases: readonly [Untyped, string][] = [
  [{ trottle: {} }, "trottle is unknown: did you mean throttle?"],
  [{ throttle: 5 }, "throttle must have the form { rate, burst }: requests a second, and at once."],
  [
    { cors: true },
    'cors.origins is no list: name the sites, for instance ["https://app.example.com"].',
  ],
  [
    { logKeyArn: "alias/logs" },
    'logKeyArn is "alias/logs": it must be the ARN of a KMS key, such as key.arn.',
  ],
  [{ logKeyArn: 5 }, "logKeyArn is 5: it must be the ARN of a KMS key, such as key.arn."],
  [{ defaultEndpoint: true }, 'defaultEndpoint is true: it must be "on" or "off".'],
];

const routeCases: readonly [Untyped, string][] = [
  [{ hander: route.handler }, ".hander is unknown: did you mean handler?"],
  [{ scopes: "orders/read" }, '.scopes is no list: write ["orders/read"].'],
  [{ handler: "index.handler" }, '.handler is "index.handler": it must be a function.'],
  [{ tracing: "yes" }, '.tracing is "yes": it must be true or false.'],
  [
    { handler: undefined, aws: { ...queue, action: "SQS-Send" } },
    '.aws.action is "SQS-Send": it must be "SQS-SendMessage" or "EventBridge-PutEvents" or "Kinesis-PutRecord" or "StepFunctions-StartExecution".',
  ],
  [
    { handler: undefined, aws: { ...queue, parameters: { QueueUrl: "a" } } },
    ".aws.parameters.MessageBody is missing: it must be given.",
  ],
  [
    { handler: undefined, aws: { ...queue, parameters: { queueUrl: "a", MessageBody: "b" } } },
    ".aws.parameters.queueUrl is unknown: did you mean QueueUrl?",
  ],
  [{ runtime: "nodejs18.x" }, '.runtime is "nodejs18.x": it must be "nodejs24.x" or "nodejs22.x".'],
  [{ policies: "ReadOnly" }, ".policies is no list: name statements, such as [grantRead(table)]."],
  [
    { throttle: 5 },
    ".throttle must have the form { rate, burst }: requests a second, and at once.",
  ],
  [
    { scopes: undefined, public: true },
    " is public without a reason: say why everybody may call it.",
  ],
  [
    { scopes: undefined, public: long },
    ".public has 5000 characters: API Gateway takes 1016 here.",
  ],
];

describe("arguments that no compiler has seen are refused", () => {
  for (const [change, message] of authCases) {
    it(`of an AuthLayer: ${message}`, () => {
      const args = { ...layer, ...change } as unknown as AuthLayerArgs<ScopeTree>;
      assert.equal(first(authProblems(args)), message);
    });
  }
  for (const [args, message] of apiCases) {
    it(`of an HttpApi: ${message}`, () => assert.equal(first(apiProblems(args)), message));
  }
  for (const [change, message] of routeCases) {
    it(`of a route: ${message}`, () => {
      const entries = [["GET /x", { ...route, ...change }]] as never;
      assert.equal(first(tableProblems(entries, context)), `routes["GET /x"]${message}`);
    });
  }
});
