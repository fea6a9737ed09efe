import assert from "node:assert/strict";
import { POOL_ID, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, lastCode, PASSWORD, signIn } from "../support/json-api.ts";
import {
  refusing,
  responding,
  same,
  serveTriggers,
  type TestTrigger,
  type TriggeredPools,
} from "../support/triggers.ts";

describe("triggers at sign-up", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());

  const signUp = (more: object = {}) =>
    call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD, ...more });
  const confirm = (more: object = {}) =>
    call(pools, "ConfirmSignUp", {
      ClientId: WEB_ID,
      Username: EMAIL,
      ConfirmationCode: lastCode(pools, EMAIL),
      ...more,
    });

  it("C302, C306: PreSignUp gets the envelope and what the sign-up gave", async () => {
    pools = await serveTriggers({ preSignUp: same });
    const { body } = await signUp({
      UserAttributes: [{ Name: "name", Value: "Alice" }],
      ValidationData: [{ Name: "captcha", Value: "7" }],
      ClientMetadata: { campaign: "spring" },
    });
    assert.deepEqual(pools.events, [
      {
        version: "1",
        region: "us-east-1",
        userPoolId: POOL_ID,
        userName: body["UserSub"],
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: WEB_ID },
        triggerSource: "PreSignUp_SignUp",
        request: {
          userAttributes: { email: EMAIL, name: "Alice" },
          validationData: { captcha: "7" },
          clientMetadata: { campaign: "spring" },
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
  });

  it("C303: a PreSignUp function that throws refuses the sign-up, and keeps no user", async () => {
    pools = await serveTriggers({ preSignUp: refusing("Only staff may sign up") });
    const { status, body } = await signUp();
    assert.equal(status, 400);
    assert.deepEqual(body, {
      __type: "UserLambdaValidationException",
      message: "PreSignUp failed with error Only staff may sign up.",
    });
    assert.deepEqual(pools.store.messages(EMAIL), []);
    assert.equal((await signIn(pools)).body["__type"], "NotAuthorizedException");
  });

  it("C147, C306: autoConfirmUser confirms without a code, and PostConfirmation hears of it", async () => {
    const preSignUp = responding({ autoConfirmUser: true, autoVerifyEmail: true });
    pools = await serveTriggers({ preSignUp, postConfirmation: same });
    const { body } = await signUp({ ClientMetadata: { campaign: "spring" } });
    assert.deepEqual(body, { UserConfirmed: true, UserSub: body["UserSub"] });
    assert.deepEqual(pools.store.messages(EMAIL), []);
    assert.deepEqual(pools.events[1], {
      version: "1",
      region: "us-east-1",
      userPoolId: POOL_ID,
      userName: body["UserSub"],
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: WEB_ID },
      triggerSource: "PostConfirmation_ConfirmSignUp",
      request: {
        userAttributes: {
          sub: body["UserSub"],
          "cognito:user_status": "CONFIRMED",
          email_verified: "true",
          email: EMAIL,
        },
        clientMetadata: { campaign: "spring" },
      },
      response: {},
    });
    assert.equal((await signIn(pools)).status, 200);
  });

  it("C143: autoConfirmUser alone verifies nothing", async () => {
    pools = await serveTriggers({ preSignUp: responding({ autoConfirmUser: true }) });
    const { body } = await signUp();
    const user = pools.store.users.bySub(POOL_ID, body["UserSub"]);
    assert.equal(user?.attributes["email_verified"], "false");
  });

  it("C308: autoVerifyPhone without a phone number fails the sign-up", async () => {
    pools = await serveTriggers({ preSignUp: responding({ autoVerifyPhone: true }) });
    assert.deepEqual((await signUp()).body, {
      __type: "InvalidLambdaResponseException",
      message: "Unrecognizable lambda output",
    });
  });

  it("C308: autoVerifyEmail moves an alias to the new user", async () => {
    pools = await serveTriggers(
      { preSignUp: responding({ autoConfirmUser: true, autoVerifyEmail: true }) },
      { pool: { usernameAttributes: null, aliasAttributes: ["email"] } },
    );
    const attributes = { UserAttributes: [{ Name: "email", Value: EMAIL }] };
    const first = (await signUp({ Username: "alice", ...attributes })).body["UserSub"];
    const second = (await signUp({ Username: "bob", ...attributes })).body["UserSub"];
    const isVerified = (sub: string) =>
      pools.store.users.bySub(POOL_ID, sub)?.attributes["email_verified"];
    assert.deepEqual([isVerified(first), isVerified(second)], ["false", "true"]);
    assert.equal(pools.store.users.byAlias(POOL_ID, EMAIL)?.sub, second);
  });

  it("C171: of two sign-ups with one name at once a slow function lets one through", async () => {
    pools = await serveTriggers({ preSignUp: same });
    const answers = await Promise.all([signUp(), signUp()]);
    const types = answers.map(({ body }) => body["__type"]).sort();
    assert.deepEqual(types, ["UsernameExistsException", undefined]);
  });

  it("C303, C306: PostConfirmation comes after the code, and its failure leaves the user confirmed", async () => {
    pools = await serveTriggers({ postConfirmation: refusing("no profile") });
    await signUp();
    assert.deepEqual((await confirm({ ClientMetadata: { a: "b" } })).body, {
      __type: "UserLambdaValidationException",
      message: "PostConfirmation failed with error no profile.",
    });
    assert.deepEqual(pools.events[0]["request"]["clientMetadata"], { a: "b" });
    assert.equal((await signIn(pools)).status, 200);
  });

  it("C306: PostConfirmation hears of a new password", async () => {
    pools = await serveTriggers({ postConfirmation: same });
    await signUp();
    await confirm();
    await call(pools, "ForgotPassword", { ClientId: WEB_ID, Username: EMAIL });
    const { body } = await call(pools, "ConfirmForgotPassword", {
      ClientId: WEB_ID,
      Username: EMAIL,
      ConfirmationCode: lastCode(pools, EMAIL),
      Password: "An0ther-password!",
    });
    assert.deepEqual(body, {});
    assert.deepEqual(
      pools.events.map((event) => event["triggerSource"]),
      ["PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"],
    );
  });

  const useless: readonly [string, TestTrigger][] = [
    ["nothing", () => undefined],
    ["a text", () => "yes"],
    ["an event without response", (event) => ({ ...event, response: undefined })],
    ["a flag that is a text", responding({ autoConfirmUser: "true" })],
  ];
  for (const [title, preSignUp] of useless) {
    it(`C303: a function that returns ${title} is not understood`, async () => {
      pools = await serveTriggers({ preSignUp });
      assert.deepEqual((await signUp()).body, {
        __type: "InvalidLambdaResponseException",
        message: "Unrecognizable lambda output",
      });
      assert.deepEqual(pools.store.messages(EMAIL), []);
    });
  }
});
