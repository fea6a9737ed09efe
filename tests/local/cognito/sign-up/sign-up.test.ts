import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { client, domain, graphOf, pool, serverClient, WEB_ID } from "../support/graph.ts";
import {
  type ApiAnswer,
  call,
  createUser,
  EMAIL,
  lastCode,
  PASSWORD,
  signIn,
  outcome,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

describe("sign-up", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(poolInputs: Properties = {}, clientInputs: Properties = {}): Promise<void> {
    pools = await serve(graphOf(pool(poolInputs), domain(), client(clientInputs), serverClient()));
  }

  function signUp(input: object = {}): Promise<ApiAnswer> {
    return call(pools, "SignUp", {
      ClientId: WEB_ID,
      Username: EMAIL,
      Password: PASSWORD,
      ...input,
    });
  }

  function confirm(code: string, input: object = {}): Promise<ApiAnswer> {
    const common = { ClientId: WEB_ID, Username: EMAIL, ConfirmationCode: code };
    return call(pools, "ConfirmSignUp", { ...common, ...input });
  }

  const resend = () => call(pools, "ResendConfirmationCode", { ClientId: WEB_ID, Username: EMAIL });

  it("C141, C170: tells the sub and the masked address", async () => {
    await start();
    const { body } = await signUp();
    assert.match(body["UserSub"], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual(body, {
      UserConfirmed: false,
      UserSub: body["UserSub"],
      CodeDeliveryDetails: {
        Destination: "a***@e***",
        DeliveryMedium: "EMAIL",
        AttributeName: "email",
      },
    });
  });

  it("C138, C273: sends six digits in the service's own words", async () => {
    await start();
    await signUp();
    const [message] = pools.store.messages(EMAIL);
    assert.match(message?.code ?? "", /^\d{6}$/);
    assert.equal(message?.subject, "Your verification code");
    assert.equal(message?.body, `Your verification code is ${message?.code}. `);
  });

  it("C273: uses the pool's own template", async () => {
    const verificationMessageTemplate = { emailSubject: "Hi", emailMessage: "Use {####} ($&)" };
    await start({ verificationMessageTemplate });
    await signUp();
    const [message] = pools.store.messages(EMAIL);
    assert.deepEqual([message?.subject, message?.body], ["Hi", `Use ${message?.code} ($&)`]);
  });

  it("C90: a link confirms without a code or redirect", async () => {
    await start({ verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_LINK" } });
    await signUp();
    const [message] = pools.store.messages(EMAIL);
    assert.equal(message?.code, null);
    const response = await fetch(message?.link ?? "", { redirect: "manual" });
    assert.equal(response.status, 200);
    assert.match(await response.text(), /Your registration has been confirmed!/);
    assert.equal((await signIn(pools)).status, 200);
  });

  it("C142: the phone alone gets the code when both are verified", async () => {
    await start({ autoVerifiedAttributes: ["email", "phone_number"] });
    const { body } = await signUp({
      UserAttributes: [{ Name: "phone_number", Value: "+4915112349934" }],
    });
    assert.deepEqual(body["CodeDeliveryDetails"], {
      Destination: "+*********9934",
      DeliveryMedium: "SMS",
      AttributeName: "phone_number",
    });
  });

  it("C272: sends nothing where nothing is verified", async () => {
    await start({ autoVerifiedAttributes: [] });
    const { body } = await signUp();
    assert.equal("CodeDeliveryDetails" in body, false);
    assert.deepEqual(pools.store.messages(), []);
  });

  it("C179: a wrong code is no end, the right one confirms, once", async () => {
    await start();
    await signUp();
    const code = lastCode(pools, EMAIL);
    const wrong = code === "000000" ? "000001" : "000000";
    assert.deepEqual(outcome(await confirm(wrong)), [
      "CodeMismatchException",
      "Invalid verification code provided, please try again.",
    ]);
    assert.deepEqual((await confirm(code)).body, {});
    assert.deepEqual(outcome(await confirm(code)), [
      "NotAuthorizedException",
      "User cannot be confirmed. Current status is CONFIRMED",
    ]);
  });

  it("C137, C179: a code works for 24 hours", async () => {
    await start();
    await signUp();
    pools.clock.advance(86_400);
    assert.deepEqual(outcome(await confirm(lastCode(pools, EMAIL))), [
      "ExpiredCodeException",
      "Invalid code provided, please request a code again.",
    ]);
  });

  it("C139, C179: a new code replaces the older one, which has expired then", async () => {
    await start();
    await signUp();
    const older = lastCode(pools, EMAIL);
    await resend();
    const newer = lastCode(pools, EMAIL);
    if (older !== newer) {
      assert.deepEqual(outcome(await confirm(older)), [
        "ExpiredCodeException",
        "Invalid code provided, please request a code again.",
      ]);
    }
    assert.equal((await confirm(newer)).status, 200);
  });

  it("C140: five resends and fifteen confirmations an hour", async () => {
    await start();
    await signUp();
    for (let count = 0; count < 5; count++) assert.equal((await resend()).status, 200);
    assert.deepEqual(outcome(await resend()), [
      "LimitExceededException",
      "Attempt limit exceeded, please try after some time.",
    ]);
    pools.clock.advance(3600);
    assert.equal((await resend()).status, 200);
    for (let count = 0; count < 15; count++) await confirm("x");
    assert.equal((await confirm(lastCode(pools, EMAIL))).body["__type"], "LimitExceededException");
  });

  it("C182: refuses a code for a confirmed user", async () => {
    await start();
    await createUser(pools);
    assert.deepEqual(outcome(await resend()), [
      "InvalidParameterException",
      "User is already confirmed.",
    ]);
  });

  it("C251: an alias serves for sign-in once it is verified, and the last to verify loses", async () => {
    await start({ usernameAttributes: [], aliasAttributes: ["email"] });
    const email = [{ Name: "email", Value: EMAIL }];
    await signUp({ Username: "one", UserAttributes: email });
    const first = lastCode(pools, EMAIL);
    await signUp({ Username: "two", UserAttributes: email });
    const second = lastCode(pools, EMAIL);
    assert.equal((await signIn(pools)).body["message"], "Incorrect username or password.");
    assert.equal((await confirm(first, { Username: "one" })).status, 200);
    assert.equal((await signIn(pools)).status, 200);
    const refused = await confirm(second, { Username: "two" });
    assert.equal(refused.body["__type"], "AliasExistsException");
    const forced = await confirm(second, { Username: "two", ForceAliasCreation: true });
    assert.equal(forced.status, 200);
  });
});
