import assert from "node:assert/strict";
import { client, graphOf, pool, POOL_ID, WEB_ID } from "../support/graph.ts";
import { call, createUser, EMAIL, PASSWORD } from "../support/json-api.ts";
import { serve } from "../support/running-pools.ts";
import { SrpClient } from "../support/srp-client.ts";
import {
  responding,
  serveTriggers,
  type TestTrigger,
  type TriggeredPools,
} from "../support/triggers.ts";

const FLOWS = {
  explicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
};

/** Asks until an answer is right, three times at most. */
const defineAuthChallenge: TestTrigger = (event) => {
  const own = event.request.session.filter(
    (step: { challengeName: string }) => step.challengeName === "CUSTOM_CHALLENGE",
  );
  const startsWithSrp = event.request.session.length === 1 && own.length === 0;
  const isRight = own.at(-1)?.challengeResult === true;
  if (isRight) event.response = { issueTokens: true, failAuthentication: false };
  else if (own.length === 3) event.response = { issueTokens: false, failAuthentication: true };
  else event.response = { challengeName: startsWithSrp ? "PASSWORD_VERIFIER" : "CUSTOM_CHALLENGE" };
  return event;
};
const createAuthChallenge = responding({
  publicChallengeParameters: { question: "6 times 7" },
  privateChallengeParameters: { answer: "42" },
  challengeMetadata: "SUM",
});
const verifyAuthChallengeResponse: TestTrigger = (event) => {
  const { privateChallengeParameters, challengeAnswer } = event.request;
  event.response.answerCorrect = privateChallengeParameters.answer === challengeAnswer;
  return event;
};
const triggers = { defineAuthChallenge, createAuthChallenge, verifyAuthChallengeResponse };

describe("sign-in with challenges of the pool's own", () => {
  let pools: TriggeredPools;
  let sub: string;
  beforeEach(async () => {
    pools = await serveTriggers(triggers, { client: FLOWS });
    sub = await createUser(pools);
  });
  afterEach(() => pools.close());

  const start = (username = EMAIL, more: object = {}) =>
    call(pools, "InitiateAuth", {
      AuthFlow: "CUSTOM_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: username, ...more },
    });
  const answer = (session: string, text: string, username = sub) =>
    call(pools, "RespondToAuthChallenge", {
      ChallengeName: "CUSTOM_CHALLENGE",
      ClientId: WEB_ID,
      Session: session,
      ChallengeResponses: { USERNAME: username, ANSWER: text },
      ClientMetadata: { a: "b" },
    });

  it("C202: a right answer gives tokens", async () => {
    const { body } = await start();
    assert.equal(body["ChallengeName"], "CUSTOM_CHALLENGE");
    assert.deepEqual(body["ChallengeParameters"], { question: "6 times 7", USERNAME: sub });
    const { body: signedIn } = await answer(body["Session"], "42");
    assert.equal(signedIn["AuthenticationResult"]["TokenType"], "Bearer");
  });

  it("C306: the functions see the steps so far, and the client nothing of the private parameters", async () => {
    const { body } = await start();
    const { body: second } = await answer(body["Session"], "41");
    await answer(second["Session"], "42");
    const step = (challengeResult: boolean) => ({
      challengeName: "CUSTOM_CHALLENGE",
      challengeResult,
      challengeMetadata: "SUM",
    });
    const sessions = pools.events
      .filter((event) => event["triggerSource"] === "DefineAuthChallenge_Authentication")
      .map((event) => event["request"]["session"]);
    assert.deepEqual(sessions, [[], [step(false)], [step(false), step(true)]]);
    const verify = pools.events.find((event) => event["triggerSource"].startsWith("Verify"));
    const { userAttributes: _, ...request } = verify?.["request"] ?? {};
    assert.deepEqual(request, {
      privateChallengeParameters: { answer: "42" },
      challengeAnswer: "41",
      userNotFound: false,
      clientMetadata: { a: "b" },
    });
    assert.deepEqual(Object.keys(body["ChallengeParameters"]), ["question", "USERNAME"]);
  });

  it("C202: failAuthentication ends it", async () => {
    let session = (await start()).body["Session"];
    session = (await answer(session, "1")).body["Session"];
    session = (await answer(session, "2")).body["Session"];
    assert.deepEqual((await answer(session, "3")).body, {
      __type: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  it("C188: a session takes one answer, of the user who was asked", async () => {
    const { body } = await start();
    const other = await createUser(pools, { username: "bob@example.com" });
    const taken = await answer(body["Session"], "42", other);
    assert.equal(taken.body["message"], "Invalid session for the user.");
    const again = await answer(body["Session"], "42");
    assert.equal(
      again.body["message"],
      "Invalid session for the user, session can only be used once.",
    );
  });

  it("C153: somebody who does not exist is asked as well, and gets no tokens", async () => {
    const { body } = await start("nobody@example.com");
    const { question, USERNAME: username } = body["ChallengeParameters"];
    assert.equal(question, "6 times 7");
    assert.equal(pools.events[0]["request"]["userNotFound"], true);
    const { body: refused } = await answer(body["Session"], "42", username);
    assert.equal(refused["message"], "Incorrect username or password.");
  });

  it("C186: a user who may not sign in gets no tokens for a right answer either", async () => {
    const user = pools.store.users.bySub(POOL_ID, sub);
    assert.ok(user);
    pools.store.users.save({ ...user, enabled: false });
    const { body } = await start();
    const { body: refused } = await answer(body["Session"], "42");
    assert.equal(refused["message"], "User is disabled.");
  });

  it("C216: starts with a password by SRP where asked", async () => {
    const srp = new SrpClient();
    const { body } = await start(EMAIL, { CHALLENGE_NAME: "SRP_A", SRP_A: srp.publicHex });
    assert.equal(body["ChallengeName"], "PASSWORD_VERIFIER");
    const parameters = body["ChallengeParameters"];
    const timestamp = "Sun Nov 22 23:55:57 UTC 2026";
    const proof = srp.prove({ poolId: POOL_ID, password: PASSWORD, parameters, timestamp });
    const { body: asked } = await call(pools, "RespondToAuthChallenge", {
      ChallengeName: "PASSWORD_VERIFIER",
      ClientId: WEB_ID,
      ChallengeResponses: {
        USERNAME: sub,
        PASSWORD_CLAIM_SECRET_BLOCK: parameters["SECRET_BLOCK"],
        PASSWORD_CLAIM_SIGNATURE: proof.signature,
        TIMESTAMP: timestamp,
      },
    });
    assert.equal(asked["ChallengeName"], "CUSTOM_CHALLENGE");
    assert.deepEqual(pools.events.at(-1)["request"]["session"], [
      { challengeName: "SRP_A", challengeResult: true },
      { challengeName: "PASSWORD_VERIFIER", challengeResult: true },
    ]);
    const { body: signedIn } = await answer(asked["Session"], "42");
    assert.equal(signedIn["AuthenticationResult"]["TokenType"], "Bearer");
  });
});

describe("CUSTOM_AUTH in a pool without the functions", () => {
  it("C202: says so", async () => {
    const pools = await serve(graphOf(pool(), client(FLOWS)));
    const { body } = await call(pools, "InitiateAuth", {
      AuthFlow: "CUSTOM_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL },
    });
    await pools.close();
    assert.deepEqual(body, {
      __type: "InvalidParameterException",
      message: "Custom auth lambda trigger is not configured for the user pool.",
    });
  });
});
