import assert from "node:assert/strict";
import { NO_SECOND_FACTORS } from "../../../../local/cognito/tables/second-factors.ts";
import { POOL_ID } from "../support/graph.ts";
import { type ApiAnswer, call, createUser, PASSWORD, signIn } from "../support/json-api.ts";
import { codeAt, enrolApp, respond, serveMfa, TOTP, wrongCode } from "../support/mfa.ts";
import type { RunningPools } from "../support/running-pools.ts";

const CODE = "SOFTWARE_TOKEN_MFA_CODE";
const outcome = ({ body }: ApiAnswer) => [body["__type"], body["message"]];
const MISMATCH = ["CodeMismatchException", "Invalid code received for user"];
const USED = ["ExpiredCodeException", "Your software token has already been used once."];
const USED_SESSION = [
  "NotAuthorizedException",
  "Invalid session for the user, session can only be used once.",
];

describe("sign-in with an authenticator app", () => {
  let pools: RunningPools;
  let sub: string;
  let secret: string;
  let accessToken: string;
  beforeEach(async () => {
    pools = await serveMfa({ mfaConfiguration: "OPTIONAL", ...TOTP });
    sub = await createUser(pools);
    ({ secret, accessToken } = await enrolApp(pools));
  });
  afterEach(() => pools.close());

  const start = async () => (await signIn(pools)).body["Session"];
  const answer = (session: unknown, code: string) =>
    respond(pools, "SOFTWARE_TOKEN_MFA", session, { [CODE]: code });

  it("C196: asks for the app's code after the password, and gives tokens for it", async () => {
    const { body } = await signIn(pools);
    assert.equal(body["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert.deepEqual(body["ChallengeParameters"], { USER_ID_FOR_SRP: sub });
    assert.equal(body["AuthenticationResult"], undefined);
    const done = await answer(body["Session"], codeAt(pools, secret));
    assert.equal(done.body["AuthenticationResult"]["TokenType"], "Bearer");
    assert.deepEqual(done.body["ChallengeParameters"], {});
  });

  for (const later of [-1, 0, 1]) {
    it(`C220: takes the code of step ${later}`, async () => {
      pools.clock.advance(90);
      const { status } = await answer(await start(), codeAt(pools, secret, later));
      assert.equal(status, 200);
    });
  }

  for (const later of [-2, 2]) {
    it(`C197, C220: refuses the code of step ${later}`, async () => {
      pools.clock.advance(90);
      assert.deepEqual(
        outcome(await answer(await start(), codeAt(pools, secret, later))),
        MISMATCH,
      );
    });
  }

  it("C197: takes no code twice, in the same session or another", async () => {
    const code = codeAt(pools, secret);
    const first = await start();
    assert.equal((await answer(first, code)).status, 200);
    assert.deepEqual(outcome(await answer(first, code)), USED_SESSION);
    assert.deepEqual(outcome(await answer(await start(), code)), USED);
  });

  it("C197: takes no code older than the last one", async () => {
    assert.equal((await answer(await start(), codeAt(pools, secret, 1))).status, 200);
    assert.deepEqual(outcome(await answer(await start(), codeAt(pools, secret))), USED);
  });

  it("C197: the code that set the app up does not sign in", async () => {
    const again = await call(pools, "AssociateSoftwareToken", { AccessToken: accessToken });
    const fresh = again.body["SecretCode"];
    const code = codeAt(pools, fresh);
    await call(pools, "VerifySoftwareToken", { AccessToken: accessToken, UserCode: code });
    assert.deepEqual(outcome(await answer(await start(), code)), USED);
  });

  it("C188: a wrong code leaves the session open for the right one", async () => {
    const session = await start();
    assert.deepEqual(outcome(await answer(session, wrongCode(pools, secret))), MISMATCH);
    assert.equal((await answer(session, codeAt(pools, secret))).status, 200);
  });

  it("C145, O095: three wrong codes end the session", async () => {
    const session = await start();
    for (let count = 0; count < 3; count++) {
      assert.deepEqual(outcome(await answer(session, wrongCode(pools, secret))), MISMATCH);
    }
    assert.deepEqual(outcome(await answer(session, codeAt(pools, secret))), USED_SESSION);
  });

  it("O095: five wrong codes in a row lock the factor for a second, the right one included", async () => {
    for (const _ of [1, 2, 3, 4, 5]) await answer(await start(), wrongCode(pools, secret));
    const locked = [
      "NotAuthorizedException",
      "Attempt limit exceeded, please try after some time.",
    ];
    assert.deepEqual(outcome(await answer(await start(), codeAt(pools, secret))), locked);
    pools.clock.advance(1);
    assert.equal((await answer(await start(), codeAt(pools, secret))).status, 200);
  });

  it("C137, C188: the session lasts three minutes", async () => {
    const [inTime, late] = [await start(), await start()];
    pools.clock.advance(179);
    assert.equal((await answer(inTime, codeAt(pools, secret))).status, 200);
    pools.clock.advance(31);
    assert.deepEqual(outcome(await answer(late, codeAt(pools, secret))), [
      "NotAuthorizedException",
      "Invalid session for the user, session is expired.",
    ]);
  });

  it("C219: a new secret replaces the app only once it shows a code", async () => {
    const { body } = await call(pools, "AssociateSoftwareToken", { AccessToken: accessToken });
    const fresh = body["SecretCode"];
    assert.equal((await answer(await start(), codeAt(pools, secret))).status, 200);
    const shown = { AccessToken: accessToken, UserCode: codeAt(pools, fresh) };
    const verified = await call(pools, "VerifySoftwareToken", shown);
    assert.deepEqual(verified.body, { Status: "SUCCESS" });
    pools.clock.advance(60);
    assert.deepEqual(outcome(await answer(await start(), codeAt(pools, secret))), MISMATCH);
    assert.equal((await answer(await start(), codeAt(pools, fresh))).status, 200);
  });

  it("C220: a wrong code sets nothing up", async () => {
    const { body } = await call(pools, "AssociateSoftwareToken", { AccessToken: accessToken });
    const UserCode = wrongCode(pools, body["SecretCode"]);
    const refused = await call(pools, "VerifySoftwareToken", {
      AccessToken: accessToken,
      UserCode,
    });
    assert.deepEqual(outcome(refused), [
      "EnableSoftwareTokenMFAException",
      "Code mismatch and fail enable Software Token MFA",
    ]);
    assert.equal((await answer(await start(), codeAt(pools, secret))).status, 200);
  });

  it("C196: names the device", async () => {
    const { body } = await call(pools, "AssociateSoftwareToken", { AccessToken: accessToken });
    const UserCode = codeAt(pools, body["SecretCode"]);
    const shown = { AccessToken: accessToken, UserCode, FriendlyDeviceName: "my phone" };
    await call(pools, "VerifySoftwareToken", shown);
    const { ChallengeParameters } = (await signIn(pools)).body;
    assert.equal(ChallengeParameters["FRIENDLY_DEVICE_NAME"], "my phone");
  });

  it("C222: GetUser tells what is switched on and preferred", async () => {
    const { body } = await call(pools, "GetUser", { AccessToken: accessToken });
    assert.deepEqual(body["UserMFASettingList"], ["SOFTWARE_TOKEN_MFA"]);
    assert.equal(body["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA");
  });

  it("C135: one who switched it off is not asked any more", async () => {
    const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
    const input = { AccessToken: accessToken, SoftwareTokenMfaSettings };
    assert.deepEqual((await call(pools, "SetUserMFAPreference", input)).body, {});
    assert.equal((await signIn(pools)).body["AuthenticationResult"]["TokenType"], "Bearer");
    const { body } = await call(pools, "GetUser", { AccessToken: accessToken });
    assert.equal("UserMFASettingList" in body || "PreferredMfaSetting" in body, false);
  });

  it("C188: another user's session, or none, opens nothing", async () => {
    await createUser(pools, { username: "bob@example.com" });
    const bob = await enrolApp(pools, "bob@example.com");
    const alice = await start();
    const refused = ["NotAuthorizedException", "Invalid session for the user."];
    const asBob = { USERNAME: "bob@example.com", [CODE]: codeAt(pools, bob.secret) };
    assert.deepEqual(outcome(await respond(pools, "SOFTWARE_TOKEN_MFA", alice, asBob)), refused);
    assert.deepEqual(outcome(await answer(await start(), codeAt(pools, bob.secret))), MISMATCH);
    assert.deepEqual(outcome(await answer("x".repeat(40), codeAt(pools, secret))), refused);
    assert.deepEqual(outcome(await answer(undefined, codeAt(pools, secret))), [
      "InvalidParameterException",
      "Missing required parameter Session",
    ]);
  });

  it("C204: a step answers to its own name only", async () => {
    const session = await start();
    const refused = ["NotAuthorizedException", "Invalid session for the user."];
    for (const [challenge, responses] of [
      ["SMS_MFA", { SMS_MFA_CODE: codeAt(pools, secret) }],
      ["EMAIL_OTP", { EMAIL_OTP_CODE: codeAt(pools, secret) }],
      ["MFA_SETUP", {}],
      ["SELECT_MFA_TYPE", { ANSWER: "SOFTWARE_TOKEN_MFA" }],
      ["NEW_PASSWORD_REQUIRED", { NEW_PASSWORD: PASSWORD }],
    ] as const) {
      assert.deepEqual(outcome(await respond(pools, challenge, session, responses)), refused);
    }
  });

  it("C42: one who was disabled meanwhile does not get in", async () => {
    const session = await start();
    const user = pools.store.users.bySub(POOL_ID, sub);
    assert.ok(user);
    pools.store.users.save({ ...user, enabled: false });
    assert.deepEqual(outcome(await answer(session, codeAt(pools, secret))), [
      "NotAuthorizedException",
      "User is disabled.",
    ]);
  });

  it("a clock that was set back does not lock the app out", async () => {
    pools.clock.advance(3_600);
    assert.equal((await answer(await start(), codeAt(pools, secret))).status, 200);
    pools.clock.advance(-1_800);
    assert.equal((await answer(await start(), codeAt(pools, secret))).status, 200);
  });

  it("C231: the app goes with its user", () => {
    const { users, secondFactors } = pools.store;
    assert.deepEqual(secondFactors.of(POOL_ID, sub).enabled, ["SOFTWARE_TOKEN_MFA"]);
    users.remove(POOL_ID, sub);
    assert.deepEqual(secondFactors.of(POOL_ID, sub), NO_SECOND_FACTORS);
  });

  it("reset forgets the app with its user", async () => {
    pools.store.reset();
    await createUser(pools);
    assert.equal((await signIn(pools)).body["AuthenticationResult"]["TokenType"], "Bearer");
  });
});

describe("a pool without authenticator apps", () => {
  it("C219: refuses to set one up", async () => {
    const pools = await serveMfa({});
    try {
      await createUser(pools);
      const { AccessToken } = (await signIn(pools)).body["AuthenticationResult"];
      const refused = [
        "SoftwareTokenMFANotFoundException",
        "Software Token MFA has not been enabled by the userPool",
      ];
      assert.deepEqual(
        outcome(await call(pools, "AssociateSoftwareToken", { AccessToken })),
        refused,
      );
      const input = { AccessToken, UserCode: "123456" };
      assert.deepEqual(outcome(await call(pools, "VerifySoftwareToken", input)), refused);
    } finally {
      await pools.close();
    }
  });
});
