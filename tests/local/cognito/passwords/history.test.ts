import assert from "node:assert/strict";
import { addUser, administer } from "../support/administration.ts";
import { client, graphOf, pool, POOL_ID, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, lastCode, outcome, PASSWORD, signIn } from "../support/json-api.ts";
import { respond } from "../support/mfa.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const SECOND = "S3cond-one";
const THIRD = "Th1rd-one!";
const REFUSED = ["PasswordHistoryPolicyViolationException", "Password has previously been used"];

describe("a pool that remembers passwords", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(passwordHistorySize: number): Promise<void> {
    const requirements = { requireLowercase: true };
    const passwordPolicy = { minimumLength: 8, passwordHistorySize, ...requirements };
    pools = await serve(graphOf(pool({ passwordPolicy }), client()));
    await addUser(pools, EMAIL, { email: EMAIL, email_verified: "true", password: PASSWORD });
  }

  const set = (Password: string, Permanent = true) =>
    administer(pools, "AdminSetUserPassword", { Username: EMAIL, Password, Permanent });

  it("C263: the present password and the one before cannot be chosen again, older ones can", async () => {
    await start(2);
    await set(SECOND);
    assert.deepEqual(outcome(await set(SECOND)), REFUSED);
    assert.deepEqual(outcome(await set(PASSWORD)), REFUSED);
    assert.equal((await signIn(pools, { password: SECOND })).status, 200);
    assert.equal((await set(THIRD)).status, 200);
    assert.equal((await set(PASSWORD)).status, 200);
  });

  it("C226: ChangePassword looks at the history", async () => {
    await start(1);
    const { AccessToken } = (await signIn(pools)).body["AuthenticationResult"];
    const change = (ProposedPassword: string) =>
      call(pools, "ChangePassword", { AccessToken, PreviousPassword: PASSWORD, ProposedPassword });
    assert.deepEqual(outcome(await change(PASSWORD)), REFUSED);
    assert.deepEqual((await change(SECOND)).body, {});
  });

  it("C225: ConfirmForgotPassword looks at it too, and the code stays good", async () => {
    await start(1);
    await call(pools, "ForgotPassword", { ClientId: WEB_ID, Username: EMAIL });
    const ConfirmationCode = lastCode(pools, EMAIL);
    const confirm = (Password: string) =>
      call(pools, "ConfirmForgotPassword", {
        ClientId: WEB_ID,
        Username: EMAIL,
        ConfirmationCode,
        Password,
      });
    assert.deepEqual(outcome(await confirm(PASSWORD)), REFUSED);
    assert.deepEqual((await confirm(SECOND)).body, {});
  });

  it("C263: without a history a password can be set again, and none is kept", async () => {
    await start(0);
    assert.equal((await set(PASSWORD)).status, 200);
    const sub = pools.store.userSearch.list(POOL_ID, { kind: "all" }, { after: [], limit: 1 })[0]
      ?.sub;
    assert.deepEqual(pools.store.passwordHistory.latest(POOL_ID, sub ?? "", 24), []);
  });

  it("C263: a temporary password is not looked at", async () => {
    await start(2);
    assert.equal((await set(PASSWORD, false)).status, 200);
  });

  it("C195, C263: what the user had before a temporary password is still remembered", async () => {
    await start(1);
    const temporary = async (password: string) => {
      assert.equal((await set(password, false)).status, 200);
      return (await signIn(pools, { password })).body["Session"];
    };
    const choose = (Session: unknown, password: string) =>
      respond(pools, "NEW_PASSWORD_REQUIRED", Session, { NEW_PASSWORD: password });
    const back = await choose(await temporary(SECOND), PASSWORD);
    assert.deepEqual(outcome(back), REFUSED);
    assert.deepEqual(outcome(await choose(await temporary(THIRD), THIRD)), REFUSED);
    // Of temporary passwords none is.
    assert.equal((await choose(await temporary(THIRD), SECOND)).status, 200);
  });

  it("C263: at most 24 are kept, and they go with the user", async () => {
    await start(0);
    const { store } = pools;
    const record = { salt: "00", verifier: new Uint8Array([1]) };
    for (let count = 0; count < 30; count++) {
      store.passwordHistory.add({
        pool: POOL_ID,
        sub: "s",
        password: { ...record, salt: `${count}` },
      });
    }
    const kept = store.passwordHistory.latest(POOL_ID, "s", 99).map(({ salt }) => salt);
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [24, "29", "6"]);
    store.users.remove(POOL_ID, "s");
    assert.deepEqual(store.passwordHistory.latest(POOL_ID, "s", 99), []);
  });
});
