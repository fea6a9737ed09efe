import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { Browser, flowQuery, requestToken, VERIFIER } from "../support/browser.ts";
import { google, sentBack, signInAtStandIn, tokensOf } from "../support/federation.ts";
import { CALLBACK, POOL_ID, WEB_ID } from "../support/graph.ts";
import { call, createUser, EMAIL, PASSWORD, signIn } from "../support/json-api.ts";
import {
  refusing,
  responding,
  same,
  serveTriggers,
  type TestTrigger,
  type TriggeredPools,
} from "../support/triggers.ts";

const ADA = { "claims[sub]": "1", "claims[email]": "ada@example.com" };
const SIGNED = {
  authorization: "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00",
};

describe("users of identity providers", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());

  async function start(
    triggers: Record<string, TestTrigger> = {},
    inputs: { pool?: Properties; client?: Properties; google?: Properties } = {},
  ): Promise<void> {
    const resource = { ...google, inputs: { ...google.inputs, ...inputs.google } };
    pools = await serveTriggers(triggers, {
      pool: inputs.pool ?? {},
      client: {
        supportedIdentityProviders: ["COGNITO", "Google"],
        allowedOauthScopes: ["openid", "email", "aws.cognito.signin.user.admin"],
        ...inputs.client,
      },
      more: [resource],
    });
  }

  /** What the client is told when somebody comes by Google. */
  async function back(fields: Record<string, string> = ADA): Promise<Record<string, string>> {
    return sentBack(await signInAtStandIn(pools, "Google", fields));
  }

  function admin(operation: string, input: object) {
    return call(pools, operation, { UserPoolId: POOL_ID, ...input }, SIGNED);
  }

  function link(value: string, username = EMAIL) {
    return admin("AdminLinkProviderForUser", {
      DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: username },
      SourceUser: identity(value),
    });
  }

  function identity(value: string) {
    return {
      ProviderName: "Google",
      ProviderAttributeName: "Cognito_Subject",
      ProviderAttributeValue: value,
    };
  }

  const all = {
    preSignUp: same,
    postConfirmation: same,
    preAuthentication: same,
    postAuthentication: same,
    preTokenGeneration: same,
    customMessage: same,
  };
  const sources = () => pools.events.map((event) => event["triggerSource"]);

  it("C50, C291, C310: the first sign-in and later ones call their own triggers", async () => {
    await start(all);
    await back();
    assert.deepEqual(sources(), [
      "PreSignUp_ExternalProvider",
      "PostConfirmation_ConfirmSignUp",
      "TokenGeneration_HostedAuth",
    ]);
    const [asked] = pools.events;
    assert.equal(asked["userName"], "Google_1");
    assert.equal(asked["request"]["userAttributes"]["email"], "ada@example.com");
    assert.equal(asked["request"]["userAttributes"]["cognito:user_status"], "EXTERNAL_PROVIDER");
    await back();
    assert.deepEqual(sources().slice(3), [
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_HostedAuth",
    ]);
  });

  it("C83: what a trigger throws goes to the client, and nobody is stored", async () => {
    await start({ preSignUp: refusing("not you") });
    assert.deepEqual(await back(), {
      error_description: "PreSignUp failed with error not you. ",
      error: "invalid_request",
      state: "some-state",
    });
    assert.equal(pools.store.users.byName(POOL_ID, "google_1"), undefined);
  });

  it("C306: a pre-sign-up function may verify the e-mail address", async () => {
    await start({ preSignUp: responding({ autoVerifyEmail: true }) });
    const { id } = await tokensOf(pools, await signInAtStandIn(pools, "Google", ADA));
    assert.equal(id["email_verified"], true);
  });

  it("C271: a pool for administrators lets users of providers in", async () => {
    await start({}, { pool: { adminCreateUserConfig: { allowAdminCreateUserOnly: true } } });
    assert.ok((await back())["code"]);
  });

  it("C261, C290: what is required and not there, or not the client's to write, is refused", async () => {
    const required = { name: "family_name", attributeDataType: "String", required: true };
    await start({}, { pool: { schemas: [required] } });
    assert.equal((await back())["error_description"], "attributes required: [family_name] ");
    await pools.close();
    await start({}, { client: { writeAttributes: ["email"] } });
    const named = { ...ADA, "claims[name]": "Ada" };
    assert.equal(
      (await back(named))["error_description"],
      "A client attempted to write unauthorized attribute ",
    );
    assert.ok((await back())["code"]);
  });

  it("C290: an immutable attribute is set once, and fails every later sign-in", async () => {
    const fixed = { name: "email", attributeDataType: "String", mutable: false };
    await start({}, { pool: { schemas: [fixed] } });
    assert.ok((await back())["code"]);
    assert.equal((await back())["error_description"], "user.email: Attribute cannot be updated. ");
  });

  it("C17, O081: nobody gets into an account by its name: a local user of that name, or another's case", async () => {
    await start({}, { pool: { usernameAttributes: [] } });
    await createUser(pools, { username: "Google_1" });
    const taken = "Already found an entry for username Google_1 ";
    assert.equal((await back())["error_description"], taken);
    assert.ok((await back({ ...ADA, "claims[sub]": "abc" }))["code"]);
    const other = await back({ ...ADA, "claims[sub]": "ABC" });
    assert.equal(other["error_description"], "Already found an entry for username Google_ABC ");
  });

  it("C42: a disabled user does not come back, nor refresh", async () => {
    await start();
    await back();
    await admin("AdminDisableUser", { Username: "Google_1" });
    assert.equal((await back())["error_description"], "User is disabled. ");
  });

  it("C236, C291: password operations do not apply", async () => {
    await start();
    const browser = new Browser(pools);
    const query = flowQuery({
      identity_provider: "Google",
      scope: "openid aws.cognito.signin.user.admin",
      response_type: "code",
    });
    const { location } = await browser.load(`/oauth2/authorize?${query}`);
    await browser.load(location);
    const there = new URL(location);
    const answer = await browser.post(there.pathname + there.search, ADA);
    const tokens = await tokensWithAccess(await browser.load(answer.location));
    const changed = await call(pools, "ChangePassword", {
      AccessToken: tokens,
      ProposedPassword: PASSWORD,
    });
    assert.equal(changed.body["__type"], "NotAuthorizedException");
    const set = await admin("AdminSetUserPassword", {
      Username: "Google_1",
      Password: PASSWORD,
      Permanent: true,
    });
    assert.equal(set.body["__type"], "NotAuthorizedException");
    assert.equal(pools.store.users.byName(POOL_ID, "google_1")?.status, "EXTERNAL_PROVIDER");
    const signedIn = await signIn(pools, { username: "Google_1" });
    assert.equal(signedIn.body["message"], "Incorrect username or password.");
  });

  async function tokensWithAccess(loaded: { location: string }): Promise<string> {
    const code = new URL(loaded.location).searchParams.get("code") ?? "";
    const { body } = await requestToken(pools, {
      grant_type: "authorization_code",
      client_id: WEB_ID,
      redirect_uri: CALLBACK,
      code,
      code_verifier: VERIFIER,
    });
    return body["access_token"];
  }

  it("C22, C242: a linked identity signs in as the user that it was linked to", async () => {
    await start(all);
    const sub = await createUser(pools);
    assert.deepEqual((await link("1")).body, {});
    const { id } = await tokensOf(pools, await signInAtStandIn(pools, "Google", ADA));
    assert.equal(id["sub"], sub);
    assert.equal(id["cognito:username"], sub);
    assert.equal(id["identities"][0]["primary"], "false");
    assert.equal(id["email"], "ada@example.com");
    assert.ok(!sources().includes("PreSignUp_ExternalProvider"));
  });

  it("C242: an identity is linked once, before it signs in, and at most five to a user", async () => {
    await start();
    await createUser(pools);
    await back({ ...ADA, "claims[sub]": "0" });
    assert.match((await link("0")).body["message"], /^Merging is not currently supported/);
    for (const value of ["1", "2", "3", "4", "5"]) assert.equal((await link(value)).status, 200);
    assert.equal((await link("5")).body["__type"], "AliasExistsException");
    assert.equal((await link("6")).body["__type"], "LimitExceededException");
    assert.equal((await link("7", "no@example.com")).body["__type"], "UserNotFoundException");
  });

  it("C242: disabling the provider ends the link, and an identity of its own comes next", async () => {
    await start();
    const sub = await createUser(pools);
    await link("1");
    assert.deepEqual(
      (await admin("AdminDisableProviderForUser", { User: identity("1") })).body,
      {},
    );
    const { id } = await tokensOf(pools, await signInAtStandIn(pools, "Google", ADA));
    assert.notEqual(id["sub"], sub);
    assert.equal(pools.store.users.bySub(POOL_ID, sub)?.attributes["identities"], undefined);
    await admin("AdminDisableProviderForUser", { User: identity("1") });
    const refused = "Already found an entry for username Google_1 ";
    assert.equal((await back())["error_description"], refused);
    const own = { ProviderName: "Cognito", ProviderAttributeValue: EMAIL };
    await admin("AdminDisableProviderForUser", { User: own });
    assert.equal((await signIn(pools)).body["message"], "Incorrect username or password.");
  });

  it("C288: a provider of the JSON API signs people in at once, until it is deleted", async () => {
    await start();
    const made = await admin("CreateIdentityProvider", {
      ProviderName: "Facebook",
      ProviderType: "Facebook",
      ProviderDetails: { client_id: "f", client_secret: "s", authorize_scopes: "email" },
      AttributeMapping: { email: "email" },
    });
    assert.equal(made.status, 200);
    const changed = await admin("UpdateUserPoolClient", {
      ClientId: WEB_ID,
      SupportedIdentityProviders: ["Facebook"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email"],
      CallbackURLs: [CALLBACK],
    });
    assert.equal(changed.status, 200);
    assert.ok(sentBack(await signInAtStandIn(pools, "Facebook"))["code"]);
    await admin("DeleteIdentityProvider", { ProviderName: "Facebook" });
    const { text } = await new Browser(pools).open(`/login?${flowQuery()}`);
    assert.match(text, /Login pages unavailable/);
  });
});
