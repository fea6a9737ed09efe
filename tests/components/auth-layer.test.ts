import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AuthLayer } from "../../components/auth-layer";
import type { AuthLayerArgs } from "../../components/auth/auth-layer-args";
import type { ScopeTree } from "../../components/auth/api-scopes";
import { childrenOf, inputs, recorded, recordedOnce, resource, types } from "../support/recorded";

describe("AuthLayer, as in its example", () => {
  const recording = recordedOnce(() => {
    const auth = new AuthLayer("auth", {
      signUp: "self-service",
      scopes: { orders: { read: "See orders" } },
      clients: {
        web: {
          kind: "browser",
          callbackUrls: ["https://orders.example.test"],
          scopes: ["openid", "orders/read"],
        },
      },
    });
    const { authorizer, clients, issuer, userPoolId, domain } = auth;
    return { authorizer, clients, issuer, userPoolId, domain };
  });
  const poolId = async () => resource(await recording(), types.userPool, "auth").id;

  it("consists of a pool with domain and log, one resource server, and a client with a style", async () => {
    assert.deepEqual(childrenOf(await recording(), "auth"), [
      "LogDeliveryConfiguration auth-log-delivery",
      "LogGroup auth-notifications-log",
      "ManagedLoginBranding auth-web-branding",
      "ResourceServer auth-orders",
      "UserPool auth",
      "UserPoolClient auth-web",
      "UserPoolDomain auth-domain",
    ]);
  });

  it("F1–F11: has a pool with strict settings", async () => {
    assert.deepEqual(inputs(await recording(), types.userPool, "auth"), {
      usernameAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      schemas: [
        {
          name: "email",
          attributeDataType: "String",
          required: true,
          mutable: true,
          developerOnlyAttribute: false,
          stringAttributeConstraints: { minLength: "0", maxLength: "2048" },
        },
      ],
      userPoolTier: "ESSENTIALS",
      deletionProtection: "ACTIVE",
      adminCreateUserConfig: { allowAdminCreateUserOnly: false },
      passwordPolicy: {
        minimumLength: 15,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 1,
        passwordHistorySize: 5,
      },
      mfaConfiguration: "OPTIONAL",
      softwareTokenMfaConfiguration: { enabled: true },
      autoVerifiedAttributes: ["email"],
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
      verificationMessageTemplate: {
        defaultEmailOption: "CONFIRM_WITH_CODE",
        emailSubject: "Your confirmation code",
        emailMessage:
          "Your confirmation code is {####}. If you did not ask for it, ignore this message.",
      },
      emailConfiguration: { emailSendingAccount: "COGNITO_DEFAULT" },
    });
  });

  it("F49: has hosted pages of version 2 at a prefix derived from the stack", async () => {
    assert.deepEqual(inputs(await recording(), types.domain, "auth-domain"), {
      userPoolId: await poolId(),
      domain: "secure-api-test-bddbc4f1",
      managedLoginVersion: 2,
    });
  });

  it("F56: defines the API's scopes", async () => {
    assert.deepEqual(inputs(await recording(), types.resourceServer, "auth-orders"), {
      userPoolId: await poolId(),
      identifier: "orders",
      name: "orders",
      scopes: [{ scopeName: "read", scopeDescription: "See orders" }],
    });
  });

  it("F35–F45: has a browser client without secret, with the code grant only", async () => {
    const profile = ["email", "name", "given_name", "family_name", "locale", "zoneinfo"];
    assert.deepEqual(inputs(await recording(), types.client, "auth-web"), {
      userPoolId: await poolId(),
      generateSecret: false,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["openid", "orders/read"],
      callbackUrls: ["https://orders.example.test"],
      logoutUrls: [],
      supportedIdentityProviders: ["COGNITO"],
      explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"],
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      authSessionValidity: 3,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 1,
      refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 10 },
      readAttributes: [...profile, "email_verified"],
      writeAttributes: profile,
    });
  });

  it("C343: makes the scopes before the client that asks for them", async () => {
    const { dependsOn } = resource(await recording(), types.client, "auth-web");
    assert.ok(
      dependsOn.includes(resource(await recording(), types.resourceServer, "auth-orders").urn),
    );
  });

  it("F52: gives the client a style, without which its pages are unavailable", async () => {
    assert.deepEqual(inputs(await recording(), types.branding, "auth-web-branding"), {
      userPoolId: await poolId(),
      clientId: resource(await recording(), types.client, "auth-web").id,
      useCognitoProvidedValues: true,
    });
  });

  it("gives values: authorizer, clients, issuer, pool and domain", async () => {
    const clientId = resource(await recording(), types.client, "auth-web").id;
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${await poolId()}`;
    const { outputs } = await recording();
    assert.deepEqual(outputs, {
      authorizer: { name: "jwt", issuer, audience: [clientId], scopes: ["orders/read"] },
      clients: { web: { id: clientId, secret: "[secret]", secretArn: "" } },
      issuer,
      userPoolId: await poolId(),
      domain: "https://secure-api-test-bddbc4f1.auth.us-east-1.amazoncognito.com",
    });
  });
});

describe("AuthLayer with arguments", () => {
  const recording = recordedOnce(() => {
    const auth = new AuthLayer("login", {
      signUp: "admin-only",
      mfa: "OFF",
      accessTokenMinutes: 15,
      passwordLength: 20,
      recovery: "admin-only",
      lifecycle: "ephemeral",
      domain: { prefix: "orders-login" },
      attributes: { tenant: { type: "String" }, theme: { type: "Number", userWritable: true } },
      email: {
        from: "Orders <no-reply@orders.test>",
        sesIdentityArn: "arn:ses",
        replyTo: "help@orders.test",
      },
      groups: { admin: { description: "Runs the shop" }, staff: {} },
      testUsers: {
        tester: {
          email: "tester@example.com",
          password: pulumi.secret("a long password"),
          groups: ["admin"],
        },
      },
      scopes: { orders: { read: "See orders" }, stock: { write: "Change stock" } },
      clients: {
        app: {
          kind: "native",
          callbackUrls: ["com.example.app:/callback"],
          scopes: ["stock/write"],
        },
        job: { kind: "machine", scopes: ["orders/read"] },
      },
    });
    return { authorizer: auth.authorizer };
  });

  it("sets the pool by them", async () => {
    const pool = inputs(await recording(), types.userPool, "login");
    assert.deepEqual(pool["adminCreateUserConfig"], { allowAdminCreateUserOnly: true });
    assert.deepEqual(pool["accountRecoverySetting"], {
      recoveryMechanisms: [{ name: "admin_only", priority: 1 }],
    });
    assert.deepEqual(pool["emailConfiguration"], {
      emailSendingAccount: "DEVELOPER",
      fromEmailAddress: "Orders <no-reply@orders.test>",
      sourceArn: "arn:ses",
      replyToEmailAddress: "help@orders.test",
    });
    assert.equal(pool["deletionProtection"], "INACTIVE");
    assert.equal((pool["passwordPolicy"] as { minimumLength: number }).minimumLength, 20);
  });

  it("C267: names no factor where MFA is off", async () => {
    const pool = inputs(await recording(), types.userPool, "login");
    assert.equal(pool["mfaConfiguration"], "OFF");
    assert.equal(pool["softwareTokenMfaConfiguration"], undefined);
  });

  it("F5, C337: states every field of an own attribute", async () => {
    const { schemas } = inputs(await recording(), types.userPool, "login");
    const own = { required: false, mutable: true, developerOnlyAttribute: false };
    assert.deepEqual((schemas as unknown[]).slice(1), [
      {
        ...own,
        name: "tenant",
        attributeDataType: "String",
        stringAttributeConstraints: { minLength: "0", maxLength: "2048" },
      },
      { ...own, name: "theme", attributeDataType: "Number", numberAttributeConstraints: {} },
    ]);
  });

  it("F45: lets clients read own attributes and write those that say so", async () => {
    const { readAttributes, writeAttributes } = inputs(
      await recording(),
      types.client,
      "login-app",
    );
    const own = (names: unknown) =>
      (names as string[]).filter((name) => name.startsWith("custom:"));
    assert.deepEqual(own(readAttributes), ["custom:tenant", "custom:theme"]);
    assert.deepEqual(own(writeAttributes), ["custom:theme"]);
  });

  it("takes the given prefix", async () => {
    assert.equal(inputs(await recording(), types.domain, "login-domain")["domain"], "orders-login");
  });

  it("F58: ranks groups by their order", async () => {
    const userPoolId = resource(await recording(), types.userPool, "login").id;
    assert.deepEqual(inputs(await recording(), types.group, "login-admin"), {
      userPoolId,
      name: "admin",
      precedence: 0,
      description: "Runs the shop",
    });
    assert.deepEqual(inputs(await recording(), types.group, "login-staff"), {
      userPoolId,
      name: "staff",
      precedence: 1,
    });
  });

  it("F17: has test users with a password that is secret, whom no mail reaches", async () => {
    const { inputs: user, secrets } = resource(await recording(), types.user, "login-tester");
    assert.deepEqual(user, {
      userPoolId: resource(await recording(), types.userPool, "login").id,
      username: "tester@example.com",
      password: "a long password",
      attributes: { email: "tester@example.com", email_verified: "true" },
      messageAction: "SUPPRESS",
    });
    assert.deepEqual(secrets, ["inputs/password", "outputs/password"]);
  });

  it("F17: puts test users into their groups, and into no others", async () => {
    const memberships = (await recording()).resources.filter(
      ({ type }) => type === types.userInGroup,
    );
    assert.deepEqual(
      memberships.map(({ name, inputs: membership }) => [name, membership]),
      [
        [
          "login-tester-in-admin",
          {
            userPoolId: resource(await recording(), types.userPool, "login").id,
            username: "tester@example.com",
            groupName: "admin",
          },
        ],
      ],
    );
  });

  it("F52: styles the clients that have pages, and only them", async () => {
    const styles = (await recording()).resources.filter((one) => one.type === types.branding);
    assert.deepEqual(
      styles.map(({ name }) => name),
      ["login-app-branding"],
    );
  });

  it("F43: passes the token life on to every client", async () => {
    assert.equal(inputs(await recording(), types.client, "login-app")["accessTokenValidity"], 15);
    assert.equal(inputs(await recording(), types.client, "login-job")["accessTokenValidity"], 15);
  });

  it("F110: accepts the tokens of every client", async () => {
    const { authorizer } = (await recording()).outputs as {
      authorizer: { audience: string[]; scopes: string[] };
    };
    const ids = ["login-app", "login-job"].map(
      async (name) => resource(await recording(), types.client, name).id,
    );
    assert.deepEqual(authorizer.audience, await Promise.all(ids));
    assert.deepEqual(authorizer.scopes, ["orders/read", "stock/write"]);
  });
});

describe("AuthLayer refuses", () => {
  type Args = AuthLayerArgs<ScopeTree>;
  const good: Args = {
    signUp: "self-service",
    scopes: { orders: { read: "See orders" } },
    clients: { web: { kind: "browser", callbackUrls: ["https://a.b"] } },
  };
  it("nothing of a good layer", async () => {
    await recorded(() => void new AuthLayer("auth", good));
  });

  const cases: readonly [string, Partial<Args>, string][] = [
    ["no client", { clients: {} }, "clients is empty: without an app client nobody can sign in."],
    [
      "a client with a scope that nobody defines",
      { clients: { web: { kind: "browser", callbackUrls: ["https://a.b"], scopes: ["x/y"] } } },
      'clients["web"].scopes has "x/y", which is not one of openid, email, profile, orders/read. Define it in scopes or remove it.',
    ],
    [
      "tokens of a day and a minute",
      { accessTokenMinutes: 1_441 },
      "accessTokenMinutes is 1441: it must be a whole number from 5 to 1440.",
    ],
    [
      "passwords of 7 characters",
      { passwordLength: 7 },
      "passwordLength is 7: it must be a whole number from 8 to 99.",
    ],
    [
      "C293: a reserved prefix",
      { domain: { prefix: "cognito" } },
      'domain.prefix is "cognito": it must not contain "cognito".',
    ],
    [
      "F17: a test user beside real ones",
      {
        testUsers: { tester: { email: "tester@example.com", password: pulumi.output("") } },
      },
      'testUsers has "tester", and lifecycle is not "ephemeral": test users belong to throw-away stacks only.',
    ],
    [
      "C257: an attribute with its prefix",
      { attributes: { "custom:a": { type: "String" } } },
      'attributes has "custom:a": use 1 to 20 letters, digits and underscores, without "custom:".',
    ],
    [
      "a resource server with a slash",
      { scopes: { "orders/": { read: "x" } } },
      'scopes["orders/"] is no identifier of a resource server: use letters, digits and . _ - after a letter or digit.',
    ],
    [
      "a resource server without scopes",
      { scopes: { orders: {} } },
      'scopes["orders"] has 0 scopes: Cognito takes 1 to 100.',
    ],
    [
      "a scope with a blank",
      { scopes: { orders: { "read all": "x" } } },
      'scopes["orders"] has the scope "read all": use printable characters without blank, quote, slash or "*".',
    ],
    [
      "a wildcard scope",
      { scopes: { orders: { "*": "x" } } },
      'scopes["orders"] has the scope "*": use printable characters without blank, quote, slash or "*".',
    ],
    [
      "a scope without words",
      { scopes: { orders: { read: " " } } },
      'scopes["orders"]["read"] is empty: say what the scope allows, for instance "See orders".',
    ],
  ];
  for (const [title, change, message] of cases) {
    it(title, async () => {
      await assert.rejects(
        recorded(() => void new AuthLayer("auth", { ...good, ...change })),
        { message },
      );
    });
  }
});

describe("AuthLayer.authorizerOf", () => {
  it("refuses a client that the layer does not have, and names those it has", async () => {
    const recording = recorded(() => {
      const auth = new AuthLayer("auth", {
        signUp: "admin-only",
        scopes: { orders: { read: "See orders" } },
        clients: { nightly: { kind: "machine", scopes: ["orders/read"] } },
      });
      auth.authorizerOf("machines", ["nightyl" as "nightly"]);
    });
    await assert.rejects(recording, {
      message: 'authorizerOf("machines") has "nightyl", which is no client: there are nightly.',
    });
  });
});
