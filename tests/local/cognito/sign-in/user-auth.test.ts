import assert from "node:assert/strict";
import { readPools } from "../../../../local/cognito/pool.ts";
import { administer, attributeInputs } from "../support/administration.ts";
import { client, domain, graphOf, pool, POOL_ID, WEB_ID } from "../support/graph.ts";
import {
  type ApiAnswer,
  call,
  createUser,
  decodeUnverified,
  EMAIL,
  lastCode,
  PASSWORD,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";
import { SrpClient } from "../support/srp-client.ts";

const TIMESTAMP = "Sun Nov 22 23:55:57 UTC 2026"; // the clock of the tests
const factors = (...allowedFirstAuthFactors: string[]) => ({
  signInPolicy: { allowedFirstAuthFactors },
});
const CODES = factors("PASSWORD", "EMAIL_OTP", "SMS_OTP");

describe("choice-based sign-in", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(poolInputs: object = CODES, clientInputs: object = {}): Promise<void> {
    const flows = { explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] };
    const inputs = { ...flows, ...clientInputs };
    pools = await serve(graphOf(pool({ ...poolInputs }), domain(), client(inputs)));
  }

  function initiate(parameters: object = {}, more: object = {}): Promise<ApiAnswer> {
    return call(pools, "InitiateAuth", {
      AuthFlow: "USER_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, ...parameters },
      ...more,
    });
  }

  function respond(ChallengeName: string, Session: string, responses: object): Promise<ApiAnswer> {
    return call(pools, "RespondToAuthChallenge", {
      ChallengeName,
      ClientId: WEB_ID,
      Session,
      ChallengeResponses: { USERNAME: EMAIL, ...responses },
    });
  }

  const prefer = (challenge: string, more: object = {}) =>
    initiate({ PREFERRED_CHALLENGE: challenge, ...more });

  const typeOf = ({ body }: ApiAnswer) => [body["__type"], body["message"]];

  it("C169, C265: needs ALLOW_USER_AUTH at the client", async () => {
    await start(CODES, { explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] });
    assert.deepEqual(typeOf(await initiate()), [
      "InvalidParameterException",
      "USER_AUTH is not enabled for the client.",
    ]);
  });

  it("C190: offers what the pool allows and the user has", async () => {
    await start();
    await createUser(pools);
    const { body } = await initiate();
    assert.equal(body["ChallengeName"], "SELECT_CHALLENGE");
    assert.deepEqual(body["ChallengeParameters"], {});
    // No phone number, so no code by text message.
    assert.deepEqual(body["AvailableChallenges"], ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]);
  });

  it("C265: the password is always a first factor, and the only one of a pool without a policy", async () => {
    await start({});
    await createUser(pools);
    assert.deepEqual((await initiate()).body["AvailableChallenges"], ["PASSWORD", "PASSWORD_SRP"]);
    assert.equal((await prefer("EMAIL_OTP")).body["ChallengeName"], "SELECT_CHALLENGE");
  });

  it("C192: offers no code as first factor where a second one is required", async () => {
    const app = { softwareTokenMfaConfiguration: { enabled: true } };
    await start({ ...CODES, ...app, mfaConfiguration: "ON" });
    await createUser(pools);
    assert.deepEqual((await initiate()).body["AvailableChallenges"], ["PASSWORD", "PASSWORD_SRP"]);
  });

  it("C190: signs in at once by the preferred password", async () => {
    await start();
    await createUser(pools);
    const { body } = await prefer("PASSWORD", { PASSWORD });
    assert.equal(typeof body["AuthenticationResult"]["RefreshToken"], "string");
  });

  it("C190, C213: starts SRP for the preferred PASSWORD_SRP", async () => {
    await start();
    await createUser(pools);
    const srpClient = new SrpClient();
    const { body } = await prefer("PASSWORD_SRP", { SRP_A: srpClient.publicHex });
    assert.equal(body["ChallengeName"], "PASSWORD_VERIFIER");
    const parameters = body["ChallengeParameters"];
    const claim = { poolId: POOL_ID, password: PASSWORD, parameters, timestamp: TIMESTAMP };
    const { signature } = srpClient.prove(claim);
    const answer = await call(pools, "RespondToAuthChallenge", {
      ChallengeName: "PASSWORD_VERIFIER",
      ClientId: WEB_ID,
      ChallengeResponses: {
        USERNAME: parameters["USER_ID_FOR_SRP"],
        PASSWORD_CLAIM_SECRET_BLOCK: parameters["SECRET_BLOCK"],
        PASSWORD_CLAIM_SIGNATURE: signature,
        TIMESTAMP,
      },
    });
    assert.equal(answer.status, 200);
  });

  for (const [name, proof] of [
    ["PASSWORD", { PASSWORD }],
    ["PASSWORD_SRP", { SRP_A: new SrpClient().publicHex }],
  ] as const) {
    it(`C201: asks for ${name} where its answer does not come along`, async () => {
      await start();
      await createUser(pools);
      const { body } = await prefer(name);
      assert.equal(body["ChallengeName"], name);
      const { status } = await respond(name, body["Session"], proof);
      assert.equal(status, 200);
    });
  }

  it("C200: takes the choice and the password in one answer, once", async () => {
    await start();
    await createUser(pools);
    const { Session } = (await initiate()).body;
    const answer = { ANSWER: "PASSWORD", PASSWORD };
    const { body } = await respond("SELECT_CHALLENGE", Session, answer);
    assert.equal(typeof body["AuthenticationResult"]["IdToken"], "string");
    assert.deepEqual(typeOf(await respond("SELECT_CHALLENGE", Session, answer)), [
      "NotAuthorizedException",
      "Invalid session for the user, session can only be used once.",
    ]);
  });

  it("C200: refuses a choice that was not offered", async () => {
    await start();
    await createUser(pools);
    const { Session } = (await initiate()).body;
    const answer = await respond("SELECT_CHALLENGE", Session, { ANSWER: "SMS_OTP" });
    assert.equal(answer.body["__type"], "InvalidParameterException");
  });

  it("C138, C190, C200: sends a code of eight digits and says where it went", async () => {
    await start();
    const sub = await createUser(pools);
    const { Session } = (await initiate()).body;
    const { body } = await respond("SELECT_CHALLENGE", Session, { ANSWER: "EMAIL_OTP" });
    assert.equal(body["ChallengeName"], "EMAIL_OTP");
    assert.deepEqual(body["ChallengeParameters"], {
      CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL",
      CODE_DELIVERY_DESTINATION: "a***@e***",
    });
    const code = lastCode(pools, EMAIL);
    assert.match(code, /^\d{8}$/);
    const answer = await respond("EMAIL_OTP", body["Session"], { EMAIL_OTP_CODE: code });
    const claims = decodeUnverified(answer.body["AuthenticationResult"]["AccessToken"]);
    assert.equal(claims["sub"], sub);
  });

  it("C190: sends the code by text message to a proven number", async () => {
    const username = "+12065550100";
    const byPhone = {
      usernameAttributes: ["phone_number"],
      autoVerifiedAttributes: ["phone_number"],
    };
    await start({ ...CODES, ...byPhone });
    await createUser(pools, { username });
    const asked = { USERNAME: username, PREFERRED_CHALLENGE: "SMS_OTP" };
    const { body } = await initiate(asked);
    assert.equal(body["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "+*******0100");
    const answer = { USERNAME: username, SMS_OTP_CODE: lastCode(pools, username) };
    assert.equal((await respond("SMS_OTP", body["Session"], answer)).status, 200);
  });

  it("C145, C188, C197: a wrong code uses the session up, the right one after it included", async () => {
    await start();
    await createUser(pools);
    const { Session } = (await prefer("EMAIL_OTP")).body;
    const code = lastCode(pools, EMAIL);
    const wrong = code === "00000000" ? "00000001" : "00000000";
    assert.deepEqual(typeOf(await respond("EMAIL_OTP", Session, { EMAIL_OTP_CODE: wrong })), [
      "CodeMismatchException",
      "Invalid code or auth state for the user.",
    ]);
    assert.deepEqual(typeOf(await respond("EMAIL_OTP", Session, { EMAIL_OTP_CODE: code })), [
      "NotAuthorizedException",
      "Invalid session for the user, session can only be used once.",
    ]);
  });

  it("C201: a code that went to a former address signs nobody in", async () => {
    await start();
    await createUser(pools);
    const { Session } = (await prefer("EMAIL_OTP")).body;
    const USERNAME = "new@example.com";
    await administer(pools, "AdminUpdateUserAttributes", {
      Username: EMAIL,
      UserAttributes: attributeInputs({ email: USERNAME, email_verified: "true" }),
    });
    const answer = { USERNAME, EMAIL_OTP_CODE: lastCode(pools, EMAIL) };
    assert.deepEqual(typeOf(await respond("EMAIL_OTP", Session, answer)), [
      "CodeMismatchException",
      "Invalid code or auth state for the user.",
    ]);
  });

  it("C188: a code is good for as long as its session", async () => {
    await start();
    await createUser(pools);
    const { Session } = (await prefer("EMAIL_OTP")).body;
    pools.clock.advance(180);
    const answer = { EMAIL_OTP_CODE: lastCode(pools, EMAIL) };
    assert.deepEqual(typeOf(await respond("EMAIL_OTP", Session, answer)), [
      "NotAuthorizedException",
      "Invalid session for the user, session is expired.",
    ]);
  });

  it("C204: takes no code for another challenge than the pending one, nor from another user", async () => {
    await start();
    await createUser(pools);
    await createUser(pools, { username: "bob@example.com" });
    const first = (await prefer("EMAIL_OTP")).body["Session"];
    const code = lastCode(pools, EMAIL);
    const asSms = await respond("SMS_OTP", first, { SMS_OTP_CODE: code });
    assert.equal(asSms.body["__type"], "CodeMismatchException");
    const second = (await prefer("EMAIL_OTP")).body["Session"];
    const asBob = { USERNAME: "bob@example.com", EMAIL_OTP_CODE: lastCode(pools, EMAIL) };
    assert.equal(
      (await respond("EMAIL_OTP", second, asBob)).body["__type"],
      "CodeMismatchException",
    );
    const third = (await initiate()).body["Session"];
    const asCode = await respond("EMAIL_OTP", third, { EMAIL_OTP_CODE: code });
    assert.deepEqual(typeOf(asCode), ["NotAuthorizedException", "Invalid session for the user."]);
  });

  it("C151: for somebody unknown pretends to send a code, which no code answers", async () => {
    await start();
    for (const parameters of [{}, { PREFERRED_CHALLENGE: "WEB_AUTHN" }]) {
      const { body } = await initiate({ USERNAME: "nobody@example.com", ...parameters });
      assert.equal(body["ChallengeName"], "EMAIL_OTP");
      assert.equal(body["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "n***@e***");
      const answer = { USERNAME: "nobody@example.com", EMAIL_OTP_CODE: "00000000" };
      const refused = await respond("EMAIL_OTP", body["Session"], answer);
      assert.equal(refused.body["__type"], "CodeMismatchException");
    }
    assert.deepEqual(pools.store.messages(), []);
  });

  it("C151, O085: pretends to text a code where codes go by text message", async () => {
    await start(factors("PASSWORD", "SMS_OTP"));
    const asked = { USERNAME: "nobody@example.com", PREFERRED_CHALLENGE: "SMS_OTP" };
    const { ChallengeName, ChallengeParameters } = (await initiate(asked)).body;
    assert.equal(ChallengeName, "SMS_OTP");
    assert.equal(ChallengeParameters["CODE_DELIVERY_DELIVERY_MEDIUM"], "SMS");
    const to = ChallengeParameters["CODE_DELIVERY_DESTINATION"];
    assert.match(to, /^\+\*{7}\d{4}$/);
    const again = (await initiate(asked)).body["ChallengeParameters"];
    assert.equal(again["CODE_DELIVERY_DESTINATION"], to);
  });

  it("C151: for somebody unknown refuses a password like a wrong one", async () => {
    await start();
    const unknown = { USERNAME: "nobody@example.com", PREFERRED_CHALLENGE: "PASSWORD", PASSWORD };
    const refusal = ["NotAuthorizedException", "Incorrect username or password."];
    assert.deepEqual(typeOf(await initiate(unknown)), refusal);
    const asked = { ...unknown, PREFERRED_CHALLENGE: "PASSWORD_SRP" };
    const { body } = await initiate({ ...asked, SRP_A: new SrpClient().publicHex });
    assert.equal(body["ChallengeName"], "PASSWORD_VERIFIER");
  });

  it("C151: for somebody unknown offers the password where the pool sends no codes", async () => {
    await start({});
    const { body } = await initiate({ USERNAME: "nobody@example.com" });
    assert.deepEqual(body["AvailableChallenges"], ["PASSWORD", "PASSWORD_SRP"]);
  });

  it("C150: names an unknown user where the client does not hide them", async () => {
    await start(CODES, { preventUserExistenceErrors: "LEGACY" });
    const refused = await initiate({ USERNAME: "nobody@example.com" });
    assert.equal(refused.body["__type"], "UserNotFoundException");
  });

  describe("sign-up", () => {
    const common = { ClientId: WEB_ID, Username: EMAIL };
    const confirm = (more: object = {}) =>
      call(pools, "ConfirmSignUp", {
        ...common,
        ConfirmationCode: lastCode(pools, EMAIL),
        ...more,
      });

    it("C170: goes without a password where codes sign in", async () => {
      await start();
      assert.equal((await call(pools, "SignUp", common)).body["UserConfirmed"], false);
      await confirm();
      assert.deepEqual((await initiate()).body["AvailableChallenges"], ["EMAIL_OTP"]);
      const refused = await prefer("PASSWORD", { PASSWORD });
      assert.equal(refused.body["ChallengeName"], "SELECT_CHALLENGE");
    });

    it("C170: takes a blank password for none", async () => {
      await start();
      const { status } = await call(pools, "SignUp", { ...common, Password: "" });
      assert.equal(status, 200);
    });

    it("C170, C173: needs a password where nothing else signs in", async () => {
      await start(factors("PASSWORD", "WEB_AUTHN"));
      const refused = await call(pools, "SignUp", common);
      assert.equal(refused.body["__type"], "InvalidParameterException");
    });

    it("C178, C191: leads by sessions from sign-up to tokens, each good once", async () => {
      await start();
      const signedUp = await call(pools, "SignUp", { ...common, Password: PASSWORD });
      const confirmed = await confirm({ Session: signedUp.body["Session"] });
      const { Session } = confirmed.body;
      const { body } = await initiate({}, { Session });
      assert.equal(typeof body["AuthenticationResult"]["AccessToken"], "string");
      assert.deepEqual(typeOf(await initiate({}, { Session })), [
        "NotAuthorizedException",
        "Invalid session for the user, session can only be used once.",
      ]);
    });

    it("C191: gives no session to who confirms with the code alone, or too late", async () => {
      await start();
      const signedUp = await call(pools, "SignUp", { ...common, Password: PASSWORD });
      assert.deepEqual((await confirm()).body, {});
      assert.equal((await initiate({}, { Session: signedUp.body["Session"] })).status, 400);
      await call(pools, "SignUp", { ...common, Username: "bob@example.com", Password: PASSWORD });
      pools.clock.advance(180);
      const late = await confirm({
        Username: "bob@example.com",
        Session: signedUp.body["Session"],
        ConfirmationCode: lastCode(pools, "bob@example.com"),
      });
      assert.deepEqual(late.body, {});
    });

    it("C191: a confirmed sign-up signs in nobody else", async () => {
      await start();
      await createUser(pools, { username: "bob@example.com" });
      const signedUp = await call(pools, "SignUp", { ...common, Password: PASSWORD });
      const { Session } = (await confirm({ Session: signedUp.body["Session"] })).body;
      const refused = await initiate({ USERNAME: "bob@example.com" }, { Session });
      assert.deepEqual(typeOf(refused), [
        "NotAuthorizedException",
        "Invalid session for the user.",
      ]);
    });
  });

  describe("for administrators", () => {
    const signature = {
      authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20261122/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
    };
    const adminInitiate = (AuthFlow: string, AuthParameters: object, UserPoolId = POOL_ID) =>
      call(
        pools,
        "AdminInitiateAuth",
        { AuthFlow, AuthParameters, ClientId: WEB_ID, UserPoolId },
        signature,
      );
    const credentials = { USERNAME: EMAIL, PASSWORD };

    it("C184, C244: a password of its own flow signs in, by the legacy name as well", async () => {
      await start({}, { explicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"] });
      await createUser(pools);
      for (const flow of ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"]) {
        const { body } = await adminInitiate(flow, credentials);
        assert.equal(typeof body["AuthenticationResult"]["AccessToken"], "string");
      }
      assert.deepEqual(typeOf(await adminInitiate("USER_PASSWORD_AUTH", credentials)), [
        "InvalidParameterException",
        "Initiate Auth method not supported",
      ]);
    });

    it("C185: a client with the setting of old takes both names as well", async () => {
      await start({}, { explicitAuthFlows: ["ADMIN_NO_SRP_AUTH"] });
      await createUser(pools);
      for (const flow of ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"]) {
        assert.equal((await adminInitiate(flow, credentials)).status, 200);
      }
      assert.deepEqual(typeOf(await initiate(credentials, { AuthFlow: "USER_PASSWORD_AUTH" })), [
        "InvalidParameterException",
        "USER_PASSWORD_AUTH flow not enabled for this client",
      ]);
    });

    it("C169: InitiateAuth has no admin flow, and the client has to allow it", async () => {
      await start();
      await createUser(pools);
      const byUser = await initiate(credentials, { AuthFlow: "ADMIN_USER_PASSWORD_AUTH" });
      assert.equal(byUser.body["message"], "Initiate Auth method not supported");
      assert.deepEqual(typeOf(await adminInitiate("ADMIN_USER_PASSWORD_AUTH", credentials)), [
        "InvalidParameterException",
        "ADMIN_USER_PASSWORD_AUTH flow not enabled for this client",
      ]);
    });

    it("C193, C244: answers a choice", async () => {
      await start();
      await createUser(pools);
      const { body } = await adminInitiate("USER_AUTH", { USERNAME: EMAIL });
      const answer = await call(
        pools,
        "AdminRespondToAuthChallenge",
        {
          ChallengeName: "SELECT_CHALLENGE",
          ClientId: WEB_ID,
          UserPoolId: POOL_ID,
          Session: body["Session"],
          ChallengeResponses: { USERNAME: EMAIL, ANSWER: "PASSWORD", PASSWORD },
        },
        signature,
      );
      assert.equal(answer.status, 200);
    });

    it("C147: makes a user without a password, who signs in by code", async () => {
      await start();
      const UserAttributes = [{ Name: "email_verified", Value: "true" }];
      const input = { UserPoolId: POOL_ID, Username: EMAIL, UserAttributes };
      const { body } = await call(pools, "AdminCreateUser", input, signature);
      assert.equal(body["User"]["UserStatus"], "CONFIRMED");
      assert.deepEqual(pools.store.messages(), []);
      assert.deepEqual((await initiate()).body["AvailableChallenges"], ["EMAIL_OTP"]);
    });

    it("C147, C190: a user with a temporary password is offered the password alone", async () => {
      await start();
      const UserAttributes = [{ Name: "email_verified", Value: "true" }];
      const named = { UserPoolId: POOL_ID, Username: EMAIL, UserAttributes };
      const input = { ...named, TemporaryPassword: PASSWORD };
      await call(pools, "AdminCreateUser", input, signature);
      const choices = await initiate();
      assert.deepEqual(choices.body["AvailableChallenges"], ["PASSWORD", "PASSWORD_SRP"]);
      const { body } = await prefer("PASSWORD", { PASSWORD });
      assert.equal(body["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    });

    it("C163: names an unknown pool", async () => {
      await start();
      const refused = await adminInitiate("USER_AUTH", credentials, "us-east-1_Nobody");
      assert.deepEqual(typeOf(refused), [
        "ResourceNotFoundException",
        "User pool us-east-1_Nobody does not exist.",
      ]);
    });

    it("C222, C243: tells with what a user can sign in, as the user's own operation does", async () => {
      await start();
      await createUser(pools);
      const { AccessToken } = (await prefer("PASSWORD", { PASSWORD })).body["AuthenticationResult"];
      const own = await call(pools, "GetUserAuthFactors", { AccessToken });
      const input = { UserPoolId: POOL_ID, Username: EMAIL };
      const asked = await call(pools, "AdminGetUserAuthFactors", input, signature);
      for (const { body } of [own, asked]) {
        assert.deepEqual(body["ConfiguredUserAuthFactors"], ["PASSWORD", "EMAIL_OTP"]);
      }
    });
  });
});

describe("sign-in policy", () => {
  it("C192, C281: the plan LITE has no other first factor than the password", () => {
    assert.throws(
      () => readPools(graphOf(pool({ ...CODES, userPoolTier: "LITE" }))),
      /FeatureUnavailableInTierException/,
    );
    assert.equal(readPools(graphOf(pool({ userPoolTier: "LITE" }))).length, 1);
  });

  it("C192: nor a client that lets users choose", () => {
    const chooser = client({ explicitAuthFlows: ["ALLOW_USER_AUTH"] });
    assert.throws(
      () => readPools(graphOf(pool({ userPoolTier: "LITE" }), chooser)),
      /ALLOW_USER_AUTH in a pool with userPoolTier LITE: FeatureUnavailableInTierException/,
    );
    assert.equal(readPools(graphOf(pool({ userPoolTier: "ESSENTIALS" }), chooser)).length, 1);
  });
});
