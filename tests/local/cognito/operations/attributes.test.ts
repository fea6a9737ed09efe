import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { client, graphOf, pool, POOL_ID } from "../support/graph.ts";
import {
  type ApiAnswer,
  call,
  createUser,
  EMAIL,
  lastCode,
  type Loose,
  outcome,
  signIn,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";
import { responding, serveTriggers } from "../support/triggers.ts";

const NEW_EMAIL = "alice@new.example";
const PHONE = "+4915112349934";

describe("attributes of the own account", () => {
  let pools: RunningPools;
  let AccessToken: string;
  let sub: string;
  afterEach(() => pools.close());

  async function start(inputs: Properties = {}, clientInputs: Properties = {}): Promise<void> {
    pools = await serve(graphOf(pool(inputs), client(clientInputs)));
    await enter();
  }

  async function enter(): Promise<void> {
    sub = await createUser(pools);
    AccessToken = (await signIn(pools)).body["AuthenticationResult"]["AccessToken"];
  }

  function update(attributes: Record<string, string>, more: object = {}): Promise<ApiAnswer> {
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    return call(pools, "UpdateUserAttributes", { AccessToken, UserAttributes, ...more });
  }

  async function attributes(): Promise<Loose> {
    const { body } = await call(pools, "GetUser", { AccessToken });
    const list: Loose[] = body["UserAttributes"];
    return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
  }

  const verify = (Code: string, AttributeName = "email") =>
    call(pools, "VerifyUserAttribute", { AccessToken, AttributeName, Code });

  it("C228: a plain attribute changes at once and needs no code", async () => {
    await start();
    const { status, body } = await update({ name: "Alice", birthdate: "2000-02-29" });
    assert.deepEqual([status, body], [200, { CodeDeliveryDetailsList: [] }]);
    assert.deepEqual(await attributes(), {
      sub,
      name: "Alice",
      birthdate: "2000-02-29",
      email: EMAIL,
      email_verified: "true",
    });
  });

  it("C228, C250: a new e-mail address counts at once, unverified, and gets a code", async () => {
    await start();
    const { body } = await update({ email: NEW_EMAIL });
    assert.deepEqual(body, {
      CodeDeliveryDetailsList: [
        { Destination: "a***@n***", DeliveryMedium: "EMAIL", AttributeName: "email" },
      ],
    });
    assert.deepEqual(await attributes(), { sub, email: NEW_EMAIL, email_verified: "false" });
    assert.equal((await signIn(pools, { username: NEW_EMAIL })).status, 200);
    assert.equal((await signIn(pools)).body["__type"], "NotAuthorizedException");
    assert.deepEqual((await verify(lastCode(pools, NEW_EMAIL))).body, {});
    assert.equal((await attributes())["email_verified"], "true");
  });

  it("C228, C274: where the pool asks for it, the old address stays until the code is back", async () => {
    const settings = { attributesRequireVerificationBeforeUpdates: ["email"] };
    await start({ userAttributeUpdateSettings: settings });
    await update({ email: NEW_EMAIL });
    assert.deepEqual(await attributes(), { sub, email: EMAIL, email_verified: "true" });
    assert.equal((await signIn(pools)).status, 200);
    assert.deepEqual(outcome(await verify("000000x")), [
      "CodeMismatchException",
      "Invalid verification code provided, please try again.",
    ]);
    await verify(lastCode(pools, NEW_EMAIL));
    assert.deepEqual(await attributes(), { sub, email: NEW_EMAIL, email_verified: "true" });
    assert.equal((await signIn(pools, { username: NEW_EMAIL })).status, 200);
    assert.equal((await signIn(pools)).status, 400);
  });

  it("C228, C229: a second code goes to the address that waits for it", async () => {
    const settings = { attributesRequireVerificationBeforeUpdates: ["email"] };
    await start({ userAttributeUpdateSettings: settings });
    await update({ email: NEW_EMAIL });
    const again = { AccessToken, AttributeName: "email" };
    const { body } = await call(pools, "GetUserAttributeVerificationCode", again);
    assert.equal(body["CodeDeliveryDetails"]["Destination"], "a***@n***");
    await verify(lastCode(pools, NEW_EMAIL));
    assert.equal((await attributes())["email"], NEW_EMAIL);
  });

  it("C228, C274: the old address, written again, takes back the one that waits", async () => {
    const settings = { attributesRequireVerificationBeforeUpdates: ["email"] };
    await start({ userAttributeUpdateSettings: settings });
    await update({ email: NEW_EMAIL });
    const code = lastCode(pools, NEW_EMAIL);
    assert.deepEqual((await update({ email: EMAIL })).body, { CodeDeliveryDetailsList: [] });
    assert.equal((await verify(code)).body["__type"], "ExpiredCodeException");
    const again = { AccessToken, AttributeName: "email" };
    const { body } = await call(pools, "GetUserAttributeVerificationCode", again);
    assert.equal(body["CodeDeliveryDetails"]["Destination"], "a***@e***");
    await verify(lastCode(pools, EMAIL));
    assert.deepEqual(await attributes(), { sub, email: EMAIL, email_verified: "true" });
  });

  it("C229: an address, written again, keeps the code that is to prove it", async () => {
    await start();
    await update({ email: NEW_EMAIL });
    await update({ email: NEW_EMAIL });
    await verify(lastCode(pools, NEW_EMAIL));
    assert.equal((await attributes())["email_verified"], "true");
  });

  it("C139, C229: a code proves nothing about a later value", async () => {
    await start();
    await update({ email: NEW_EMAIL });
    const code = lastCode(pools, NEW_EMAIL);
    await update({ email: "mallory@example.com" });
    const { body } = await verify(code);
    assert.match(body["__type"], /^(CodeMismatch|ExpiredCode)Exception$/);
    assert.equal((await attributes())["email_verified"], "false");
  });

  it("C228, C250: an address that is someone else's is refused, and nothing changes", async () => {
    await start();
    await createUser(pools, { username: NEW_EMAIL });
    assert.deepEqual(outcome(await update({ email: NEW_EMAIL, name: "Alice" })), [
      "AliasExistsException",
      "An account with the email already exists.",
    ]);
    assert.deepEqual(await attributes(), { sub, email: EMAIL, email_verified: "true" });
  });

  for (const [name, given, type, message] of [
    [
      "an attribute that the client may not write",
      { nickname: "A" },
      "NotAuthorizedException",
      "A client attempted to write unauthorized attribute",
    ],
    [
      "an immutable attribute",
      { "custom:fixed": "new" },
      "InvalidParameterException",
      "user.custom:fixed: Attribute cannot be updated.",
    ],
    [
      "a proof of the user's own",
      { email_verified: "true" },
      "InvalidParameterException",
      "Cannot modify the non-mutable attribute email_verified",
    ],
    [
      "an empty value of a required attribute",
      { email: "" },
      "InvalidParameterException",
      "Attributes did not conform to the schema: email: The attribute is required",
    ],
    [
      "a bad address",
      { email: "nobody" },
      "InvalidParameterException",
      "Invalid email address format.",
    ],
  ] as const) {
    it(`C228, C172: refuses ${name}`, async () => {
      const schemas = [
        { name: "email", attributeDataType: "String", required: true },
        { name: "fixed", attributeDataType: "String", mutable: false },
      ];
      await start({ schemas }, { writeAttributes: ["email", "name", "custom:fixed"] });
      assert.deepEqual(outcome(await update(given)), [type, message]);
    });
  }

  it("C229: sends a code for an address that is not verified yet", async () => {
    await start({ autoVerifiedAttributes: ["email"] });
    await update({ phone_number: PHONE });
    assert.equal((await attributes())["phone_number_verified"], "false");
    const ask = { AccessToken, AttributeName: "phone_number" };
    const { body } = await call(pools, "GetUserAttributeVerificationCode", ask);
    assert.deepEqual(body, {
      CodeDeliveryDetails: {
        Destination: "+*********9934",
        DeliveryMedium: "SMS",
        AttributeName: "phone_number",
      },
    });
    await verify(lastCode(pools, PHONE), "phone_number");
    assert.equal((await attributes())["phone_number_verified"], "true");
  });

  it("C229, C137: a code is good for a day", async () => {
    await start();
    await update({ email: NEW_EMAIL });
    pools.clock.advance(24 * 3600);
    const again = await signIn(pools, { username: NEW_EMAIL });
    AccessToken = again.body["AuthenticationResult"]["AccessToken"];
    assert.deepEqual(outcome(await verify(lastCode(pools, NEW_EMAIL))), [
      "ExpiredCodeException",
      "Invalid code provided, please request a code again.",
    ]);
  });

  for (const [operation, limit, input] of [
    ["GetUserAttributeVerificationCode", 5, {}],
    ["VerifyUserAttribute", 15, { Code: "123456" }],
  ] as const) {
    it(`C140: ${operation} ends after ${limit} an hour`, async () => {
      await start();
      const ask = () => call(pools, operation, { AccessToken, AttributeName: "email", ...input });
      for (let count = 0; count < limit; count++) await ask();
      assert.deepEqual(outcome(await ask()), [
        "LimitExceededException",
        "Attempt limit exceeded, please try after some time.",
      ]);
    });
  }

  it("C230: DeleteUserAttributes takes a value and its proof away, and leaves what is required", async () => {
    await start({ schemas: [{ name: "email", attributeDataType: "String", required: true }] });
    await update({ name: "Alice", phone_number: PHONE });
    const remove = (...UserAttributeNames: string[]) =>
      call(pools, "DeleteUserAttributes", { AccessToken, UserAttributeNames });
    assert.deepEqual(outcome(await remove("email")), [
      "InvalidParameterException",
      "Attributes did not conform to the schema: email: The attribute is required",
    ]);
    assert.deepEqual((await remove("name", "phone_number")).body, {});
    assert.deepEqual(await attributes(), { sub, email: EMAIL, email_verified: "true" });
  });

  it("C231: DeleteUser answers without a body, and name and sub are gone", async () => {
    await start();
    const { status, text } = await call(pools, "DeleteUser", { AccessToken });
    assert.deepEqual([status, text], [200, ""]);
    assert.equal(
      (await call(pools, "GetUser", { AccessToken })).body["message"],
      "Access Token has been revoked",
    );
    assert.notEqual(await createUser(pools), sub);
    assert.equal(pools.store.users.bySub(POOL_ID, sub), undefined);
  });

  it("C306: both operations let the pool's function write the message", async () => {
    const customMessage = responding({ emailMessage: "Yours: {####}" });
    const triggered = await serveTriggers({ customMessage });
    pools = triggered;
    await enter();
    await update({ email: NEW_EMAIL }, { ClientMetadata: { reason: "moved" } });
    await call(pools, "GetUserAttributeVerificationCode", { AccessToken, AttributeName: "email" });
    const told = triggered.events.map(({ triggerSource, request }) => [
      triggerSource,
      request.clientMetadata,
    ]);
    assert.deepEqual(told.slice(-2), [
      ["CustomMessage_UpdateUserAttribute", { reason: "moved" }],
      ["CustomMessage_VerifyUserAttribute", undefined],
    ]);
    assert.match(pools.store.messages(NEW_EMAIL).at(-1)?.body ?? "", /^Yours: \d{6}$/);
  });
});
