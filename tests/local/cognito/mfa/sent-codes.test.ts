import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { administer } from "../support/administration.ts";
import { POOL_ID } from "../support/graph.ts";
import { type ApiAnswer, call, createUser, EMAIL, lastCode, signIn } from "../support/json-api.ts";
import {
  adminPrefer,
  BY_EMAIL,
  codeAt,
  enrolApp,
  respond,
  serveMfa,
  SMS,
  TOTP,
} from "../support/mfa.ts";
import type { RunningPools } from "../support/running-pools.ts";

const PHONE = "+4915112345678";
const outcome = ({ body }: ApiAnswer) => [body["__type"], body["message"]];
const ON = { Enabled: true };
const PREFERRED = { Enabled: true, PreferredMfa: true };

describe("sign-in with codes that are sent", () => {
  let pools: RunningPools;
  let sub: string;
  afterEach(() => pools.close());

  async function start(inputs: Properties): Promise<void> {
    pools = await serveMfa({ mfaConfiguration: "OPTIONAL", ...inputs });
    sub = await createUser(pools);
  }
  function givePhone(): void {
    const user = pools.store.users.bySub(POOL_ID, sub);
    assert.ok(user);
    pools.store.users.save({ ...user, attributes: { ...user.attributes, phone_number: PHONE } });
  }

  it("C196: sends a text message in the pool's words, and takes its code once", async () => {
    await start({ ...SMS, smsAuthenticationMessage: "Use {####} to sign in" });
    givePhone();
    await adminPrefer(pools, { SMSMfaSettings: PREFERRED });
    const { body } = await signIn(pools);
    assert.equal(body["ChallengeName"], "SMS_MFA");
    assert.deepEqual(body["ChallengeParameters"], {
      USER_ID_FOR_SRP: sub,
      CODE_DELIVERY_DELIVERY_MEDIUM: "SMS",
      CODE_DELIVERY_DESTINATION: "+*********5678",
    });
    const [message] = pools.store.messages(PHONE);
    assert.match(message?.code ?? "", /^\d{6}$/);
    assert.equal(message?.body, `Use ${message?.code} to sign in`);
    assert.equal(message?.subject, null);
    const answer = { SMS_MFA_CODE: message?.code ?? "" };
    assert.equal((await respond(pools, "SMS_MFA", body["Session"], answer)).status, 200);
    assert.deepEqual(outcome(await respond(pools, "SMS_MFA", body["Session"], answer)), [
      "NotAuthorizedException",
      "Invalid session for the user, session can only be used once.",
    ]);
    const again = await signIn(pools);
    assert.deepEqual(outcome(await respond(pools, "SMS_MFA", again.body["Session"], answer)), [
      "CodeMismatchException",
      "Invalid code received for user",
    ]);
  });

  it("C196, C197: sends an e-mail in the pool's words, and refuses another code in AWS's", async () => {
    await start(BY_EMAIL);
    await adminPrefer(pools, { EmailMfaSettings: PREFERRED });
    const { body } = await signIn(pools);
    assert.equal(body["ChallengeName"], "EMAIL_OTP");
    assert.deepEqual(body["ChallengeParameters"], {
      USER_ID_FOR_SRP: sub,
      CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL",
      CODE_DELIVERY_DESTINATION: "a***@e***",
    });
    const message = pools.store.messages(EMAIL).at(-1);
    assert.equal(message?.subject, "Your code");
    assert.equal(message?.body, `Code ${message?.code}, please`);
    const wrong = { EMAIL_OTP_CODE: message?.code === "000000" ? "000001" : "000000" };
    assert.deepEqual(outcome(await respond(pools, "EMAIL_OTP", body["Session"], wrong)), [
      "CodeMismatchException",
      "Invalid code or auth state for the user.",
    ]);
    const right = { EMAIL_OTP_CODE: lastCode(pools, EMAIL) };
    assert.equal((await respond(pools, "EMAIL_OTP", body["Session"], right)).status, 200);
  });

  it("C273: without words of the pool, Cognito's own", async () => {
    await start({ ...BY_EMAIL, emailMfaConfiguration: {} });
    await adminPrefer(pools, { EmailMfaSettings: ON });
    await signIn(pools);
    const message = pools.store.messages(EMAIL).at(-1);
    assert.equal(message?.subject, "Your authentication code");
    assert.equal(message?.body, `Your authentication code is ${message?.code}. `);
  });

  it("C137: a code lasts as long as the client's session", async () => {
    pools = await serveMfa(
      { mfaConfiguration: "OPTIONAL", ...BY_EMAIL },
      { authSessionValidity: 15 },
    );
    await createUser(pools);
    await adminPrefer(pools, { EmailMfaSettings: ON });
    const sessions = [await signIn(pools), await signIn(pools)].map(({ body }) => body["Session"]);
    const codes = pools.store.messages(EMAIL).slice(-2);
    const answerTo = (at: number) =>
      respond(pools, "EMAIL_OTP", sessions[at], { EMAIL_OTP_CODE: codes[at]?.code ?? "" });
    pools.clock.advance(15 * 60 - 1);
    assert.equal((await answerTo(0)).status, 200);
    pools.clock.advance(1);
    assert.equal((await answerTo(1)).body["__type"], "NotAuthorizedException");
  });

  it("C188: a code belongs to the session that it was sent for", async () => {
    await start(BY_EMAIL);
    await adminPrefer(pools, { EmailMfaSettings: ON });
    const first = await signIn(pools);
    await signIn(pools);
    const answer = { EMAIL_OTP_CODE: lastCode(pools, EMAIL) };
    const refused = await respond(pools, "EMAIL_OTP", first.body["Session"], answer);
    assert.equal(refused.body["__type"], "CodeMismatchException");
  });

  it("C196: a code that went to a former number, or for a factor that is off by now, opens nothing", async () => {
    await start({ ...SMS, ...BY_EMAIL });
    givePhone();
    await adminPrefer(pools, { SMSMfaSettings: PREFERRED, EmailMfaSettings: ON });
    const session = (await signIn(pools)).body["Session"];
    const answer = { SMS_MFA_CODE: lastCode(pools, PHONE) };
    const number = (Value: string) =>
      administer(pools, "AdminUpdateUserAttributes", {
        Username: EMAIL,
        UserAttributes: [{ Name: "phone_number", Value }],
      });
    await number("+4915100000000");
    const former = await respond(pools, "SMS_MFA", session, answer);
    assert.equal(former.body["__type"], "CodeMismatchException");
    await number(PHONE);
    await adminPrefer(pools, { SMSMfaSettings: { Enabled: false } });
    assert.deepEqual(outcome(await respond(pools, "SMS_MFA", session, answer)), [
      "NotAuthorizedException",
      "Invalid session for the user.",
    ]);
    await adminPrefer(pools, { SMSMfaSettings: PREFERRED });
    assert.equal((await respond(pools, "SMS_MFA", session, answer)).status, 200);
  });

  it("C198, C269: several factors and none preferred: the user chooses", async () => {
    await start({ ...TOTP, ...SMS, ...BY_EMAIL });
    const { secret } = await enrolApp(pools);
    givePhone();
    await adminPrefer(pools, {
      SMSMfaSettings: ON,
      EmailMfaSettings: ON,
      SoftwareTokenMfaSettings: ON,
    });
    const { body } = await signIn(pools);
    assert.equal(body["ChallengeName"], "SELECT_MFA_TYPE");
    assert.equal(
      body["ChallengeParameters"]["MFAS_CAN_CHOOSE"],
      '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
    );
    const ANSWER = "SOFTWARE_TOKEN_MFA";
    const chosen = await respond(pools, "SELECT_MFA_TYPE", body["Session"], { ANSWER });
    assert.equal(chosen.body["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    const code = { SOFTWARE_TOKEN_MFA_CODE: codeAt(pools, secret) };
    const done = await respond(pools, "SOFTWARE_TOKEN_MFA", chosen.body["Session"], code);
    assert.equal(done.status, 200);
    for (const spelling of ["EMAIL_OTP", "EMAIL_MFA"]) {
      const session = (await signIn(pools)).body["Session"];
      const asked = await respond(pools, "SELECT_MFA_TYPE", session, { ANSWER: spelling });
      assert.equal(asked.body["ChallengeName"], "EMAIL_OTP");
    }
  });

  it("C198: only what the user has switched on can be chosen, and choosing is not yet proving", async () => {
    await start({ ...TOTP, ...SMS, ...BY_EMAIL });
    givePhone();
    await adminPrefer(pools, { SMSMfaSettings: ON, EmailMfaSettings: ON });
    const session = (await signIn(pools)).body["Session"];
    const unset = await respond(pools, "SELECT_MFA_TYPE", session, {
      ANSWER: "SOFTWARE_TOKEN_MFA",
    });
    assert.equal(unset.body["__type"], "InvalidParameterException");
    const again = (await signIn(pools)).body["Session"];
    const chosen = await respond(pools, "SELECT_MFA_TYPE", again, { ANSWER: "SMS_MFA" });
    assert.equal(chosen.body["AuthenticationResult"], undefined);
    assert.equal(chosen.body["ChallengeName"], "SMS_MFA");
  });

  it("C268: where MFA is required, a phone number or a proven address is a factor by itself", async () => {
    await start({ mfaConfiguration: "ON", ...TOTP, ...BY_EMAIL, ...SMS });
    assert.equal((await signIn(pools)).body["ChallengeName"], "EMAIL_OTP");
    givePhone();
    const { body } = await signIn(pools);
    assert.equal(body["ChallengeParameters"]["MFAS_CAN_CHOOSE"], '["SMS_MFA","EMAIL_OTP"]');
  });

  it("C270: a channel that is asked for does not reset the password", async () => {
    await start({ ...BY_EMAIL, accountRecoverySetting: recovery("verified_email") });
    const sent = () => pools.store.messages(EMAIL).length;
    const forget = { ClientId: "6h89qn2bfglbmvfebq9aaknqk0", Username: EMAIL };
    await call(pools, "ForgotPassword", forget);
    const before = sent();
    const ConfirmationCode = lastCode(pools, EMAIL);
    await adminPrefer(pools, { EmailMfaSettings: ON });
    await call(pools, "ForgotPassword", forget);
    assert.equal(sent(), before);
    const reset = { ...forget, ConfirmationCode, Password: "An0ther-one!" };
    const refused = await call(pools, "ConfirmForgotPassword", reset);
    assert.equal(refused.body["__type"], "ExpiredCodeException");
  });
});

function recovery(name: string): Properties {
  return { recoveryMechanisms: [{ name, priority: 1 }] };
}
