import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { addUser, administer, attributeInputs, attributesOf } from "../support/administration.ts";
import { client, graphOf, pool, POOL_ID, WEB_ID } from "../support/graph.ts";
import {
  call,
  createUser,
  EMAIL,
  lastCode,
  outcome,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";
import { refusing, responding, same, serveTriggers } from "../support/triggers.ts";

const TEMPORARY = "T3mporary!";
const DAY = 86_400;

describe("users in the hands of an administrator", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(inputs: Properties = {}): Promise<void> {
    pools = await serve(graphOf(pool(inputs), client()));
  }

  const create = (input: object = {}) =>
    administer(pools, "AdminCreateUser", {
      Username: EMAIL,
      UserAttributes: attributeInputs({ email: EMAIL, email_verified: "true" }),
      TemporaryPassword: TEMPORARY,
      DesiredDeliveryMediums: ["EMAIL"],
      ...input,
    });

  it("C234: AdminCreateUser makes a user who has to choose a password, and invites them", async () => {
    await start();
    const { status, body } = await create();
    const sub = body["User"]["Username"];
    assert.match(sub, /^[0-9a-f-]{36}$/);
    assert.deepEqual(
      [status, body],
      [
        200,
        {
          User: {
            Username: sub,
            Attributes: [
              { Name: "sub", Value: sub },
              { Name: "email_verified", Value: "true" },
              { Name: "email", Value: EMAIL },
            ],
            UserCreateDate: START / 1000,
            UserLastModifiedDate: START / 1000,
            Enabled: true,
            UserStatus: "FORCE_CHANGE_PASSWORD",
          },
        },
      ],
    );
    const [message] = pools.store.messages(EMAIL);
    assert.equal(message?.subject, "Your temporary password");
    assert.equal(
      message?.body,
      `Your username is ${EMAIL} and temporary password is ${TEMPORARY}. `,
    );
    const challenged = await signIn(pools, { password: TEMPORARY });
    assert.equal(challenged.body["ChallengeName"], "NEW_PASSWORD_REQUIRED");
  });

  it("C234, C173: a generated password meets the policy, a given one has to", async () => {
    await start();
    await create({ TemporaryPassword: undefined });
    const password = lastCode(pools, EMAIL);
    assert.equal(
      (await signIn(pools, { password })).body["ChallengeName"],
      "NEW_PASSWORD_REQUIRED",
    );
    const weak = await create({
      Username: "b@example.com",
      UserAttributes: [],
      TemporaryPassword: "weak",
    });
    assert.equal(weak.body["__type"], "InvalidPasswordException");
  });

  it("C234: SUPPRESS sends nothing", async () => {
    await start();
    await create({ MessageAction: "SUPPRESS" });
    assert.deepEqual(pools.store.messages(EMAIL), []);
  });

  it("C234: an existing user is refused by name", async () => {
    await start({ usernameAttributes: [] });
    await create({ Username: "alice" });
    assert.deepEqual(outcome(await create({ Username: "ALICE" })), [
      "UsernameExistsException",
      "User account already exists",
    ]);
  });

  it("C234, C148: RESEND gives another password and starts its days again", async () => {
    await start();
    await create();
    pools.clock.advance(7 * DAY);
    assert.equal(
      (await signIn(pools, { password: TEMPORARY })).body["message"],
      "Temporary password has expired and must be reset by an administrator.",
    );
    await create({
      MessageAction: "RESEND",
      TemporaryPassword: undefined,
      UserAttributes: undefined,
    });
    assert.equal(pools.store.messages(EMAIL).length, 2);
    const again = await signIn(pools, { password: lastCode(pools, EMAIL) });
    assert.equal(again.body["ChallengeName"], "NEW_PASSWORD_REQUIRED");
  });

  it("C234: RESEND is for users who were never in, and for users", async () => {
    await start();
    const sub = await createUser(pools);
    assert.deepEqual(outcome(await create({ MessageAction: "RESEND" })), [
      "UnsupportedUserStateException",
      `Resend not possible. ${sub} status is not FORCE_CHANGE_PASSWORD`,
    ]);
    const nobody = await create({ Username: "nobody@example.com", MessageAction: "RESEND" });
    assert.equal(nobody.body["__type"], "UserNotFoundException");
  });

  it("C180, C234: a verified alias stays with who has it, unless forced", async () => {
    await start({ usernameAttributes: [], aliasAttributes: ["email"] });
    await create({ Username: "alice" });
    const refused = await create({ Username: "bob" });
    assert.deepEqual(outcome(refused), [
      "AliasExistsException",
      "An account with the email already exists.",
    ]);
    const unknown = await administer(pools, "AdminGetUser", { Username: "bob" });
    assert.equal(unknown.body["__type"], "UserNotFoundException");
    assert.equal((await create({ Username: "bob", ForceAliasCreation: true })).status, 200);
    const alice = await administer(pools, "AdminGetUser", { Username: "alice" });
    assert.equal(attributesOf(alice.body["UserAttributes"])["email_verified"], "false");
    const byAlias = await administer(pools, "AdminGetUser", { Username: EMAIL });
    assert.equal(byAlias.body["Username"], "bob");
  });

  it("C261: what the schema requires, an administrator gives too", async () => {
    await start({
      schemas: [{ name: "family_name", attributeDataType: "String", required: true }],
    });
    assert.deepEqual(outcome(await create()), [
      "InvalidParameterException",
      "Attributes did not conform to the schema: family_name: The attribute is required",
    ]);
  });

  it("C306: creation asks the pre-sign-up and message functions, which see the metadata", async () => {
    const triggered = await serveTriggers({ preSignUp: same, customMessage: same });
    pools = triggered;
    const ValidationData = [{ Name: "badge", Value: "7" }];
    await create({ ValidationData, ClientMetadata: { from: "hr" } });
    assert.deepEqual(
      triggered.events.map(({ triggerSource, callerContext, request }) => [
        triggerSource,
        callerContext.clientId,
        request.validationData,
        request.clientMetadata,
      ]),
      [
        ["PreSignUp_AdminCreateUser", "CLIENT_ID_NOT_APPLICABLE", { badge: "7" }, { from: "hr" }],
        ["CustomMessage_AdminCreateUser", "CLIENT_ID_NOT_APPLICABLE", undefined, { from: "hr" }],
      ],
    );
  });

  it("C303: a pre-sign-up function may refuse the creation", async () => {
    pools = await serveTriggers({ preSignUp: refusing("not here") });
    assert.deepEqual(outcome(await create()), [
      "UserLambdaValidationException",
      "PreSignUp failed with error not here.",
    ]);
    assert.equal(
      pools.store.userSearch.list(POOL_ID, { kind: "all" }, { after: [], limit: 9 }).length,
      0,
    );
  });

  it("C235, C168: AdminGetUser shows all attributes, by sub or name", async () => {
    await start();
    const sub = await addUser(pools, EMAIL, { email: EMAIL, name: "Alice" });
    for (const Username of [EMAIL, EMAIL.toUpperCase(), sub]) {
      const { body } = await administer(pools, "AdminGetUser", { Username });
      assert.deepEqual(body, {
        Username: sub,
        UserCreateDate: START / 1000,
        UserLastModifiedDate: START / 1000,
        Enabled: true,
        UserStatus: "FORCE_CHANGE_PASSWORD",
        UserAttributes: attributeInputs({
          sub,
          email_verified: "false",
          email: EMAIL,
          name: "Alice",
        }),
      });
    }
  });

  for (const operation of [
    "AdminGetUser",
    "AdminDeleteUser",
    "AdminEnableUser",
    "AdminDisableUser",
    "AdminUserGlobalSignOut",
    "AdminConfirmSignUp",
    "AdminResetUserPassword",
    "AdminListGroupsForUser",
  ]) {
    it(`C235, C163: ${operation} names an unknown user, and an unknown pool`, async () => {
      await start();
      assert.deepEqual(outcome(await administer(pools, operation, { Username: "nobody" })), [
        "UserNotFoundException",
        "User does not exist.",
      ]);
      const elsewhere = { UserPoolId: "us-east-1_Unknown99", Username: "nobody" };
      assert.deepEqual(outcome(await administer(pools, operation, elsewhere)), [
        "ResourceNotFoundException",
        "User pool us-east-1_Unknown99 does not exist.",
      ]);
    });
  }

  it("C239, C42: AdminDisableUser ends sign-ins, AdminEnableUser allows new ones", async () => {
    await start();
    await addUser(pools, EMAIL, { password: PASSWORD });
    const { AccessToken } = (await signIn(pools)).body["AuthenticationResult"];
    const Username = EMAIL;
    assert.deepEqual((await administer(pools, "AdminDisableUser", { Username })).body, {});
    assert.equal((await signIn(pools)).body["message"], "User is disabled.");
    assert.deepEqual((await administer(pools, "AdminEnableUser", { Username })).body, {});
    const old = await call(pools, "GetUser", { AccessToken });
    assert.equal(old.body["message"], "Access Token has been revoked");
    assert.equal((await signIn(pools)).status, 200);
  });

  it("C239, C41: AdminUserGlobalSignOut ends every session", async () => {
    await start();
    await addUser(pools, EMAIL, { password: PASSWORD });
    const { AccessToken, RefreshToken } = (await signIn(pools)).body["AuthenticationResult"];
    await administer(pools, "AdminUserGlobalSignOut", { Username: EMAIL });
    const token = await call(pools, "GetUser", { AccessToken });
    assert.equal(token.body["message"], "Access Token has been revoked");
    const refresh = await call(pools, "InitiateAuth", {
      ClientId: WEB_ID,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    });
    assert.equal(refresh.body["message"], "Refresh Token has been revoked");
  });

  it("C239, C231: AdminDeleteUser answers without a body, and the name is free", async () => {
    await start();
    const sub = await addUser(pools, EMAIL);
    const { status, text } = await administer(pools, "AdminDeleteUser", { Username: EMAIL });
    assert.deepEqual([status, text], [200, ""]);
    assert.notEqual(await addUser(pools, EMAIL), sub);
  });

  it("C238, C143: AdminConfirmSignUp confirms once, verifies nothing and tells the function", async () => {
    const triggered = await serveTriggers({ postConfirmation: same });
    pools = triggered;
    await call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD });
    const confirm = () => administer(pools, "AdminConfirmSignUp", { Username: EMAIL });
    assert.deepEqual((await confirm()).body, {});
    assert.deepEqual(
      triggered.events.map(({ triggerSource }) => triggerSource),
      ["PostConfirmation_ConfirmSignUp"],
    );
    const { body } = await administer(pools, "AdminGetUser", { Username: EMAIL });
    assert.equal(body["UserStatus"], "CONFIRMED");
    assert.equal(attributesOf(body["UserAttributes"])["email_verified"], "false");
    assert.deepEqual(outcome(await confirm()), [
      "NotAuthorizedException",
      "User cannot be confirmed. Current status is CONFIRMED",
    ]);
  });

  it("C303: a post-confirmation function that fails leaves the user confirmed", async () => {
    pools = await serveTriggers({ postConfirmation: refusing("no"), preSignUp: responding({}) });
    await call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD });
    const answer = await administer(pools, "AdminConfirmSignUp", { Username: EMAIL });
    assert.equal(answer.body["__type"], "UserLambdaValidationException");
    assert.equal((await signIn(pools)).status, 200);
  });
});
