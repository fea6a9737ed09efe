import assert from "node:assert/strict";
import { POOL_ID } from "../support/graph.ts";
import {
  type ApiAnswer,
  call,
  createUser,
  EMAIL,
  lastCode,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import { BY_EMAIL, codeAt, respond, serveMfa, SMS, TOTP, wrongCode } from "../support/mfa.ts";
import type { RunningPools } from "../support/running-pools.ts";

const outcome = ({ body }: ApiAnswer) => [body["__type"], body["message"]];
const UNKNOWN = ["NotAuthorizedException", "Invalid session for the user."];
const USED_SESSION = [
  "NotAuthorizedException",
  "Invalid session for the user, session can only be used once.",
];

describe("setting up MFA that a pool requires", () => {
  let pools: RunningPools;
  let sub: string;
  beforeEach(async () => {
    pools = await serveMfa({ mfaConfiguration: "ON", ...TOTP });
    sub = await createUser(pools);
  });
  afterEach(() => pools.close());

  const start = async (): Promise<string> => (await signIn(pools)).body["Session"];
  const associate = async (Session: string) =>
    (await call(pools, "AssociateSoftwareToken", { Session })).body;
  const verify = (Session: string, UserCode: string) =>
    call(pools, "VerifySoftwareToken", { Session, UserCode });
  const enrol = async () => {
    const { SecretCode, Session } = await associate(await start());
    const verified = await verify(Session, codeAt(pools, SecretCode));
    return { secret: SecretCode, session: verified.body["Session"] as string };
  };

  it("C199: leads from the first session by the app's code to tokens", async () => {
    const { body } = await signIn(pools);
    assert.equal(body["ChallengeName"], "MFA_SETUP");
    assert.deepEqual(body["ChallengeParameters"], {
      USER_ID_FOR_SRP: sub,
      MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]',
    });
    const { SecretCode, Session } = await associate(body["Session"]);
    assert.match(SecretCode, /^[A-Z2-7]{52}$/);
    const verified = await verify(Session, codeAt(pools, SecretCode));
    assert.equal(verified.body["Status"], "SUCCESS");
    const done = await respond(pools, "MFA_SETUP", verified.body["Session"]);
    const { AccessToken } = done.body["AuthenticationResult"];
    const { body: user } = await call(pools, "GetUser", { AccessToken });
    assert.deepEqual(user["UserMFASettingList"], ["SOFTWARE_TOKEN_MFA"]);
    assert.equal(user["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA");
    assert.equal((await signIn(pools)).body["ChallengeName"], "SOFTWARE_TOKEN_MFA");
  });

  it("C199: earlier sessions of the set-up do not end it", async () => {
    const first = await start();
    const { SecretCode, Session } = await associate(first);
    const verified = await verify(Session, codeAt(pools, SecretCode));
    for (const session of [first, Session]) {
      assert.deepEqual(outcome(await respond(pools, "MFA_SETUP", session)), USED_SESSION);
    }
    assert.equal((await respond(pools, "MFA_SETUP", verified.body["Session"])).status, 200);
  });

  it("C199: nothing is skipped: neither the secret nor its code", async () => {
    assert.deepEqual(outcome(await respond(pools, "MFA_SETUP", await start())), UNKNOWN);
    const { Session } = await associate(await start());
    assert.deepEqual(outcome(await respond(pools, "MFA_SETUP", Session)), UNKNOWN);
    const refused = await verify(await start(), "123456");
    assert.equal(refused.body["__type"], "SoftwareTokenMFANotFoundException");
  });

  it("C188, C220: a wrong code leaves the set-up open, three end it", async () => {
    const { SecretCode, Session } = await associate(await start());
    const mismatch = [
      "EnableSoftwareTokenMFAException",
      "Code mismatch and fail enable Software Token MFA",
    ];
    const wrong = wrongCode(pools, SecretCode);
    for (const _ of [1, 2, 3]) assert.deepEqual(outcome(await verify(Session, wrong)), mismatch);
    assert.deepEqual(outcome(await verify(Session, codeAt(pools, SecretCode))), USED_SESSION);
    assert.equal((await signIn(pools)).body["ChallengeName"], "MFA_SETUP");
  });

  it("C137: each session of the set-up lasts three minutes", async () => {
    const { SecretCode, Session } = await associate(await start());
    pools.clock.advance(180);
    assert.deepEqual(outcome(await verify(Session, codeAt(pools, SecretCode))), [
      "NotAuthorizedException",
      "Invalid session for the user, session is expired.",
    ]);
  });

  it("C199: a set-up that was opened earlier does not replace the factor of one that ended", async () => {
    const stolen = await start();
    const prepared = await associate(await start());
    await enrol();
    assert.deepEqual(
      outcome(await call(pools, "AssociateSoftwareToken", { Session: stolen })),
      UNKNOWN,
    );
    const code = codeAt(pools, prepared.SecretCode);
    assert.deepEqual(outcome(await verify(prepared.Session, code)), UNKNOWN);
  });

  it("C199: who left before the end is asked for the app's code", async () => {
    const { secret } = await enrol();
    pools.clock.advance(30);
    const { body } = await signIn(pools);
    const answer = { SOFTWARE_TOKEN_MFA_CODE: codeAt(pools, secret) };
    const done = await respond(pools, "SOFTWARE_TOKEN_MFA", body["Session"], answer);
    assert.equal(done.status, 200);
  });

  it("C188: another user ends nobody's set-up", async () => {
    await createUser(pools, { username: "bob@example.com" });
    const { session } = await enrol();
    const asBob = { USERNAME: "bob@example.com" };
    assert.deepEqual(outcome(await respond(pools, "MFA_SETUP", session, asBob)), UNKNOWN);
  });

  it("C199: neither operation works without token and session, or with a session of another kind", async () => {
    for (const [name, input] of [
      ["AssociateSoftwareToken", {}],
      ["VerifySoftwareToken", { UserCode: "123456" }],
    ] as const) {
      assert.equal((await call(pools, name, input)).body["__type"], "InvalidParameterException");
      const Session = "x".repeat(40);
      assert.deepEqual(outcome(await call(pools, name, { ...input, Session })), UNKNOWN);
    }
    const UserCode = "12345";
    const short = await call(pools, "VerifySoftwareToken", { Session: "x".repeat(40), UserCode });
    assert.match(short.body["message"], /^1 validation error detected: Value at 'userCode'/);
  });

  it("C195: a new password comes before it, and does not stand in for it", async () => {
    const user = pools.store.users.bySub(POOL_ID, sub);
    assert.ok(user);
    pools.store.users.save({ ...user, status: "FORCE_CHANGE_PASSWORD" });
    const { body } = await signIn(pools);
    assert.equal(body["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    const answer = { NEW_PASSWORD: "An0ther-one!" };
    const next = await respond(pools, "NEW_PASSWORD_REQUIRED", body["Session"], answer);
    assert.equal(next.body["ChallengeName"], "MFA_SETUP");
    assert.equal(next.body["AuthenticationResult"], undefined);
  });
});

describe("setting up codes that are sent", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  const PHONE_POOL = {
    usernameAttributes: ["phone_number"],
    autoVerifiedAttributes: ["phone_number"],
  };
  const PHONE = "+4915112345678";

  it("C199: an e-mail address is given, proved by code, and the factor from then on", async () => {
    pools = await serveMfa({ ...PHONE_POOL, mfaConfiguration: "ON", ...TOTP, ...BY_EMAIL });
    await createUser(pools, { username: PHONE });
    const { body } = await signIn(pools, { username: PHONE });
    assert.equal(
      body["ChallengeParameters"]["MFAS_CAN_SETUP"],
      '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
    );
    const named = { USERNAME: PHONE };
    const asked = await respond(pools, "MFA_SETUP", body["Session"], { ...named, EMAIL });
    assert.equal(asked.body["ChallengeName"], "EMAIL_OTP");
    assert.equal(asked.body["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "a***@e***");
    const answer = { ...named, EMAIL_OTP_CODE: lastCode(pools, EMAIL) };
    const done = await respond(pools, "EMAIL_OTP", asked.body["Session"], answer);
    const { AccessToken } = done.body["AuthenticationResult"];
    const { body: user } = await call(pools, "GetUser", { AccessToken });
    const proven = { Name: "email_verified", Value: "true" };
    assert.deepEqual(
      user["UserAttributes"].filter(({ Name }: { Name: string }) => Name.startsWith("email")),
      [{ Name: "email", Value: EMAIL }, proven],
    );
    assert.deepEqual(user["UserMFASettingList"], ["EMAIL_OTP"]);
    assert.equal((await signIn(pools, { username: PHONE })).body["ChallengeName"], "EMAIL_OTP");
  });

  it("C199: an address is refused that is none, and one beside the user's own", async () => {
    pools = await serveMfa({
      mfaConfiguration: "ON",
      ...TOTP,
      ...BY_EMAIL,
      usernameAttributes: [],
    });
    const signUp = {
      ClientId: "6h89qn2bfglbmvfebq9aaknqk0",
      Username: "alice",
      Password: PASSWORD,
    };
    const UserAttributes = [{ Name: "email", Value: EMAIL }];
    await call(pools, "SignUp", { ...signUp, UserAttributes });
    const user = pools.store.users.byName(POOL_ID, "alice");
    assert.ok(user);
    pools.store.users.save({ ...user, status: "CONFIRMED" });
    const { body } = await signIn(pools, { username: "alice" });
    assert.equal(body["ChallengeName"], "MFA_SETUP");
    for (const email of ["mallory@example.com", "nonsense", ""]) {
      const answer = { USERNAME: "alice", EMAIL: email };
      const refused = await respond(pools, "MFA_SETUP", body["Session"], answer);
      assert.equal(refused.body["__type"], "InvalidParameterException");
    }
    assert.deepEqual(pools.store.messages("mallory@example.com"), []);
  });

  it("C199: a pool that has SMS only refuses one without a phone number", async () => {
    pools = await serveMfa({ mfaConfiguration: "ON", ...SMS });
    await createUser(pools);
    assert.deepEqual(outcome(await signIn(pools)), [
      "InvalidParameterException",
      "User does not have phone_number.",
    ]);
  });
});
