import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { client, graphOf, pool, POOL_ID, resource, WEB_ID } from "../support/graph.ts";
import {
  type ApiAnswer,
  call,
  EMAIL,
  lastCode,
  PASSWORD,
  signIn,
  outcome,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

describe("a pool with aliases", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(aliasAttributes: readonly string[], users: readonly Properties[] = []) {
    const seeded = users.map((inputs, index) =>
      resource("aws:cognito/user:User", `user-${index}`, {
        inputs: { userPoolId: POOL_ID, password: PASSWORD, ...inputs },
      }),
    );
    const inputs = { usernameAttributes: [], aliasAttributes: [...aliasAttributes] };
    pools = await serve(graphOf(pool(inputs), client(), ...seeded));
    pools.pools.seed();
  }

  function signUp(Username: string, attributes: Record<string, string> = {}): Promise<ApiAnswer> {
    return call(pools, "SignUp", {
      ClientId: WEB_ID,
      Username,
      Password: PASSWORD,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    });
  }

  it("C171: refuses a name of the form of an alias", async () => {
    await start(["email", "phone_number"]);
    assert.deepEqual(outcome(await signUp("+4915112349934")), [
      "InvalidParameterException",
      "Username cannot be of phone number format, since user pool is configured for phone number alias.",
    ]);
    assert.deepEqual(outcome(await signUp(EMAIL)), [
      "InvalidParameterException",
      "Username cannot be of email format, since user pool is configured for email alias.",
    ]);
  });

  it("C171: a name may have the form of what is no alias", async () => {
    await start(["email"]);
    assert.equal((await signUp("+4915112349934")).status, 200);
  });

  it("C251, C168: refuses a name that is another user's alias or sub", async () => {
    await start(
      ["preferred_username"],
      [{ username: "alice", attributes: { preferred_username: "Wonder" } }],
    );
    const sub = pools.store.users.byName(POOL_ID, "alice")?.sub ?? "";
    for (const name of ["ALICE", "wonder", sub, sub.toUpperCase()]) {
      assert.deepEqual(outcome(await signUp(name)), [
        "UsernameExistsException",
        "User already exists",
      ]);
    }
  });

  it("C251: nobody's alias is another user's name", async () => {
    await start(
      ["preferred_username"],
      [{ username: "alice" }, { username: "eve", attributes: { preferred_username: "ALICE" } }],
    );
    const user = pools.store.users.byAlias(POOL_ID, "alice");
    assert.equal(user, undefined);
    assert.equal((await signIn(pools, { username: "alice" })).status, 200);
    assert.equal((await signIn(pools, { username: "eve" })).status, 400);
  });

  it("C180: forcing takes an alias, never a name", async () => {
    await start(["email"], [{ username: "alice", attributes: { email: EMAIL } }]);
    await signUp("bob", { email: EMAIL });
    const confirm = { ClientId: WEB_ID, Username: "bob", ForceAliasCreation: true };
    const ConfirmationCode = lastCode(pools, EMAIL);
    await call(pools, "ConfirmSignUp", { ...confirm, ConfirmationCode });
    const bob = pools.store.users.byName(POOL_ID, "bob")?.sub;
    assert.equal(pools.store.users.byAlias(POOL_ID, EMAIL)?.sub, bob);
    assert.equal((await signIn(pools, { username: "alice" })).status, 200);
  });

  it("C251: preferred_username cannot be set at sign-up where it is an alias", async () => {
    await start(["preferred_username"]);
    const refused = await signUp("alice", { preferred_username: "wonder" });
    assert.equal(refused.body["__type"], "InvalidParameterException");
    assert.match(refused.body["message"], /preferred_username/);
    assert.equal(pools.store.users.byName(POOL_ID, "alice"), undefined);
  });

  it("C251: preferred_username is an attribute like any other where it is none", async () => {
    await start(["email"]);
    assert.equal((await signUp("alice", { preferred_username: "wonder" })).status, 200);
  });

  it("C195, C251: an e-mail address changed with the new password leads nowhere until it is verified", async () => {
    const attributes = { email: EMAIL, email_verified: "true" };
    await start(
      ["email"],
      [{ username: "alice", password: "", temporaryPassword: PASSWORD, attributes }],
    );
    const { status } = await call(pools, "RespondToAuthChallenge", {
      ClientId: WEB_ID,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: (await signIn(pools)).body["Session"],
      ChallengeResponses: {
        USERNAME: EMAIL,
        NEW_PASSWORD: "N3w-password",
        "userAttributes.email": "new@example.com",
      },
    });
    assert.equal(status, 200);
    for (const [username, expected] of [
      [EMAIL, 400],
      ["new@example.com", 400],
      ["alice", 200],
    ] as const) {
      const answer = await signIn(pools, { username, password: "N3w-password" });
      assert.equal(answer.status, expected, username);
    }
  });

  it("C195, C251: preferred_username set with the new password leads to its user, once", async () => {
    await start(
      ["preferred_username"],
      [
        { username: "alice", password: "", temporaryPassword: PASSWORD },
        { username: "bob", attributes: { preferred_username: "taken" } },
      ],
    );
    const answer = async (name: string) =>
      call(pools, "RespondToAuthChallenge", {
        ClientId: WEB_ID,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session: (await signIn(pools, { username: "alice" })).body["Session"],
        ChallengeResponses: {
          USERNAME: "alice",
          NEW_PASSWORD: "N3w-password",
          "userAttributes.preferred_username": name,
        },
      });
    for (const name of ["Taken", "BOB"]) {
      assert.equal((await answer(name)).body["__type"], "AliasExistsException");
    }
    assert.equal((await answer("wonder")).status, 200);
    const byAlias = await signIn(pools, { username: "Wonder", password: "N3w-password" });
    assert.equal(byAlias.status, 200);
  });
});
