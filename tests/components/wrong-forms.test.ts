import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { HttpApi } from "../../components/http-api";
import { apiProblems } from "../../components/api/http-api-args";
import { tableProblems } from "../../components/api/route-table";
import { authProblems } from "../../components/auth/auth-problems";
import { identityPoolProblems } from "../../components/identity/identity-pool-args";
import { iamAuthorizer } from "../../components/authorizer";
import { requestAuthorizer } from "../../components/request-authorizer";
import { UserData } from "../../components/user-data";
import { UserFiles } from "../../components/user-files";
import { VpcLink } from "../../components/vpc-link";
import { recorded } from "../support/recorded";

const ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/a";
const answer = async () => "";

/** Arguments with a value at every depth that has a form. */
const api = {
  cors: { origins: ["https://a.example"], methods: ["GET"], headers: ["x-a"] },
  throttle: { rate: 5, burst: 5 },
  stages: { $default: { variables: { a: "b" }, throttle: { rate: 1, burst: 1 } } },
  domain: {
    name: "api.example.net",
    zoneId: "Z1",
    path: "v1",
    stage: "$default",
    mutualTls: { truststoreUri: "s3://a/b", truststoreVersion: "1" },
  },
  logRetentionDays: 30,
  logKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/a",
  alarms: { notify: ["arn:aws:sns:eu-west-1:111122223333:a"], latencyMilliseconds: 5 },
};
const routes = {
  "GET /a": {
    scopes: ["orders/read"],
    handler: answer,
    environment: { AA: "b" },
    policies: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a"] }],
    vpc: { subnetIds: ["a"], securityGroupIds: ["b"] },
    throttle: { rate: 1, burst: 1 },
  },
  "GET /b": { public: "why", proxy: "https://b.example", headers: { "x-a": { text: "b" } } },
  "POST /d": {
    public: "why",
    aws: {
      action: "SQS-SendMessage",
      resourceArn: "arn:aws:sqs:eu-west-1:111122223333:a",
      parameters: { QueueUrl: "https://a.example", MessageBody: "$request.body" },
    },
  },
  "GET /c": { public: "why", private: { arn: ARN, vpcLinkId: "a", serverName: "b" } },
};
const layer = {
  signUp: "self-service",
  factors: ["totp"],
  scopes: { orders: { read: "See" } },
  clients: {
    web: {
      kind: "browser",
      callbackUrls: ["https://a.example"],
      logoutUrls: ["https://a.example"],
      scopes: ["openid", "orders/read"],
      lifetimes: { accessMinutes: 5 },
      read: ["email", "email_verified"],
      write: ["email", "name", "given_name", "family_name"],
    },
    job: { kind: "machine", scopes: ["orders/read"] },
  },
  attributes: { tenant: { type: "String" } },
  requiredAttributes: ["name"],
  groups: { admin: { description: "Admins" } },
  triggers: { preSignUp: answer },
  messages: { verification: { subject: "Code", body: (code: string) => code } },
  alarms: { notify: [] },
  claims: { groups: { admin: ["orders/read"] }, attributes: { tenant: "custom:tenant" } },
  identityProviders: {
    google: { clientId: "a", clientSecret: pulumi.secret("b"), scopes: ["openid"] },
    apple: {
      clientId: "a",
      teamId: "b",
      keyId: "c",
      privateKey: pulumi.secret("d"),
      attributes: { name: "name" },
    },
    company: {
      kind: "OIDC",
      issuer: "https://issuer.example",
      clientId: "a",
      clientSecret: pulumi.secret("b"),
      identifiers: ["a.example"],
      attributes: { name: "name" },
      attributesRequestMethod: "GET",
    },
    partner: {
      kind: "SAML",
      metadata: { url: "https://a.example/metadata" },
      attributes: { name: "name" },
      signOut: true,
    },
  },
};
const pool = {
  issuer: "https://issuer.example",
  clientIds: ["a"],
  roles: { authenticated: { policies: [] }, byGroup: { admin: { description: "Admins" } } },
  principalTags: { tenant: "custom:tenant" },
  guests: { reason: "why" },
};

const context = {
  apiName: "api",
  definedScopes: ["orders/read"],
  existing: [],
  stages: ["$default"],
  throttleIsLate: false,
};

const WRONG = [undefined, null, 5, "text", true, [], {}, [null], { a: null }, () => 0];

/** The value with each of the wrong ones at each place in it. */
function* mutants(value: unknown, path: string): Iterable<readonly [string, unknown]> {
  for (const wrong of WRONG) yield [`${path} = ${JSON.stringify(wrong) ?? typeof wrong}`, wrong];
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const [where, changed] of mutants(inner, `${path}.${key}`)) {
      yield [
        where,
        Object.assign(Array.isArray(value) ? [...value] : { ...value }, { [key]: changed }),
      ];
    }
  }
}

describe("a value of the wrong form at any place of the arguments", () => {
  const cases = {
    HttpApi: [api, apiProblems],
    AuthLayer: [layer, authProblems],
    IdentityPool: [pool, identityPoolProblems],
  } as const;
  for (const [component, [args, problems]] of Object.entries(cases)) {
    it(`ends in no error of JavaScript's own: ${component}`, () => {
      const first = (value: unknown): string | undefined =>
        [...take(problems(value as never))].at(-1);
      assert.equal(first(args), undefined);
      for (const [where, changed] of mutants(args, component)) {
        assert.doesNotThrow(() => first(changed), where);
      }
    });
  }

  it("ends in no error of JavaScript's own: a route", () => {
    const first = (table: object): string | undefined =>
      [...take(tableProblems(Object.entries(table) as never, context))].at(-1);
    assert.equal(first(routes), undefined);
    for (const [key, route] of Object.entries(routes)) {
      for (const [where, changed] of mutants(route, key)) {
        // A route that is no object is refused before its table is read.
        if (typeof changed !== "object" || changed === null) continue;
        assert.doesNotThrow(() => first({ [key]: changed }), where);
      }
    }
  });
});

/** The problems up to the first, as a component reads them. */
function* take(problems: Iterable<string | undefined>): Iterable<string> {
  for (const problem of problems) {
    if (problem === undefined) continue;
    yield problem;
    return;
  }
}

const jwt = { issuer: "https://issuer.example", audience: ["a"], scopes: ["orders/read"] };

/** Calls that no compiler lets through, by what is told. */
const calls: Readonly<Record<string, () => unknown>> = {
  "args is missing: it must be an object.": make(HttpApi),
  "domain.zoneId is missing: it must be given.": make(HttpApi, { domain: { name: "a.example" } }),
  "domain is null: it must be an object, or left out.": make(HttpApi, { domain: null }),
  'stages["prod"] is null: it must be an object.': make(HttpApi, { stages: { prod: null } }),
  "authorizer is missing: it must be an object.": addRoutes(undefined, routes),
  "authorizer.GET /a is unknown: there are kind, name, issuer, audience, scopes.": addRoutes(
    routes,
    routes,
  ),
  "routes is null: it must be an object.": addRoutes(jwt, null),
  'routes["GET /a"] is null: it must be an object.': addRoutes(jwt, { "GET /a": null }),
  'routes["GET /a"] is a function: it must be an object.': addRoutes(jwt, { "GET /a": answer }),
  "defaults is null: it must be an object, or left out.": addRoutes(jwt, {}, null),
  "defaults.timeout is unknown: there are environment, timeoutSeconds, memoryMb, tracing, runtime, architecture, vpc, scopes.":
    addRoutes(jwt, {}, { timeout: 5 }),
  'authorizer.kind is "JWKS": it must be "JWT" or "REQUEST" or "AWS_IAM".': addRoutes(
    { ...jwt, kind: "JWKS" },
    {},
  ),
  "authorizer.scopes is missing: it must be a list.": addRoutes({ ...jwt, scopes: undefined }, {}),
  "authorizer.handler is missing: it must be a function.": addRoutes(
    requestAuthorizer({} as never),
    {},
  ),
  'routes["GET /b"] is 5: it must be an object.': addRoutes(iamAuthorizer(), { "GET /b": 5 }),
  "vpcId is missing: it must be given.": make(VpcLink, {}),
  'datasets is "settings": it must be a list.': make(UserData, { datasets: "settings" }),
  "scopes.write is missing: it must be a list.": make(UserData, {
    datasets: ["settings"],
    scopes: { read: ["orders/read"] },
  }),
  'roles["users"] is no role: take one of an identity pool\'s roles.': make(UserFiles, {
    roles: { users: {} },
  }),
};

function make(component: unknown, args?: unknown): () => unknown {
  const Component = component as new (name: string, args: unknown) => unknown;
  return () => new Component("made", args);
}

/** Calls that leave the table out: with nothing, an authorizer, or a table in its place. */
const tableless = [addRoutes(), addRoutes(jwt), addRoutes(routes)];

function addRoutes(...args: readonly unknown[]): () => unknown {
  const added = (made: HttpApi): unknown =>
    (made.addRoutes as (...each: readonly unknown[]) => unknown).apply(made, [...args]);
  return () => added(new HttpApi("api", {}));
}

describe("addRoutes without a table", () => {
  it("says how it is called", async () => {
    const message =
      'addRoutes has no table: write addRoutes(authorizer, { "GET /orders": { … } }).';
    for (const call of tableless) await assert.rejects(recorded(call), { message });
  });
});

describe("what a caller without a compiler gets wrong is told by the component", () => {
  for (const [message, call] of Object.entries(calls)) {
    it(message, async () => {
      await assert.rejects(recorded(call), { message });
    });
  }
});
