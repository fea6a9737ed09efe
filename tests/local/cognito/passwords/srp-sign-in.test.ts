import assert from "node:assert/strict";
import { client, POOL_ID, standardGraph, graphOf, pool, WEB_ID } from "../support/graph.ts";
import {
  type ApiAnswer,
  call,
  createUser,
  decodeUnverified,
  EMAIL,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";
import { N, SrpClient } from "../support/srp-client.ts";

const TIMESTAMP = "Sun Nov 22 23:55:57 UTC 2026"; // the clock of the tests

describe("sign-in by srp", () => {
  let pools: RunningPools;
  let sub: string;
  beforeEach(async () => {
    pools = await serve(standardGraph());
    sub = await createUser(pools);
  });
  afterEach(() => pools.close());

  function initiate(srpClient: SrpClient, username = EMAIL): Promise<ApiAnswer> {
    const parameters = { USERNAME: username, SRP_A: srpClient.publicHex };
    return call(pools, "InitiateAuth", {
      AuthFlow: "USER_SRP_AUTH",
      ClientId: WEB_ID,
      AuthParameters: parameters,
    });
  }

  function respond(
    parameters: Record<string, string>,
    proof: { signature: string; timestamp: string },
    username = parameters["USER_ID_FOR_SRP"],
  ): Promise<ApiAnswer> {
    return call(pools, "RespondToAuthChallenge", {
      ChallengeName: "PASSWORD_VERIFIER",
      ClientId: WEB_ID,
      ChallengeResponses: {
        USERNAME: username,
        PASSWORD_CLAIM_SECRET_BLOCK: parameters["SECRET_BLOCK"],
        PASSWORD_CLAIM_SIGNATURE: proof.signature,
        TIMESTAMP: proof.timestamp,
      },
    });
  }

  async function attempt(args: { password?: string; username?: string; timestamp?: string } = {}) {
    const { password = PASSWORD, username, timestamp = TIMESTAMP } = args;
    const srpClient = new SrpClient();
    const { body } = await initiate(srpClient, username);
    const parameters = body["ChallengeParameters"];
    const proof = srpClient.prove({ poolId: POOL_ID, password, parameters, timestamp });
    return { parameters, proof, answer: await respond(parameters, proof) };
  }

  it("C213: challenges with salt, B, secret block and the internal user name", async () => {
    const { body } = await initiate(new SrpClient());
    assert.equal(body["ChallengeName"], "PASSWORD_VERIFIER");
    assert.deepEqual(Object.keys(body["ChallengeParameters"]).sort(), [
      "SALT",
      "SECRET_BLOCK",
      "SRP_B",
      "USERNAME",
      "USER_ID_FOR_SRP",
    ]);
    assert.equal(body["ChallengeParameters"]["USER_ID_FOR_SRP"], sub);
  });

  it("C211: gives tokens for the right proof", async () => {
    const { answer } = await attempt();
    assert.equal(answer.status, 200);
    const token = answer.body["AuthenticationResult"]["AccessToken"];
    assert.equal(decodeUnverified(token)["sub"], sub);
  });

  it("C209: refuses the proof of a wrong password", async () => {
    const { answer } = await attempt({ password: "P@ssw0rd?" });
    assert.equal(answer.body["__type"], "NotAuthorizedException");
    assert.equal(answer.body["message"], "Incorrect username or password.");
  });

  it("O113: refuses a secret block that has answered once", async () => {
    const { parameters, proof } = await attempt();
    const { status, body } = await respond(parameters, proof);
    assert.equal(status, 400);
    assert.equal(body["__type"], "NotAuthorizedException");
  });

  it("O113: refuses A that is zero modulo N", async () => {
    const { status, body } = await call(pools, "InitiateAuth", {
      AuthFlow: "USER_SRP_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, SRP_A: N.toString(16) },
    });
    assert.deepEqual([status, body["__type"]], [400, "InvalidParameterException"]);
  });

  it("C212: refuses a timestamp far from now", async () => {
    const { answer } = await attempt({ timestamp: "Sun Nov 22 23:55:57 UTC 2020" });
    assert.equal(answer.body["__type"], "NotAuthorizedException");
  });

  it("C137: refuses an answer after the session's three minutes", async () => {
    const srpClient = new SrpClient();
    const { body } = await initiate(srpClient);
    const parameters = body["ChallengeParameters"];
    pools.clock.advance(180);
    const timestamp = "Sun Nov 22 23:58:57 UTC 2026";
    const proof = srpClient.prove({ poolId: POOL_ID, password: PASSWORD, parameters, timestamp });
    const answer = await respond(parameters, proof);
    assert.equal(answer.body["__type"], "NotAuthorizedException");
  });

  it("C151: gives an unknown user a challenge that is stable, then refuses", async () => {
    const [one, other] = [
      await attempt({ username: "nobody@example.com" }),
      await attempt({ username: "nobody@example.com" }),
    ];
    assert.equal(one.parameters["SALT"], other.parameters["SALT"]);
    assert.equal(one.parameters["USER_ID_FOR_SRP"], other.parameters["USER_ID_FOR_SRP"]);
    assert.match(one.parameters["USER_ID_FOR_SRP"], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(one.answer.body["message"], "Incorrect username or password.");
  });

  it("C151, O085: known and unknown names look alike when their ids are asked for as names", async () => {
    for (const username of [EMAIL, "nobody@example.com"]) {
      const first = (await initiate(new SrpClient(), username)).body["ChallengeParameters"];
      const id = first["USER_ID_FOR_SRP"];
      for (const name of [id, id.toUpperCase()]) {
        const second = (await initiate(new SrpClient(), name)).body["ChallengeParameters"];
        for (const part of ["USERNAME", "USER_ID_FOR_SRP", "SALT"]) {
          assert.equal(second[part], first[part], `${username} ${part}`);
        }
      }
    }
  });

  it("C144, O085: a lock by name is one by id, whether the user exists or not", async () => {
    for (const username of [EMAIL, "nobody@example.com"]) {
      const { body } = await initiate(new SrpClient(), username);
      const id = body["ChallengeParameters"]["USER_ID_FOR_SRP"];
      for (let count = 0; count < 5; count++) {
        await signIn(pools, { username, password: "Wr0ng-one!" });
      }
      const locked = await signIn(pools, { username: id });
      assert.equal(locked.body["message"], "Password attempts exceeded", username);
    }
  });

  it("C168: refuses a name that none can have before anything is stored", async () => {
    for (const name of ["a".repeat(129), "a".repeat(100_000), "a b", "a\u0000b"]) {
      const { status, body } = await initiate(new SrpClient(), name);
      assert.deepEqual([status, body["__type"]], [400, "NotAuthorizedException"]);
    }
  });

  it("C144: counts wrong proofs like wrong passwords", async () => {
    for (let count = 0; count < 5; count++) await attempt({ password: "Wr0ng-one!" });
    const { answer } = await attempt();
    assert.equal(answer.body["message"], "Password attempts exceeded");
  });

  it("C169: refuses the flow for a client without it", async () => {
    const only = { explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] };
    const others = await serve(graphOf(pool(), client(only)));
    const { body } = await call(others, "InitiateAuth", {
      AuthFlow: "USER_SRP_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, SRP_A: "2" },
    });
    await others.close();
    assert.equal(body["message"], "USER_SRP_AUTH is not enabled for the client.");
  });
});
