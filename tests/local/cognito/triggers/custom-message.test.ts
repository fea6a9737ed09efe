import assert from "node:assert/strict";
import { administer } from "../support/administration.ts";
import { POOL_ID, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, PASSWORD } from "../support/json-api.ts";
import {
  refusing,
  responding,
  same,
  serveTriggers,
  type TriggeredPools,
} from "../support/triggers.ts";

describe("the custom-message trigger", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());
  const user = { ClientId: WEB_ID, Username: EMAIL };
  const signUp = () => call(pools, "SignUp", { ...user, Password: PASSWORD });
  const mail = () => pools.store.messages(EMAIL).at(-1);

  it("C302, C306: gets the placeholders and the user who waits", async () => {
    pools = await serveTriggers({ customMessage: same });
    const { body } = await signUp();
    assert.deepEqual(pools.events, [
      {
        version: "1",
        region: "us-east-1",
        userPoolId: POOL_ID,
        userName: body["UserSub"],
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: WEB_ID },
        triggerSource: "CustomMessage_SignUp",
        request: {
          userAttributes: {
            sub: body["UserSub"],
            "cognito:user_status": "UNCONFIRMED",
            email_verified: "false",
            email: EMAIL,
          },
          codeParameter: "{####}",
          linkParameter: "{##Click Here##}",
          usernameParameter: null,
        },
        response: { smsMessage: null, emailMessage: null, emailSubject: null },
      },
    ]);
    assert.equal(mail()?.subject, "Your verification code");
  });

  it("C306: its texts are sent, with the code in place of the placeholder", async () => {
    const emailMessage = "Welcome! {####} is your code.";
    pools = await serveTriggers({
      customMessage: responding({ emailMessage, emailSubject: "Hello" }),
    });
    await signUp();
    const { subject, body, code } = mail() ?? {};
    assert.deepEqual([subject, body], ["Hello", `Welcome! ${code} is your code.`]);
  });

  it("C90, C306: its link leads where the pool's own would", async () => {
    pools = await serveTriggers(
      { customMessage: responding({ emailMessage: "Please {##Go on##}" }) },
      { pool: { verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_LINK" } } },
    );
    await signUp();
    const { body, link } = mail() ?? {};
    assert.equal(body, `Please <a href="${link?.replaceAll("&", "&amp;")}">Go on</a>`);
  });

  it("C306: is asked for resent codes and forgotten passwords too", async () => {
    pools = await serveTriggers({ customMessage: same });
    await signUp();
    await call(pools, "ResendConfirmationCode", { ...user, ClientMetadata: { a: "b" } });
    await call(pools, "ConfirmSignUp", { ...user, ConfirmationCode: mail()?.code });
    await call(pools, "ForgotPassword", user);
    assert.deepEqual(
      pools.events.map((event) => event["triggerSource"]),
      ["CustomMessage_SignUp", "CustomMessage_ResendCode", "CustomMessage_ForgotPassword"],
    );
    assert.deepEqual(pools.events[1]["request"]["clientMetadata"], { a: "b" });
  });

  it("C177, C303: a throw leaves the user created, without a message", async () => {
    pools = await serveTriggers({ customMessage: refusing("no words") });
    assert.deepEqual((await signUp()).body, {
      __type: "UserLambdaValidationException",
      message: "CustomMessage failed with error no words.",
    });
    assert.equal((await signUp()).body["__type"], "UsernameExistsException");
    assert.equal(mail(), undefined);
  });

  const useless: readonly [string, object][] = [
    ["a mail without the code's placeholder", { emailMessage: "Welcome!" }],
    ["a subject of 141 characters", { emailSubject: "x".repeat(141) }],
    ["a short message of 141 characters", { smsMessage: `{####}${"x".repeat(135)}` }],
    ["a mail that is no text", { emailMessage: 5 }],
  ];
  for (const [title, response] of useless) {
    it(`C306: ${title} is not sent`, async () => {
      pools = await serveTriggers({ customMessage: responding(response) });
      assert.equal((await signUp()).body["__type"], "InvalidLambdaResponseException");
      assert.equal(mail(), undefined);
    });
  }

  for (const [emailMessage, expected] of [
    ["Welcome, your password is {####}", "InvalidLambdaResponseException"],
    ["Welcome {username}", "InvalidLambdaResponseException"],
    ["Welcome {username}, your password is {####}", undefined],
  ] as const) {
    it(`C306: an invitation needs name and password: ${emailMessage}`, async () => {
      pools = await serveTriggers({ customMessage: responding({ emailMessage }) });
      const { body } = await administer(pools, "AdminCreateUser", { Username: EMAIL });
      assert.equal(body["__type"], expected);
      const { code } = mail() ?? {};
      const invited = expected === undefined && `Welcome ${EMAIL}, your password is ${code}`;
      assert.equal(mail()?.body, invited || undefined);
    });
  }
});
