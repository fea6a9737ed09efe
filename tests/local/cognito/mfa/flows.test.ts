import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import {
  client,
  domain,
  graphOf,
  pool,
  POOL_ID,
  resource,
  SERVER_ID,
  SERVER_SECRET,
  serverClient,
  WEB_ID,
} from "../support/graph.ts";
import { call, createUser, EMAIL, lastCode, PASSWORD, signIn } from "../support/json-api.ts";
import {
  adminPrefer,
  BY_EMAIL,
  codeAt,
  enrolApp,
  MFA_CLIENT,
  respond,
  serveMfa,
  SMS,
  TOTP,
} from "../support/mfa.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";
import { SrpClient } from "../support/srp-client.ts";
import { responding, same, serveTriggers, type TriggeredPools } from "../support/triggers.ts";

describe("no flow gets round the second factor", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(): Promise<string> {
    pools = await serveMfa({ mfaConfiguration: "OPTIONAL", ...TOTP });
    await createUser(pools);
    return (await enrolApp(pools)).secret;
  }

  it("C186, C194: it follows a password by SRP", async () => {
    const secret = await start();
    const srp = new SrpClient();
    const begun = await call(pools, "InitiateAuth", {
      AuthFlow: "USER_SRP_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, SRP_A: srp.publicHex },
    });
    const parameters = begun.body["ChallengeParameters"];
    const timestamp = "Sun Nov 22 23:56:27 UTC 2026";
    const proof = srp.prove({ poolId: POOL_ID, password: PASSWORD, parameters, timestamp });
    const proven = await respond(pools, "PASSWORD_VERIFIER", undefined, {
      USERNAME: parameters["USER_ID_FOR_SRP"],
      PASSWORD_CLAIM_SECRET_BLOCK: parameters["SECRET_BLOCK"],
      PASSWORD_CLAIM_SIGNATURE: proof.signature,
      TIMESTAMP: timestamp,
    });
    assert.equal(proven.body["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    const done = await respond(pools, "SOFTWARE_TOKEN_MFA", proven.body["Session"], {
      USERNAME: parameters["USER_ID_FOR_SRP"],
      SOFTWARE_TOKEN_MFA_CODE: codeAt(pools, secret),
    });
    assert.equal(done.status, 200);
  });

  it("C225: it follows a password that was reset", async () => {
    await start();
    const forget = { ClientId: WEB_ID, Username: EMAIL };
    await call(pools, "ForgotPassword", forget);
    const ConfirmationCode = lastCode(pools, EMAIL);
    const reset = { ...forget, ConfirmationCode, Password: "An0ther-one!" };
    assert.equal((await call(pools, "ConfirmForgotPassword", reset)).status, 200);
    const { body } = await signIn(pools, { password: "An0ther-one!" });
    assert.equal(body["ChallengeName"], "SOFTWARE_TOKEN_MFA");
  });

  it("C189: a refresh needs none, and a session that waits for the code gives no refresh token", async () => {
    const secret = await start();
    const { body } = await signIn(pools);
    assert.equal(body["AuthenticationResult"], undefined);
    const answer = { SOFTWARE_TOKEN_MFA_CODE: codeAt(pools, secret) };
    const done = await respond(pools, "SOFTWARE_TOKEN_MFA", body["Session"], answer);
    const refreshed = await call(pools, "InitiateAuth", {
      AuthFlow: "REFRESH_TOKEN_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { REFRESH_TOKEN: done.body["AuthenticationResult"]["RefreshToken"] },
    });
    assert.equal(refreshed.status, 200);
    const REFRESH_TOKEN = (await signIn(pools)).body["Session"];
    const refused = await call(pools, "InitiateAuth", {
      AuthFlow: "REFRESH_TOKEN_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { REFRESH_TOKEN },
    });
    assert.equal(refused.body["__type"], "NotAuthorizedException");
  });

  it("C195: a user of the program's, with a temporary password, sets one up after the new one", async () => {
    const user = resource("aws:cognito/user:User", "carol", {
      inputs: {
        userPoolId: POOL_ID,
        username: "carol@example.com",
        temporaryPassword: PASSWORD,
        attributes: { email: "carol@example.com", email_verified: "true" },
      },
    });
    const inputs = { mfaConfiguration: "ON", ...TOTP };
    pools = await serve(graphOf(pool(inputs), domain(), client(MFA_CLIENT), user));
    const USERNAME = "carol@example.com";
    const { body } = await signIn(pools, { username: USERNAME });
    const answer = { USERNAME, NEW_PASSWORD: "An0ther-one!" };
    const next = await respond(pools, "NEW_PASSWORD_REQUIRED", body["Session"], answer);
    const { ChallengeName, Session } = next.body;
    assert.equal(ChallengeName, "MFA_SETUP");
    const associated = (await call(pools, "AssociateSoftwareToken", { Session })).body;
    const verified = await call(pools, "VerifySoftwareToken", {
      Session: associated["Session"],
      UserCode: codeAt(pools, associated["SecretCode"]),
    });
    const last = verified.body["Session"];
    assert.equal((await respond(pools, "MFA_SETUP", last, { USERNAME })).status, 200);
    pools.store.reset();
    const again = await signIn(pools, { username: USERNAME });
    assert.equal(again.body["ChallengeName"], "NEW_PASSWORD_REQUIRED");
  });

  it("C164: a confidential client gives its hash with the code as well", async () => {
    const inputs = { mfaConfiguration: "OPTIONAL", ...TOTP };
    pools = await serve(graphOf(pool(inputs), client(MFA_CLIENT), serverClient(MFA_CLIENT)));
    const sub = await createUser(pools);
    const { secret } = await enrolApp(pools);
    const hashOf = (name: string) =>
      createHmac("sha256", SERVER_SECRET)
        .update(name + SERVER_ID)
        .digest("base64");
    const begun = await call(pools, "InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: SERVER_ID,
      AuthParameters: { USERNAME: EMAIL, PASSWORD, SECRET_HASH: hashOf(EMAIL) },
    });
    const answer = (ClientId: string, more: object) =>
      call(pools, "RespondToAuthChallenge", {
        ClientId,
        ChallengeName: "SOFTWARE_TOKEN_MFA",
        Session: begun.body["Session"],
        ChallengeResponses: {
          USERNAME: sub,
          SOFTWARE_TOKEN_MFA_CODE: codeAt(pools, secret),
          ...more,
        },
      });
    const text = `Client ${SERVER_ID} is configured with secret but SECRET_HASH was not received`;
    assert.equal((await answer(SERVER_ID, {})).body["message"], text);
    const elsewhere = await answer(WEB_ID, {});
    assert.equal(elsewhere.body["message"], "Invalid session for the user.");
    assert.equal((await answer(SERVER_ID, { SECRET_HASH: hashOf(sub) })).status, 200);
  });

  it("C268: turning MFA on asks everybody, also one who signed up before", async () => {
    pools = await serveMfa({ mfaConfiguration: "OFF", ...TOTP });
    await createUser(pools);
    assert.equal((await signIn(pools)).status, 200);
    const { store } = pools;
    await pools.close();
    const graph = graphOf(pool({ mfaConfiguration: "ON", ...TOTP }), client(MFA_CLIENT));
    pools = await serve(graph, { store });
    assert.equal((await signIn(pools)).body["ChallengeName"], "MFA_SETUP");
    assert.equal(pools.clock.now(), START);
  });
});

describe("triggers of a sign-in with a second factor", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());
  const sources = () => pools.events.map((event) => event.triggerSource);

  it("C306, C312: are told of a sign-in when the factor was right, not before", async () => {
    pools = await serveTriggers(
      { preAuthentication: same, postAuthentication: same },
      { pool: { mfaConfiguration: "OPTIONAL", ...TOTP }, client: MFA_CLIENT },
    );
    await createUser(pools);
    const { secret } = await enrolApp(pools);
    const { body } = await signIn(pools);
    assert.deepEqual(sources(), [
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "PreAuthentication_Authentication",
    ]);
    const answer = { SOFTWARE_TOKEN_MFA_CODE: codeAt(pools, secret) };
    await respond(pools, "SOFTWARE_TOKEN_MFA", body["Session"], answer);
    assert.equal(sources().at(-1), "PostAuthentication_Authentication");
    assert.equal(sources().length, 4);
  });

  it("C306: a CustomMessage function words the code", async () => {
    pools = await serveTriggers(
      {
        customMessage: (event) =>
          event.triggerSource === "CustomMessage_Authentication"
            ? responding({ emailMessage: "Here: {####}", emailSubject: "Hello" })(event)
            : event,
      },
      { pool: { mfaConfiguration: "OPTIONAL", ...BY_EMAIL }, client: MFA_CLIENT },
    );
    await createUser(pools);
    await adminPrefer(pools, { EmailMfaSettings: { Enabled: true } });
    await signIn(pools);
    const message = pools.store.messages(EMAIL).at(-1);
    assert.equal(message?.subject, "Hello");
    assert.equal(message?.body, `Here: ${message?.code}`);
  });

  it("C306: a migration function switches text messages on", async () => {
    pools = await serveTriggers(
      {
        userMigration: responding({
          userAttributes: { email: EMAIL, phone_number: "+4915112345678" },
          enableSMSMFA: true,
        }),
      },
      { pool: { mfaConfiguration: "OPTIONAL", ...SMS }, client: MFA_CLIENT },
    );
    assert.equal((await signIn(pools)).body["ChallengeName"], "SMS_MFA");
  });

  it("C186, C202: it follows challenges of the pool's own", async () => {
    pools = await serveTriggers(
      {
        defineAuthChallenge: (event) =>
          responding(
            event.request.session.length === 0
              ? { challengeName: "CUSTOM_CHALLENGE" }
              : { issueTokens: true, failAuthentication: false },
          )(event),
        createAuthChallenge: responding({ publicChallengeParameters: {} }),
        verifyAuthChallengeResponse: responding({ answerCorrect: true }),
      },
      { pool: { mfaConfiguration: "ON", ...TOTP }, client: MFA_CLIENT },
    );
    await createUser(pools);
    const begun = await call(pools, "InitiateAuth", {
      AuthFlow: "CUSTOM_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL },
    });
    const answer = { ANSWER: "x" };
    const next = await respond(pools, "CUSTOM_CHALLENGE", begun.body["Session"], answer);
    assert.equal(next.body["ChallengeName"], "MFA_SETUP");
    assert.equal(next.body["AuthenticationResult"], undefined);
  });
});
