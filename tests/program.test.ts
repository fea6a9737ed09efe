import assert from "node:assert/strict";
import type { Resource } from "../local/program/graph.ts";
import { inputs, recordedOnce, resource, types } from "./support/recorded";

// Evaluated anew with each configuration, as `pulumi up` would.
function program(): unknown {
  const path = require.resolve("../index");
  delete require.cache[path];
  return require(path) as unknown;
}

const recording = recordedOnce(program);

const ofType = async (type: string): Promise<readonly Resource[]> =>
  (await recording()).resources.filter((one) => one.type === type);

describe("the program", () => {
  it("is the seed's walk-through: a public page, and routes for signed-in users", async () => {
    const routes = (await ofType(types.route)).map(({ inputs: route }) => [
      route["routeKey"],
      route["authorizationType"],
      route["authorizationScopes"] ?? null,
    ]);
    assert.deepEqual(routes.sort(), [
      ["GET /", "NONE", null],
      ["GET /hello", "JWT", ["orders/read"]],
      ["GET /me", "JWT", ["orders/read", "orders/write"]],
      ["POST /orders", "JWT", ["orders/write"]],
    ]);
  });

  it("sends users back to exactly the address that the page names: the API's URL without a slash", async () => {
    const { outputs } = await recording();
    const { callbackUrls, logoutUrls } = inputs(await recording(), types.client, "auth-web");
    assert.deepEqual([callbackUrls, logoutUrls], [[outputs["url"]], [outputs["url"]]]);
    assert.doesNotMatch(String(outputs["url"]), /\/$/);
  });

  it("tells its landing page the issuer and the client", async () => {
    const { outputs } = await recording();
    assert.deepEqual(inputs(await recording(), types.function, "api-get")["environment"], {
      variables: { ISSUER: outputs["issuer"], CLIENT_ID: outputs["clientId"] },
    });
  });

  it("has a client whose tokens open GET /hello and not POST /orders", async () => {
    const { allowedOauthScopes } = inputs(await recording(), types.client, "auth-web");
    assert.deepEqual(allowedOauthScopes, ["openid", "email", "orders/read"]);
  });

  it("gives the addresses and ids that people and tools need, and no secret", async () => {
    const pool = resource(await recording(), types.userPool, "auth");
    const api = resource(await recording(), types.api, "api");
    const domain = inputs(await recording(), types.domain, "auth-domain")["domain"];
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool.id}`;
    const pages = `https://${String(domain)}.auth.us-east-1.amazoncognito.com`;
    const { outputs } = await recording();
    assert.deepEqual(outputs, {
      url: `https://${api.id}.execute-api.us-east-1.amazonaws.com`,
      userPoolId: pool.id,
      issuer,
      clientId: resource(await recording(), types.client, "auth-web").id,
      devClientId: "none",
      signInDomain: pages,
      endpoints: {
        issuer,
        discovery: `${issuer}/.well-known/openid-configuration`,
        jwks: `${issuer}/.well-known/jwks.json`,
        authorize: `${pages}/oauth2/authorize`,
        token: `${pages}/oauth2/token`,
        userInfo: `${pages}/oauth2/userInfo`,
        revoke: `${pages}/oauth2/revoke`,
        logout: `${pages}/logout`,
      },
      userImportRole: resource(await recording(), types.role, "auth-user-import").outputs["arn"],
      expiresAt: "never",
      testUser: "none",
    });
  });
});

describe("everything in the program", () => {
  it("has a parent: nothing is made outside a component", async () => {
    const stack = "urn:pulumi:test::secure-api::pulumi:pulumi:Stack::secure-api-test";
    const { resources } = await recording();
    const orphans = resources.filter(
      ({ type, parent }) => type.startsWith("aws:") && parent === stack,
    );
    assert.deepEqual(orphans, []);
  });

  it("has a name of its own", async () => {
    const urns = (await recording()).resources.map(({ urn }) => urn);
    assert.equal(new Set(urns).size, urns.length);
  });

  it("F112: every route has an authorizer, or says why it is public", async () => {
    const integrations = await ofType(types.integration);
    for (const { inputs: route } of await ofType(types.route)) {
      const integration = integrations.find(({ id }) => route["target"] === `integrations/${id}`);
      const reason = /^public: \S/.test(String(integration?.inputs["description"]));
      const isProtected =
        route["authorizationType"] === "JWT" && route["authorizerId"] !== undefined;
      assert.equal(reason, !isProtected, String(route["routeKey"]));
    }
  });

  it("F137: grants no wildcard action and no wildcard resource", async () => {
    const policies = await ofType(types.rolePolicy);
    assert.equal(policies.length, 5);
    for (const { name, inputs: policy } of policies) {
      const { Statement } = JSON.parse(String(policy["policy"])) as {
        Statement: { Action: string[]; Resource: string[] }[];
      };
      for (const { Action, Resource } of Statement) {
        assert.ok(
          Action.every((action) => /^[a-z]+:[A-Za-z]+$/.test(action)),
          name,
        );
        assert.ok(
          Resource.every((arn) => /^arn:aws:logs:[^*]+:log-group:[^*]+[:/]\*$/.test(arn)),
          name,
        );
      }
    }
  });

  it("attaches no managed policy, and three resources per function carry its rights", async () => {
    const { resources } = await recording();
    const managed = resources.filter(
      ({ type, inputs: given }) =>
        /PolicyAttachment/.test(type) || given["managedPolicyArns"] !== undefined,
    );
    assert.deepEqual(managed, []);
    const rights = [types.role, types.rolePolicy, types.permission] as readonly string[];
    const count = resources.filter(
      ({ type, name }) => rights.includes(type) && !name.startsWith("auth-user-import"),
    ).length;
    assert.equal(count / (await ofType(types.function)).length, 3);
  });

  it("F137: no two functions share a role", async () => {
    const roles = (await ofType(types.function)).map(({ inputs: { role } }) => role);
    assert.equal(new Set(roles).size, roles.length);
  });

  it("F140: every archive is one file, and only the landing page's is large", async () => {
    const { deflateRawSync } = await import("node:zlib");
    for (const { name, inputs: given } of await ofType(types.function)) {
      const { archive } = given["code"] as unknown as { archive: Record<string, { text: string }> };
      assert.deepEqual(Object.keys(archive), ["index.js"], name);
      const zipped = deflateRawSync(archive["index.js"]?.text ?? "").length;
      assert.ok(zipped < (name === "api-get" ? 8_192 : 2_048), `${name}: ${zipped} bytes`);
    }
  });

  it("F138: every log group has a retention", async () => {
    const groups = await ofType(types.logGroup);
    assert.equal(groups.length, 6);
    assert.deepEqual(new Set(groups.map((group) => group.inputs["retentionInDays"])), new Set([7]));
  });

  it("F85, F129: costs nothing by the month in development: no alarm, and no web ACL for a reason", async () => {
    const { resources } = await recording();
    const paid = [types.alarm, types.logMetric, types.webAcl, types.webAclAssociation];
    assert.deepEqual(
      resources.filter(({ type }) => paid.some((one) => one === type)),
      [],
    );
    assert.deepEqual(inputs(await recording(), types.userPool, "auth")["tags"], {
      webAcl: "none: the profile is dev",
    });
  });
});

describe("the program in production, with a site", () => {
  const production = recordedOnce(program, {
    "secure-api:profile": "prod",
    "secure-api:mfa": "ON",
    "secure-api:signUp": "admin-only",
    "secure-api:accessTokenMinutes": "15",
    "secure-api:sites": '["https://app.example.net"]',
    "secure-api:domainPrefix": "orders-login",
    "secure-api:alarmTopics": '["arn:aws:sns:eu-central-1:123456789012:alarms"]',
    "aws:region": "eu-central-1",
  });

  it("F122: takes one list of sites for CORS, callbacks and sign-out", async () => {
    const { outputs } = await production();
    const { callbackUrls, logoutUrls } = inputs(await production(), types.client, "auth-web");
    const cors = inputs(await production(), types.api, "api")["corsConfiguration"];
    assert.deepEqual(callbackUrls, [outputs["url"], "https://app.example.net"]);
    assert.deepEqual(logoutUrls, callbackUrls);
    assert.deepEqual((cors as { allowOrigins: string[] }).allowOrigins, [
      "https://app.example.net",
    ]);
  });

  it("passes every setting on", async () => {
    const pool = inputs(await production(), types.userPool, "auth");
    const stage = inputs(await production(), types.stage, "api-stage");
    assert.equal(pool["mfaConfiguration"], "ON");
    assert.deepEqual(pool["adminCreateUserConfig"], { allowAdminCreateUserOnly: true });
    assert.equal(pool["deletionProtection"], "ACTIVE");
    assert.equal(inputs(await production(), types.client, "auth-web")["accessTokenValidity"], 15);
    assert.deepEqual(stage["defaultRouteSettings"], {
      throttlingRateLimit: 1_000,
      throttlingBurstLimit: 500,
      detailedMetricsEnabled: true,
    });
    assert.equal(
      inputs(await production(), types.logGroup, "api-access-log")["retentionInDays"],
      365,
    );
    const { outputs } = await production();
    assert.equal(
      outputs["signInDomain"],
      "https://orders-login.auth.eu-central-1.amazoncognito.com",
    );
  });

  it("F129: tells a topic of refused, failed, slow and throttled requests and sign-ins", async () => {
    const alarms = (await production()).resources.filter(({ type }) => type === types.alarm);
    const functions = ["get", "get-hello", "get-me", "post-orders"].flatMap((route) => [
      `api-${route}-errors-alarm`,
      `api-${route}-throttles-alarm`,
    ]);
    assert.deepEqual(
      alarms.map(({ name }) => name).sort(),
      [
        "api-4xx-alarm",
        "api-5xx-alarm",
        "api-latency-alarm",
        "api-refused-alarm",
        "api-throttled-alarm",
        "auth-web-failed-alarm",
        "auth-web-throttles-alarm",
        ...functions,
      ].sort(),
    );
    for (const { name, inputs: alarm } of alarms) {
      const told = ["arn:aws:sns:eu-central-1:123456789012:alarms"];
      assert.deepEqual([alarm["alarmActions"], alarm["okActions"]], [told, told], name);
    }
  });

  it("F85: has a web ACL in front of its pool, whose log is kept for a year", async () => {
    const { resourceArn, webAclArn } = inputs(
      await production(),
      types.webAclAssociation,
      "auth-web-acl-association",
    );
    const pool = resource(await production(), types.userPool, "auth");
    const acl = resource(await production(), types.webAcl, "auth-web-acl");
    assert.deepEqual([resourceArn, webAclArn], [pool.outputs["arn"], acl.outputs["arn"]]);
    const log = inputs(await production(), types.logGroup, "auth-web-acl-log");
    assert.equal(log["retentionInDays"], 365);
  });
});

describe("the program in development, with a site on the developer's machine", () => {
  const development = recordedOnce(program, {
    "secure-api:sites": '["https://app.example.net","http://localhost:5173"]',
  });

  it("F48: gives that site a client of its own, whose tokens the API takes", async () => {
    const { outputs } = await development();
    const { id, inputs: dev } = resource(await development(), types.client, "auth-dev");
    const web = inputs(await development(), types.client, "auth-web");
    const urlsOf = ({ callbackUrls, logoutUrls }: typeof web) => [callbackUrls, logoutUrls];
    assert.deepEqual(urlsOf(dev), [["http://localhost:5173"], ["http://localhost:5173"]]);
    const published = [outputs["url"], "https://app.example.net"];
    assert.deepEqual(urlsOf(web), [published, published]);
    assert.deepEqual({ ...dev, ...web }, web);
    assert.equal(outputs["devClientId"], id);
    const { jwtConfiguration } = inputs(await development(), types.authorizer, "api-jwt");
    assert.deepEqual(jwtConfiguration, {
      issuer: outputs["issuer"],
      audiences: [outputs["clientId"], id],
    });
  });

  it("F122: lets both sites call the API", async () => {
    const cors = inputs(await development(), types.api, "api")["corsConfiguration"];
    assert.deepEqual((cors as { allowOrigins: string[] }).allowOrigins, [
      "https://app.example.net",
      "http://localhost:5173",
    ]);
  });
});

describe("the minimal example", () => {
  it("is a complete program", async () => {
    const example = recordedOnce(() => require("../examples/minimal/index") as unknown);
    assert.equal(
      inputs(await example(), types.route, "api-get-notes-route")["authorizationType"],
      "JWT",
    );
    const { outputs } = await example();
    assert.deepEqual(Object.keys(outputs).sort(), ["signInDomain", "url"]);
  });
});

describe("the example of sign-in", () => {
  it("offers the pool, Google and the company, and keeps machines from what is the users'", async () => {
    const example = recordedOnce(() => require("../examples/sign-in/index") as unknown, {
      "secure-api:googleClientId": "a",
      "secure-api:googleClientSecret": "b",
      "secure-api:companyIssuer": "https://id.company.example",
      "secure-api:companyClientId": "c",
      "secure-api:companyClientSecret": "d",
    });
    const offered = async (client: string) =>
      inputs(await example(), types.client, client)["supportedIdentityProviders"];
    assert.deepEqual(await offered("auth-web"), ["COGNITO", "Google", "company"]);
    assert.deepEqual(await offered("auth-staff"), ["company"]);
    const audiences = async (name: string) =>
      inputs(await example(), types.authorizer, name)["jwtConfiguration"];
    const idOf = async (client: string) => resource(await example(), types.client, client).id;
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${resource(await example(), types.userPool, "auth").id}`;
    assert.deepEqual(await audiences("api-users"), {
      issuer,
      audiences: [await idOf("auth-web"), await idOf("auth-staff")],
    });
    assert.deepEqual(await audiences("api-machines"), {
      issuer,
      audiences: [await idOf("auth-nightly")],
    });
  });
});
