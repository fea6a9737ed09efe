import assert from "node:assert/strict";
import { client, graphOf, pool, standardGraph, WEB_ID } from "../support/graph.ts";
import {
  call,
  createUser,
  EMAIL,
  lastCode,
  PASSWORD,
  signIn,
  outcome,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const WRONG = "Wr0ng-one!";
const REFUSED = ["NotAuthorizedException", "Incorrect username or password."];
const LOCKED = ["NotAuthorizedException", "Password attempts exceeded"];

describe("guessing and lockout", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(standardGraph());
    await createUser(pools);
  });
  afterEach(() => pools.close());

  async function fail(times: number, username = EMAIL): Promise<void> {
    for (let count = 0; count < times; count++) await signIn(pools, { username, password: WRONG });
  }

  it("C144: four wrong passwords lock nothing, and the right one ends the count", async () => {
    await fail(4);
    assert.equal((await signIn(pools)).status, 200);
    await fail(4);
    assert.equal((await signIn(pools)).status, 200);
  });

  it("O091, O092: the fifth locks for a second, the right password included", async () => {
    await fail(5);
    assert.deepEqual(outcome(await signIn(pools)), LOCKED);
    pools.clock.advance(1);
    assert.equal((await signIn(pools)).status, 200);
  });

  it("O091: each further failure doubles the lock, and attempts during it do not", async () => {
    await fail(5);
    pools.clock.advance(1);
    await fail(1);
    await fail(20);
    pools.clock.advance(1.9);
    assert.deepEqual(outcome(await signIn(pools)), LOCKED);
    pools.clock.advance(0.1);
    assert.equal((await signIn(pools)).status, 200);
  });

  it("C144: the lock never lasts longer than fifteen minutes", async () => {
    for (let count = 0; count < 20; count++) {
      await fail(1);
      pools.clock.advance(count < 4 ? 0 : Math.min(2 ** (count - 4), 900));
    }
    await fail(1);
    pools.clock.advance(899);
    assert.deepEqual(outcome(await signIn(pools)), LOCKED);
    pools.clock.advance(1);
    assert.equal((await signIn(pools)).status, 200);
  });

  it("C144: of many wrong passwords at once only five are looked at", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => signIn(pools, { password: WRONG })),
    );
    const looked = answers.filter(({ body }) => body["message"] === REFUSED[1]);
    assert.equal(looked.length, 5);
  });

  it("O094: the lock of one user is not another's", async () => {
    await createUser(pools, { username: "bob@example.com" });
    await fail(10);
    assert.equal((await signIn(pools, { username: "bob@example.com" })).status, 200);
  });

  it("C144: unknown names are locked alike", async () => {
    await fail(5, "nobody@example.com");
    assert.deepEqual(outcome(await signIn(pools, { username: "NOBODY@example.com" })), LOCKED);
  });
});

describe("user enumeration", () => {
  let pools: RunningPools;
  const NOBODY = "nobody@example.com";
  afterEach(() => pools.close());

  const forgot = (Username: string) =>
    call(pools, "ForgotPassword", { ClientId: WEB_ID, Username });
  const reset = (Username: string, ConfirmationCode: string, Password = "N3w-password") =>
    call(pools, "ConfirmForgotPassword", {
      ClientId: WEB_ID,
      Username,
      ConfirmationCode,
      Password,
    });

  describe("with a client that hides users", () => {
    beforeEach(async () => {
      pools = await serve(standardGraph());
      await createUser(pools);
    });

    it("O085: an unknown user answers like a wrong password", async () => {
      const [unknown, wrong] = [
        await signIn(pools, { username: NOBODY, password: WRONG }),
        await signIn(pools, { password: WRONG }),
      ];
      assert.deepEqual(unknown.body, wrong.body);
      assert.equal(unknown.status, wrong.status);
      assert.deepEqual([...unknown.headers.keys()], [...wrong.headers.keys()]);
    });

    it("O087: ForgotPassword answers the same shape, and nothing is sent", async () => {
      const before = pools.store.messages().length;
      const { status, body } = await forgot(NOBODY);
      assert.equal(status, 200);
      assert.deepEqual(body["CodeDeliveryDetails"], {
        Destination: "n***@e***",
        DeliveryMedium: "EMAIL",
        AttributeName: "email",
      });
      assert.equal(pools.store.messages().length, before);
    });

    it("O087: a number for names of every case where accounts are recovered by text message", async () => {
      await pools.close();
      const recoveryMechanisms = [{ name: "verified_phone_number", priority: 1 }];
      const byPhone = { accountRecoverySetting: { recoveryMechanisms }, usernameAttributes: [] };
      pools = await serve(graphOf(pool(byPhone), client()));
      const [lower, upper] = [await forgot("nobody"), await forgot("Nobody")];
      const { Destination, ...details } = lower.body["CodeDeliveryDetails"];
      assert.match(Destination, /^\+\*{7}\d{4}$/);
      assert.deepEqual(details, { DeliveryMedium: "SMS", AttributeName: "phone_number" });
      assert.deepEqual(upper.body, lower.body);
    });

    it("C151: ConfirmForgotPassword answers the same before and after a code was asked for", async () => {
      for (const name of [NOBODY, EMAIL]) {
        assert.equal((await reset(name, "x")).body["__type"], "ExpiredCodeException");
        await forgot(name);
        assert.equal((await reset(name, "x")).body["__type"], "CodeMismatchException");
      }
    });

    it("C151: ResendConfirmationCode pretends to send", async () => {
      const input = { ClientId: WEB_ID, Username: NOBODY };
      const { body } = await call(pools, "ResendConfirmationCode", input);
      assert.equal(body["CodeDeliveryDetails"]["Destination"], "n***@e***");
    });

    it("C186: an unconfirmed user with a wrong password gets the general answer", async () => {
      const input = { ClientId: WEB_ID, Username: "new@example.com", Password: PASSWORD };
      await call(pools, "SignUp", input);
      const wrong = await signIn(pools, { username: "new@example.com", password: WRONG });
      assert.deepEqual(outcome(wrong), REFUSED);
      const right = await signIn(pools, { username: "new@example.com" });
      assert.deepEqual(outcome(right), ["UserNotConfirmedException", "User is not confirmed."]);
    });
  });

  describe("with a legacy client", () => {
    beforeEach(async () => {
      pools = await serve(graphOf(pool(), client({ preventUserExistenceErrors: "LEGACY" })));
      await createUser(pools);
    });

    it("C150: names the unknown user", async () => {
      assert.deepEqual(outcome(await signIn(pools, { username: NOBODY })), [
        "UserNotFoundException",
        "User does not exist.",
      ]);
      assert.deepEqual(outcome(await forgot(NOBODY)), [
        "UserNotFoundException",
        "Username/client id combination not found.",
      ]);
    });

    it("C224, C225: resets a password by the code that was sent", async () => {
      assert.equal((await forgot(EMAIL)).body["CodeDeliveryDetails"]["Destination"], "a***@e***");
      const code = lastCode(pools, EMAIL);
      assert.equal(
        (await reset(EMAIL, code, "weak-one")).body["__type"],
        "InvalidPasswordException",
      );
      assert.deepEqual((await reset(EMAIL, code)).body, {});
      assert.deepEqual(outcome(await signIn(pools)), REFUSED);
      assert.equal((await signIn(pools, { password: "N3w-password" })).status, 200);
      assert.equal((await reset(EMAIL, code)).body["__type"], "ExpiredCodeException");
    });

    it("C137: a reset code works for an hour", async () => {
      await forgot(EMAIL);
      pools.clock.advance(3600);
      const { body } = await reset(EMAIL, lastCode(pools, EMAIL));
      assert.equal(body["__type"], "ExpiredCodeException");
    });

    it("C140: limits how often a reset is tried", async () => {
      await forgot(EMAIL);
      for (let count = 0; count < 19; count++) await reset(EMAIL, "x");
      const { body } = await reset(EMAIL, lastCode(pools, EMAIL));
      assert.equal(body["__type"], "LimitExceededException");
    });
  });
});
