import assert from "node:assert/strict";
import { checkProgram } from "../../../../local/cognito/configuration/program-rules.ts";
import { createKms } from "../../../../local/kms/kms.ts";
import type { Properties } from "../../../../local/program/graph.ts";
import { openMessage, readMessage } from "../../kms/support/encrypted-message.ts";
import { administer } from "../support/administration.ts";
import { client, graphOf, pool, POOL_ID, resource, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, type Loose, PASSWORD } from "../support/json-api.ts";
import { serve } from "../support/running-pools.ts";
import {
  functionArn,
  lambda,
  refusing,
  same,
  SENDER_KEY_ARN,
  serveTriggers,
  type TriggeredPools,
} from "../support/triggers.ts";

const PHONE = "+15555550100";
const user = { ClientId: WEB_ID, Username: EMAIL };

describe("custom senders", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());
  const signUp = (more: object = {}) =>
    call(pools, "SignUp", { ...user, Password: PASSWORD, ...more });
  const signIn = (more: object = {}) =>
    call(pools, "InitiateAuth", {
      ClientId: WEB_ID,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: EMAIL, PASSWORD },
      ...more,
    });
  const sources = () => pools.events.map((event) => event["triggerSource"]);
  const latest = (): Loose => pools.events.at(-1) ?? {};
  /** The code of an event, decrypted as its function would. */
  const codeOf = ({ request }: Loose): string => {
    const message = Buffer.from(request.code, "base64");
    const { context, dataKeys } = readMessage(message);
    const kms = createKms(graphOf(), pools.store.keys);
    const { plaintext } = kms.decrypt(dataKeys[0]?.[2] ?? Buffer.of(), context);
    return openMessage(message, plaintext);
  };

  it("C302, C306: get the user, the metadata and the code under the pool's key", async () => {
    pools = await serveTriggers({ customEmailSender: same });
    const { body } = await signUp();
    const event = latest();
    const { code, ...request } = event["request"];
    assert.deepEqual(
      { ...event, request },
      {
        version: "1",
        region: "us-east-1",
        userPoolId: POOL_ID,
        userName: body["UserSub"],
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: WEB_ID },
        triggerSource: "CustomEmailSender_SignUp",
        request: {
          type: "customEmailSenderRequestV1",
          clientMetadata: null,
          userAttributes: {
            sub: body["UserSub"],
            "cognito:user_status": "UNCONFIRMED",
            email_verified: "false",
            email: EMAIL,
          },
        },
      },
    );
    const { context, dataKeys } = readMessage(Buffer.from(code, "base64"));
    assert.equal(context["userpool-id"], POOL_ID);
    assert.equal(dataKeys[0]?.[1], SENDER_KEY_ARN);
    assert.match(codeOf(event), /^\d{6}$/);
  });

  it("C306: the code they are given confirms the user", async () => {
    pools = await serveTriggers({ customEmailSender: same });
    await signUp({ ClientMetadata: { theme: "dark" } });
    assert.deepEqual(latest()["request"].clientMetadata, { theme: "dark" });
    const ConfirmationCode = codeOf(latest());
    assert.equal((await call(pools, "ConfirmSignUp", { ...user, ConfirmationCode })).status, 200);
  });

  it("F63, C306: send instead of the pool, whose inbox has a note with the code", async () => {
    pools = await serveTriggers({ customEmailSender: same });
    await signUp();
    assert.deepEqual(
      pools.store.messages().map((message) => ({ ...message, id: "", time: "" })),
      [
        {
          id: "",
          time: "",
          medium: "EMAIL",
          to: EMAIL,
          subject: "CustomEmailSender_SignUp",
          body:
            'The pool\'s own function "customEmailSender" was given this to send; ' +
            "GET /logs?function=customEmailSender shows what it printed.",
          code: codeOf(latest()),
          link: null,
        },
      ],
    );
  });

  it("C306: are called for every occasion of a mail", async () => {
    pools = await serveTriggers(
      { customEmailSender: same },
      { pool: { userAttributeUpdateSettings: VERIFIED_FIRST } },
    );
    await signUp();
    await call(pools, "ResendConfirmationCode", user);
    await call(pools, "ConfirmSignUp", { ...user, ConfirmationCode: codeOf(latest()) });
    await call(pools, "ForgotPassword", user);
    const { AccessToken } = (await signIn()).body["AuthenticationResult"];
    const UserAttributes = [{ Name: "email", Value: "new@example.com" }];
    await call(pools, "UpdateUserAttributes", { AccessToken, UserAttributes });
    assert.equal(latest()["request"].userAttributes.email, "new@example.com");
    const AttributeName = "email";
    await call(pools, "GetUserAttributeVerificationCode", { AccessToken, AttributeName });
    await administer(pools, "AdminCreateUser", { Username: "invited@example.com" });
    assert.deepEqual(sources(), [
      "CustomEmailSender_SignUp",
      "CustomEmailSender_ResendCode",
      "CustomEmailSender_ForgotPassword",
      "CustomEmailSender_UpdateUserAttribute",
      "CustomEmailSender_VerifyUserAttribute",
      "CustomEmailSender_AdminCreateUser",
    ]);
    assert.equal(latest()["callerContext"].clientId, "CLIENT_ID_NOT_APPLICABLE");
    const invitation = codeOf(latest());
    assert.equal(pools.store.messages("invited@example.com")[0]?.code, invitation);
  });

  it("C196, C306: get the codes of second factors", async () => {
    const emailMfaConfiguration = { message: "Code {####}", subject: "Code" };
    const emailConfiguration = { emailSendingAccount: "DEVELOPER" };
    pools = await serveTriggers(
      { customEmailSender: same },
      { pool: { mfaConfiguration: "ON", emailMfaConfiguration, emailConfiguration } },
    );
    await signUp();
    await call(pools, "ConfirmSignUp", { ...user, ConfirmationCode: codeOf(latest()) });
    const { body } = await signIn({ ClientMetadata: { from: "tests" } });
    assert.equal(latest()["triggerSource"], "CustomEmailSender_Authentication");
    const answer = await call(pools, "RespondToAuthChallenge", {
      ClientId: WEB_ID,
      ChallengeName: body["ChallengeName"],
      Session: body["Session"],
      ChallengeResponses: { USERNAME: EMAIL, EMAIL_OTP_CODE: codeOf(latest()) },
    });
    assert.equal(answer.body["AuthenticationResult"].TokenType, "Bearer");
  });

  it("C306: of SMS get what goes to a number, and those of mail nothing of it", async () => {
    pools = await serveTriggers(
      { customSmsSender: same },
      { pool: { usernameAttributes: ["phone_number", "email"], autoVerifiedAttributes: BOTH } },
    );
    await signUp();
    assert.deepEqual(sources(), []);
    assert.equal(pools.store.messages(EMAIL)[0]?.subject, "Your verification code");
    await signUp({ Username: PHONE });
    assert.deepEqual(sources(), ["CustomSMSSender_SignUp"]);
    const { type, userAttributes } = latest()["request"];
    assert.deepEqual([type, userAttributes.phone_number], ["customSMSSenderRequestV1", PHONE]);
    const [note] = pools.store.messages(PHONE);
    assert.deepEqual([note?.medium, note?.subject, note?.code], ["SMS", null, codeOf(latest())]);
  });

  it("C306: leave nothing to ask the custom-message trigger", async () => {
    pools = await serveTriggers({ customEmailSender: same, customMessage: same });
    await signUp();
    await administer(pools, "AdminCreateUser", { Username: "invited@example.com" });
    assert.deepEqual(sources(), ["CustomEmailSender_SignUp", "CustomEmailSender_AdminCreateUser"]);
  });

  it("C306: are not waited for, and what they throw is said in the log", async () => {
    pools = await serveTriggers({ customEmailSender: refusing("no mail today") });
    assert.equal((await signUp()).status, 200);
    assert.deepEqual(pools.log, [
      "user pool auth: CustomEmailSender failed, and AWS would try it twice more: Error: no mail today",
    ]);
  });

  it("C306: invite the users of the graph", async () => {
    const invited = resource("aws:cognito/user:User", "ada", {
      inputs: { userPoolId: POOL_ID, username: EMAIL, clientMetadata: { from: "graph" } },
    });
    pools = await serveTriggers(
      { customEmailSender: same, customMessage: same },
      { more: [invited] },
    );
    await pools.pools.seed();
    assert.deepEqual(sources(), ["CustomEmailSender_AdminCreateUser"]);
    assert.deepEqual(latest()["request"].clientMetadata, { from: "graph" });
  });

  it("C177, C304: out of reach fail the sign-up and leave the user", async () => {
    const lambdaConfig = { customEmailSender: sender("V1_0"), kmsKeyId: SENDER_KEY_ARN };
    const graph = graphOf(pool({ lambdaConfig }), lambda("customEmailSender"), client());
    pools = Object.assign(await serve(graph), { events: [] });
    assert.deepEqual((await signUp()).body, {
      __type: "UnexpectedLambdaException",
      message: "CustomEmailSender invocation failed due to error AccessDeniedException.",
    });
    assert.equal((await signUp()).body["__type"], "UsernameExistsException");
    assert.deepEqual(pools.store.messages(), []);
  });

  it("C177: a key that is disabled fails the delivery", async () => {
    const key = resource("aws:kms/key:Key", "key", {
      inputs: { isEnabled: false },
      outputs: { arn: SENDER_KEY_ARN },
    });
    pools = await serveTriggers({ customEmailSender: same }, { more: [key] });
    assert.deepEqual((await signUp()).body, {
      __type: "CodeDeliveryFailureException",
      message: `${SENDER_KEY_ARN} is disabled.`,
    });
    assert.deepEqual(pools.events, []);
  });

  it("C306: an operation sets and removes them", async () => {
    pools = await serveTriggers({ customEmailSender: same });
    const sender = { LambdaArn: functionArn("customEmailSender"), LambdaVersion: "V1_0" };
    const update = async (LambdaConfig: object) =>
      (
        await administer(pools, "UpdateUserPool", {
          LambdaConfig,
          AutoVerifiedAttributes: ["email"],
        })
      ).body;
    assert.deepEqual(await update({}), {});
    await signUp();
    assert.deepEqual(sources(), []);
    assert.deepEqual(await update({ CustomEmailSender: sender }), {
      __type: "InvalidParameterException",
      message: "CustomEmailSender and CustomSMSSender need a KMSKeyID.",
    });
    await update({ CustomEmailSender: sender, KMSKeyID: SENDER_KEY_ARN });
    await call(pools, "ResendConfirmationCode", user);
    assert.deepEqual(sources(), ["CustomEmailSender_ResendCode"]);
  });
});

describe("the configuration of custom senders", () => {
  for (const [title, lambdaConfig, text] of [
    ["without a key", {}, "CustomEmailSender and CustomSMSSender need a KMSKeyID."],
    [
      "in another version",
      { kmsKeyId: SENDER_KEY_ARN, customEmailSender: sender("V2_0") },
      "The LambdaVersion of a custom sender is V1_0.",
    ],
  ] as const) {
    it(`C306: ends the start ${title}`, () => {
      const graph = graphOf(
        pool({ lambdaConfig: { customEmailSender: sender("V1_0"), ...lambdaConfig } }),
      );
      assert.throws(() => checkProgram(graph), {
        name: "CreationError",
        message: new RegExp(text),
      });
    });
  }
});

const VERIFIED_FIRST = { attributesRequireVerificationBeforeUpdates: ["email"] };
const BOTH = ["phone_number", "email"];

function sender(lambdaVersion: string): Properties {
  return { lambdaArn: functionArn("customEmailSender"), lambdaVersion };
}
