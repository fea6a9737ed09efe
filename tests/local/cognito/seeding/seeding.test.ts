import assert from "node:assert/strict";
import type { Graph, Properties } from "../../../../local/program/graph.ts";
import { openStore, type Store } from "../../../../local/cognito/store.ts";
import { POOL_ID, resource, standardGraph, WEB_ID } from "../support/graph.ts";
import {
  call,
  createUser,
  decodeUnverified,
  EMAIL,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const user = (inputs: Properties) =>
  resource("aws:cognito/user:User", "alice", {
    inputs: { userPoolId: POOL_ID, username: EMAIL, ...inputs },
  });
const group = resource("aws:cognito/userGroup:UserGroup", "admin", {
  inputs: { userPoolId: POOL_ID, name: "admin" },
});
const membership = resource("aws:cognito/userInGroup:UserInGroup", "m", {
  inputs: { userPoolId: POOL_ID, username: EMAIL, groupName: "admin" },
});

describe("users and groups of the graph", () => {
  let pools: RunningPools;
  let store: Store;
  beforeEach(() => {
    store = openStore(":memory:");
  });
  afterEach(() => pools.close());

  async function reload(graph: Graph): Promise<void> {
    await pools?.close();
    pools = await serve(graph, { store });
  }

  const groupsOf = async () => {
    const { body } = await signIn(pools);
    return decodeUnverified(body["AuthenticationResult"]["AccessToken"])["cognito:groups"];
  };

  it("are there at the start, with a password that works and the groups in tokens", async () => {
    await reload(standardGraph(user({ password: PASSWORD }), group, membership));
    assert.deepEqual(await groupsOf(), ["admin"]);
  });

  it("C240: may be members who came by other ways, and are named where there is nobody", async () => {
    const strangers = resource("aws:cognito/userInGroup:UserInGroup", "none", {
      inputs: { userPoolId: POOL_ID, username: EMAIL, groupName: "owners" },
    });
    await reload(standardGraph(group));
    await createUser(pools);
    await reload(standardGraph(group, membership, strangers));
    assert.deepEqual(await groupsOf(), ["admin"]);
    assert.deepEqual(pools.log, ['membership "none" is not in its pool: Group not found.']);
  });

  it("are the same users after a reload, with what people changed", async () => {
    const graph = standardGraph(user({ password: PASSWORD }), group, membership);
    await reload(graph);
    const { AccessToken } = (await signIn(pools)).body["AuthenticationResult"];
    const passwords = { PreviousPassword: PASSWORD, ProposedPassword: "N3w-password" };
    await call(pools, "ChangePassword", { AccessToken, ...passwords });
    await reload(graph);
    assert.equal((await signIn(pools, { password: "N3w-password" })).status, 200);
    assert.equal((await call(pools, "GetUser", { AccessToken })).status, 200);
  });

  it("C234, C239: have an address that is unverified unless the program says otherwise", async () => {
    const verifiedOf = async (inputs: Properties) => {
      await reload(standardGraph(user({ password: PASSWORD, ...inputs })));
      const { body } = await signIn(pools);
      return decodeUnverified(body["AuthenticationResult"]["IdToken"])["email_verified"];
    };
    assert.equal(await verifiedOf({}), false);
    assert.equal(store.users.seeded(POOL_ID)[0]?.attributes["email_verified"], "false");
    assert.equal(await verifiedOf({ attributes: { email_verified: "true" } }), true);
  });

  it("C174: are left out where the pool refuses them, and the runtime's log names them", async () => {
    await reload(standardGraph(user({ username: "alice", password: PASSWORD })));
    await pools.pools.seed();
    assert.deepEqual(pools.log, ['user "alice" is not in its pool: Username should be an email.']);
    assert.deepEqual(store.users.seeded(POOL_ID), []);
  });

  it("have the `sub` of the program's outputs, also after a reset", async () => {
    const inputs = { userPoolId: POOL_ID, username: EMAIL, password: PASSWORD };
    const sub = "0e0f5a52-9d1c-4c6a-8a3b-5f3f6f1d2c4b";
    const alice = resource("aws:cognito/user:User", "alice", { inputs, outputs: { sub } });
    await reload(standardGraph(alice));
    const subOf = async () => {
      const { body } = await signIn(pools);
      return decodeUnverified(body["AuthenticationResult"]["AccessToken"])["sub"];
    };
    assert.equal(await subOf(), sub);
    store.reset();
    assert.equal(await subOf(), sub);
  });

  it("follow the program: a new password, a lost group, a removed user", async () => {
    await reload(standardGraph(user({ password: PASSWORD }), group, membership));
    await signIn(pools);
    await reload(standardGraph(user({ password: "0ther-Password!" }), group));
    assert.equal((await signIn(pools)).status, 400);
    const { body } = await signIn(pools, { password: "0ther-Password!" });
    const claims = decodeUnverified(body["AuthenticationResult"]["AccessToken"]);
    assert.equal("cognito:groups" in claims, false);
    await reload(standardGraph());
    assert.equal((await signIn(pools, { password: "0ther-Password!" })).status, 400);
  });

  it("design 5.3: are there again after a reset, and nobody else", async () => {
    await reload(standardGraph(user({ password: PASSWORD }), group, membership));
    const bob = { ClientId: WEB_ID, Username: "bob@example.com", Password: PASSWORD };
    await call(pools, "SignUp", bob);
    store.reset();
    assert.deepEqual(await groupsOf(), ["admin"]);
    assert.equal((await call(pools, "SignUp", bob)).status, 200);
  });

  it("C234, C273: are invited by mail with a temporary password, which asks for a new one", async () => {
    await reload(standardGraph(user({ attributes: { email: EMAIL } })));
    pools.pools.seed();
    const [invitation] = store.messages(EMAIL);
    const password = invitation?.code ?? "";
    assert.equal(invitation?.subject, "Your temporary password");
    assert.equal(
      invitation?.body,
      `Your username is ${EMAIL} and temporary password is ${password}. `,
    );
    const { body } = await signIn(pools, { password });
    assert.equal(body["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    const userId = body["ChallengeParameters"]["USER_ID_FOR_SRP"];
    const answer = {
      ClientId: WEB_ID,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: body["Session"],
      ChallengeResponses: { USERNAME: userId, NEW_PASSWORD: "N3w-password" },
    };
    const done = await call(pools, "RespondToAuthChallenge", answer);
    assert.equal(typeof done.body["AuthenticationResult"]["AccessToken"], "string");
    const again = await call(pools, "RespondToAuthChallenge", answer);
    assert.equal(
      again.body["message"],
      "Invalid session for the user, session can only be used once.",
    );
  });

  it("C148: a temporary password expires after seven days", async () => {
    await reload(standardGraph(user({ temporaryPassword: PASSWORD })));
    pools.pools.seed();
    pools.clock.advance(7 * 86_400);
    assert.equal(
      (await signIn(pools)).body["message"],
      "Temporary password has expired and must be reset by an administrator.",
    );
  });

  it("C186: a disabled user does not sign in", async () => {
    await reload(standardGraph(user({ password: PASSWORD, enabled: false })));
    assert.equal((await signIn(pools)).body["message"], "User is disabled.");
  });

  it("C377: no password is in the store", async () => {
    await reload(standardGraph(user({ password: PASSWORD })));
    pools.pools.seed();
    const [seeded] = store.users.seeded(POOL_ID);
    assert.equal(JSON.stringify(seeded).includes(PASSWORD), false);
    assert.equal(seeded?.password?.verifier.length, 384);
  });
});
