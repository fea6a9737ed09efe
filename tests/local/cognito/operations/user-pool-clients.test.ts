import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { administer } from "../support/administration.ts";
import { CALLBACK, POOL_ID, standardGraph, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, type Loose, outcome, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";

const MOMENT = START / 1000;

describe("app clients made and changed through the JSON API", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(standardGraph());
  });
  afterEach(() => pools.close());

  const create = (input: object = {}) =>
    administer(pools, "CreateUserPoolClient", { ClientName: "app", ...input });
  const describeClient = async (ClientId: string): Promise<Loose> =>
    (await administer(pools, "DescribeUserPoolClient", { ClientId })).body["UserPoolClient"];

  it("C2, C29, C40: a new client has an id of AWS's shape, and its defaults", async () => {
    const { body } = await create();
    const { ClientId, ...settings } = body["UserPoolClient"];
    assert.match(ClientId, /^[0-9a-z]{26}$/);
    assert.deepEqual(settings, {
      UserPoolId: POOL_ID,
      ClientName: "app",
      LastModifiedDate: MOMENT,
      CreationDate: MOMENT,
      RefreshTokenValidity: 30,
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
    });
    assert.deepEqual(await describeClient(ClientId), body["UserPoolClient"]);
  });

  it("C278, C164, C280: a generated secret is shown, kept by updates, and wanted as a hash", async () => {
    const { ClientId, ClientSecret } = (await create({ GenerateSecret: true })).body[
      "UserPoolClient"
    ];
    assert.match(ClientSecret, /^[0-9a-z]{52}$/);
    await administer(pools, "UpdateUserPoolClient", { ClientId });
    assert.equal((await describeClient(ClientId))["ClientSecret"], ClientSecret);
    const input = { ClientId, Username: EMAIL, Password: PASSWORD };
    assert.deepEqual(outcome(await call(pools, "SignUp", input)), [
      "NotAuthorizedException",
      `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    ]);
    const SecretHash = createHmac("sha256", ClientSecret)
      .update(EMAIL + ClientId)
      .digest("base64");
    assert.equal((await call(pools, "SignUp", { ...input, SecretHash })).status, 200);
  });

  it("C2: a caller may bring a secret of 24 to 64 characters", async () => {
    const ClientSecret = "0123456789abcdef01234567";
    assert.equal(
      (await create({ ClientSecret })).body["UserPoolClient"]["ClientSecret"],
      ClientSecret,
    );
    const short = await create({ ClientSecret: "short" });
    assert.equal(short.body["__type"], "InvalidParameterException");
  });

  it("C255: UpdateUserPoolClient resets what it leaves out", async () => {
    const { ClientId } = (
      await create({
        CallbackURLs: ["https://a.example/"],
        AuthSessionValidity: 15,
        ReadAttributes: ["email"],
        TokenValidityUnits: { AccessToken: "minutes" },
        AccessTokenValidity: 5,
      })
    ).body["UserPoolClient"];
    pools.clock.advance(9);
    const LogoutURLs = ["https://a.example/bye"];
    const { body } = await administer(pools, "UpdateUserPoolClient", { ClientId, LogoutURLs });
    assert.deepEqual(body["UserPoolClient"], {
      UserPoolId: POOL_ID,
      ClientName: "app",
      ClientId,
      LastModifiedDate: MOMENT + 9,
      CreationDate: MOMENT,
      RefreshTokenValidity: 30,
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      LogoutURLs,
    });
  });

  it("C255, C169: a client of the program is changed the same way, at once", async () => {
    const ExplicitAuthFlows = ["ALLOW_USER_SRP_AUTH"];
    await administer(pools, "UpdateUserPoolClient", { ClientId: WEB_ID, ExplicitAuthFlows });
    const AuthParameters = { USERNAME: EMAIL, PASSWORD };
    const input = { ClientId: WEB_ID, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters };
    assert.deepEqual(outcome(await call(pools, "InitiateAuth", input)), [
      "InvalidParameterException",
      "USER_PASSWORD_AUTH flow not enabled for this client",
    ]);
  });

  it("C163: a deleted client is unknown, and so is another pool's", async () => {
    const refusal = ["ResourceNotFoundException", `User pool client ${WEB_ID} does not exist.`];
    const { body } = await administer(pools, "DeleteUserPoolClient", { ClientId: WEB_ID });
    assert.deepEqual(body, {});
    for (const operation of ["DescribeUserPoolClient", "DeleteUserPoolClient"]) {
      const answer = await administer(pools, operation, { ClientId: WEB_ID });
      assert.deepEqual(outcome(answer), refusal);
    }
    const page = await fetch(`${pools.origin}/login?client_id=${WEB_ID}&redirect_uri=${CALLBACK}`);
    assert.match(page.url, /error=invalid_client/);
  });

  it("lists ids and names, page by page", async () => {
    const list = (input: object) => administer(pools, "ListUserPoolClients", input);
    const first = await list({ MaxResults: 2 });
    const { NextToken } = first.body;
    const second = await list({ MaxResults: 2, NextToken });
    const all: Loose[] = [...first.body["UserPoolClients"], ...second.body["UserPoolClients"]];
    assert.deepEqual(all[0], { UserPoolId: POOL_ID, ClientId: WEB_ID, ClientName: "6h8" });
    assert.deepEqual([all.length, second.body["NextToken"]], [3, undefined]);
  });

  const machine = {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["client_credentials"],
  };
  for (const [rule, input, type, message] of [
    [
      "C276: client credentials beside another flow",
      { GenerateSecret: true, AllowedOAuthFlows: ["client_credentials", "code"] },
      "InvalidOAuthFlowException",
      "client_credentials flow can not be selected along with code flow or implicit flow.",
    ],
    [
      "C276: client credentials without a secret",
      machine,
      "InvalidOAuthFlowException",
      "client_credentials flow can not be selected if client does not have a client secret.",
    ],
    [
      "C276: a scope of no resource server",
      { AllowedOAuthScopes: ["openid", "none/read"] },
      "ScopeDoesNotExistException",
      "Invalid scope requested: none/read",
    ],
    [
      "C277: a provider that the pool does not have",
      { SupportedIdentityProviders: ["COGNITO", "Corp"] },
      "InvalidParameterException",
      `The provider Corp does not exist for User Pool ${POOL_ID}.`,
    ],
    [
      "C185: old and new names of flows together",
      { ExplicitAuthFlows: ["USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"] },
      "InvalidParameterException",
      "ExplicitAuthFlows may not mix values with and without ALLOW_.",
    ],
    [
      "C36: rotation beside the flow that it replaces",
      {
        ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
        RefreshTokenRotation: { Feature: "ENABLED" },
      },
      "InvalidParameterException",
      "Refresh token rotation cannot be enabled with ALLOW_REFRESH_TOKEN_AUTH.",
    ],
    [
      "C36: rotation that is neither on nor off",
      { RefreshTokenRotation: { RetryGracePeriodSeconds: 5 } },
      "InvalidParameterException",
      "1 validation error detected: Value null at 'refreshTokenRotation.feature' failed to satisfy constraint: Member must not be null",
    ],
    [
      "C185: a machine's flow beside another one",
      { ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"] },
      "InvalidParameterException",
      "ALLOW_CLIENT_TOKEN_AUTH cannot be combined with other flows.",
    ],
    [
      "C279: context of users without a secret",
      { EnablePropagateAdditionalUserContextData: true },
      "InvalidParameterException",
      "EnablePropagateAdditionalUserContextData needs a client secret.",
    ],
    [
      "C86: a callback over plain http",
      { CallbackURLs: ["http://a.example/"] },
      "InvalidParameterException",
      "http://a.example/ is not a valid callback or logout URL.",
    ],
    [
      "C86: a scheme that is no app's own",
      { LogoutURLs: ["javascript:alert(1)"] },
      "InvalidParameterException",
      "javascript:alert(1) is not a valid callback or logout URL.",
    ],
    [
      "C86: an address that is not absolute",
      { CallbackURLs: ["http:localhost:3000/cb"] },
      "InvalidParameterException",
      "http:localhost:3000/cb is not a valid callback or logout URL.",
    ],
    [
      "C86: a fragment",
      { LogoutURLs: ["https://a.example/#x"] },
      "InvalidParameterException",
      "https://a.example/#x is not a valid callback or logout URL.",
    ],
    [
      "C86: a default that is no callback",
      { CallbackURLs: ["myapp://cb"], DefaultRedirectURI: "https://a.example/" },
      "InvalidParameterException",
      "DefaultRedirectURI has to be one of the CallbackURLs.",
    ],
    [
      "C29: an access token of two days",
      { AccessTokenValidity: 48 },
      "InvalidParameterException",
      "Invalid range for token validity.",
    ],
    [
      "C30: an access token that outlives the refresh token",
      {
        AccessTokenValidity: 3,
        TokenValidityUnits: { RefreshToken: "hours" },
        RefreshTokenValidity: 2,
      },
      "InvalidParameterException",
      "Access and ID tokens cannot live longer than the refresh token.",
    ],
    [
      "C262: an attribute that the pool does not have",
      { WriteAttributes: ["custom:none"] },
      "InvalidParameterException",
      "Invalid write attributes specified while creating a client",
    ],
  ] as const) {
    it(`${rule} is refused`, async () => {
      assert.deepEqual(outcome(await create(input)), [type, message]);
    });
  }
});
