import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { addUser, administer, attributesOf } from "../support/administration.ts";
import { client, graphOf, pool, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, lastCode, outcome, PASSWORD, signIn } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const NEW_PASSWORD = "N3w-password";
const VERIFIED = { email: EMAIL, email_verified: "true" };

describe("passwords in the hands of an administrator", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(inputs: Properties = {}): Promise<void> {
    pools = await serve(graphOf(pool(inputs), client()));
  }

  const set = (Password: string, Permanent?: boolean) =>
    administer(pools, "AdminSetUserPassword", { Username: EMAIL, Password, Permanent });
  const reset = () => administer(pools, "AdminResetUserPassword", { Username: EMAIL });
  const status = async () =>
    (await administer(pools, "AdminGetUser", { Username: EMAIL })).body["UserStatus"];

  it("C236, C147: a permanent password confirms, another one has to be replaced", async () => {
    await start();
    await addUser(pools, EMAIL);
    assert.deepEqual((await set(PASSWORD, true)).body, {});
    assert.equal(await status(), "CONFIRMED");
    assert.equal((await signIn(pools)).status, 200);
    assert.deepEqual((await set(NEW_PASSWORD)).body, {});
    assert.equal(await status(), "FORCE_CHANGE_PASSWORD");
    const challenged = await signIn(pools, { password: NEW_PASSWORD });
    assert.equal(challenged.body["ChallengeName"], "NEW_PASSWORD_REQUIRED");
  });

  it("C236, C147: a permanent password confirms a user who never was", async () => {
    await start();
    await call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD });
    await set(NEW_PASSWORD, true);
    assert.equal(await status(), "CONFIRMED");
  });

  it("C236, C173: the policy holds for administrators", async () => {
    await start();
    await addUser(pools, EMAIL);
    assert.deepEqual(outcome(await set("short", true)), [
      "InvalidPasswordException",
      "Password did not conform with policy: Password not long enough",
    ]);
  });

  it("C144: a password from an administrator ends a lock", async () => {
    await start();
    await addUser(pools, EMAIL, { password: PASSWORD });
    for (let count = 0; count < 5; count++) await signIn(pools, { password: "Wr0ng-one!" });
    assert.equal((await signIn(pools)).body["message"], "Password attempts exceeded");
    await set(NEW_PASSWORD, true);
    assert.equal((await signIn(pools, { password: NEW_PASSWORD })).status, 200);
  });

  it("C237: a reset sends a code, and no password signs in before it is used", async () => {
    await start();
    await addUser(pools, EMAIL, { ...VERIFIED, password: PASSWORD });
    assert.deepEqual((await reset()).body, {});
    assert.equal(await status(), "RESET_REQUIRED");
    assert.deepEqual(outcome(await signIn(pools)), [
      "PasswordResetRequiredException",
      "Password reset required for the user",
    ]);
    const confirmed = await call(pools, "ConfirmForgotPassword", {
      ClientId: WEB_ID,
      Username: EMAIL,
      ConfirmationCode: lastCode(pools, EMAIL),
      Password: NEW_PASSWORD,
    });
    assert.deepEqual(confirmed.body, {});
    assert.equal((await signIn(pools, { password: NEW_PASSWORD })).status, 200);
  });

  it("C237, C270: a reset reaches users who cannot ask for one", async () => {
    const recoveryMechanisms = [{ name: "admin_only", priority: 1 }];
    await start({ accountRecoverySetting: { recoveryMechanisms } });
    await addUser(pools, EMAIL, { ...VERIFIED, password: PASSWORD });
    assert.deepEqual((await reset()).body, {});
    const { body } = await call(pools, "ConfirmForgotPassword", {
      ClientId: WEB_ID,
      Username: EMAIL,
      ConfirmationCode: lastCode(pools, EMAIL),
      Password: NEW_PASSWORD,
    });
    assert.deepEqual(body, {});
  });

  it("C237: a user without a verified address cannot be reset", async () => {
    await start();
    await addUser(pools, EMAIL, { password: PASSWORD });
    assert.deepEqual(outcome(await reset()), [
      "InvalidParameterException",
      "Cannot reset password for the user as there is no registered/verified email or phone_number",
    ]);
  });

  it("C237: an invited user, or one who never confirmed, cannot be reset", async () => {
    await start();
    const refusal = [
      "NotAuthorizedException",
      "User password cannot be reset in the current state.",
    ];
    await addUser(pools, EMAIL, VERIFIED);
    assert.deepEqual(outcome(await reset()), refusal);
    await administer(pools, "AdminDeleteUser", { Username: EMAIL });
    await call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD });
    assert.deepEqual(outcome(await reset()), refusal);
  });

  it("C239: AdminUpdateUserAttributes may say that an address is proved, and then sends nothing", async () => {
    await start();
    await addUser(pools, EMAIL, { ...VERIFIED, password: PASSWORD });
    const update = (...UserAttributes: { Name: string; Value: string }[]) =>
      administer(pools, "AdminUpdateUserAttributes", { Username: EMAIL, UserAttributes });
    const moved = "alice@new.example";
    const proved = { Name: "email_verified", Value: "true" };
    assert.deepEqual((await update({ Name: "email", Value: moved }, proved)).body, {});
    assert.deepEqual(pools.store.messages(moved), []);
    const { body } = await administer(pools, "AdminGetUser", { Username: moved });
    const { email, email_verified: isVerified } = attributesOf(body["UserAttributes"]);
    assert.deepEqual([email, isVerified], [moved, "true"]);
    assert.equal((await signIn(pools, { username: moved })).status, 200);
  });

  it("C239, C228: without that it sends a code", async () => {
    await start({ usernameAttributes: [] });
    await administer(pools, "AdminCreateUser", { Username: "alice", MessageAction: "SUPPRESS" });
    await administer(pools, "AdminUpdateUserAttributes", {
      Username: "alice",
      UserAttributes: [{ Name: "email", Value: EMAIL }],
    });
    const [message] = pools.store.messages(EMAIL);
    assert.match(message?.body ?? "", /^Your verification code is \d{6}\. $/);
  });

  it("C239, C254: AdminUpdateUserAttributes changes no immutable attribute and no sub", async () => {
    await start({ schemas: [{ name: "fixed", attributeDataType: "String", mutable: false }] });
    await addUser(pools, EMAIL);
    for (const [Name, message] of [
      ["custom:fixed", "user.custom:fixed: Attribute cannot be updated."],
      ["sub", "Cannot modify the non-mutable attribute sub"],
      [
        "custom:none",
        "Attributes did not conform to the schema: custom:none: Attribute does not exist in the schema.",
      ],
    ] as const) {
      const answer = await administer(pools, "AdminUpdateUserAttributes", {
        Username: EMAIL,
        UserAttributes: [{ Name, Value: "x" }],
      });
      assert.deepEqual(outcome(answer), ["InvalidParameterException", message]);
    }
  });

  it("C239: AdminDeleteUserAttributes takes values away", async () => {
    await start();
    await addUser(pools, EMAIL, { name: "Alice", phone_number: "+4915112349934" });
    const UserAttributeNames = ["name", "phone_number"];
    const input = { Username: EMAIL, UserAttributeNames };
    assert.deepEqual((await administer(pools, "AdminDeleteUserAttributes", input)).body, {});
    const { body } = await administer(pools, "AdminGetUser", { Username: EMAIL });
    const names = Object.keys(attributesOf(body["UserAttributes"]));
    assert.deepEqual(names, ["sub", "email_verified", "email"]);
  });
});
