import assert from "node:assert/strict";
import { createPublicKey, createSecretKey, generateKeyPairSync, sign } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { CheckingThread } from "../../../../local/gateway/jwt/checking-thread.ts";
import type { Signed } from "../../../../local/gateway/jwt/signature-queue.ts";
import { checkHere, SharedChecks } from "../../../../local/gateway/jwt/signatures.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const data = Buffer.from("header.payload");
const algorithm = "RSA-SHA256";
const good: Signed = {
  algorithm,
  data,
  key: createPublicKey(privateKey),
  signature: sign(algorithm, data, privateKey),
};
const bad: readonly (readonly [why: string, Signed])[] = [
  ["other data", { ...good, data: Buffer.from("header.other") }],
  ["an empty signature", { ...good, signature: Buffer.alloc(0) }],
  ["a short signature", { ...good, signature: good.signature.subarray(1) }],
  ["a long signature", { ...good, signature: Buffer.concat([good.signature, data]) }],
  ["a number above the modulus", { ...good, signature: Buffer.alloc(256, 0xff) }],
  ["another algorithm", { ...good, algorithm: "RSA-SHA512" }],
];

describe("gateway: signatures", () => {
  let checks: SharedChecks;

  beforeEach(() => {
    checks = new SharedChecks({ worth: 0, idleMs: 60_000 });
  });

  afterEach(() => checks.end());

  /** Results for signatures that come in one turn of the event loop. */
  const together = (signed: readonly Signed[]) => signed.map(checks.check);

  it("H89: one at a time is checked at once", async () => {
    assert.equal(checks.check(good), true);
    await nextTurn();
    assert.equal(checks.check(good), true);
  });

  it("H89: those that come together are checked beside one another, each with its own result", async () => {
    const results = together([good, good, ...bad.map(([, signed]) => signed), good]);
    assert.deepEqual(
      results.map((result) => result instanceof Promise),
      [false, ...Array.from({ length: bad.length + 2 }, () => true)],
    );
    assert.deepEqual(await Promise.all(results), [true, true, ...bad.map(() => false), true]);
  });

  for (const [why, signed] of bad) {
    it(`H89: ${why} is refused here as beside`, async () => {
      const [here, beside] = together([signed, signed]);
      assert.deepEqual([checkHere(signed), here, await beside], [false, false, false]);
    });
  }

  it("H89: each key is known by its own number", async () => {
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = createPublicKey(other.privateKey);
    const signedByOther = { ...good, key, signature: sign(algorithm, data, other.privateKey) };
    const mixed = [signedByOther, { ...good, key }, { ...signedByOther, key: good.key }, good];
    const results = await Promise.all(together([good, ...mixed, ...mixed]));
    const expected = [true, false, false, true];
    assert.deepEqual(results, [true, ...expected, ...expected]);
  });

  it("H89: more than the other thread has room for are checked here, in any order of good and bad", async () => {
    const signed = Array.from({ length: 200 }, (_, at) =>
      at % 3 === 0 ? { ...good, data: Buffer.from(`other ${at}`) } : good,
    );
    const results = together(signed);
    assert.equal(
      results.some((result) => result instanceof Promise),
      true,
    );
    assert.equal(
      results.slice(1).some((result) => !(result instanceof Promise)),
      true,
    );
    assert.deepEqual(
      await Promise.all(results),
      signed.map((one) => one === good),
    );
  });

  it("H89: a text too long for the other thread, and an algorithm that it does not know, are checked here", () => {
    const long = Buffer.alloc(20_000, "a");
    const unusual = "RSA-SHA3-256";
    const results = together([
      good,
      { ...good, data: long, signature: sign(algorithm, long, privateKey) },
      { ...good, data: long },
      { ...good, algorithm: unusual, signature: sign(unusual, data, privateKey) },
    ]);
    assert.deepEqual(results, [true, true, false, true]);
  });

  it("H89: what cannot be checked beside is not good, and does not end the thread", async () => {
    let hasEnded = false;
    const thread = new CheckingThread(() => (hasEnded = true));
    const unusable = { ...good, key: createSecretKey(Buffer.alloc(32)) };
    assert.throws(() => checkHere(unusable));
    assert.equal(await thread.check(unusable), false);
    assert.equal(await thread.check(good), true);
    assert.equal(hasEnded, false);
    await thread.end();
  });

  it("H89: what the other thread leaves unchecked when it ends is checked here", async () => {
    const [, ...beside] = together([good, good, { ...good, data: Buffer.from("other") }]);
    await checks.end();
    assert.deepEqual(await Promise.all(beside), [true, false]);
    const [, again] = together([good, good]);
    assert.deepEqual([again instanceof Promise, await again], [true, true]);
  });

  it("are not worth a thread while few come together", () => {
    checks = new SharedChecks({ worth: 3, idleMs: 60_000 });
    const results = together([good, good, good, good, good]);
    assert.deepEqual(
      results.map((result) => result instanceof Promise),
      [false, false, false, false, true],
    );
  });

  it("let the thread end that nobody needs any more", async () => {
    checks = new SharedChecks({ worth: 0, idleMs: 1 });
    const [, beside] = together([good, good]);
    assert.equal(await beside, true);
    while (checks.hasThread) await nextTurn();
  });
});
