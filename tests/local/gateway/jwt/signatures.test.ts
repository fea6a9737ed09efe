import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { checkHere, checkInParallel } from "../../../../local/gateway/jwt/signatures.ts";
import type { Signed } from "../../../../local/gateway/jwt/signatures.ts";

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
  it("H89: one at a time is checked at once", async () => {
    const check = checkInParallel();
    assert.equal(check(good), true);
    await nextTurn();
    assert.equal(check(good), true);
  });

  it("H89: those that come together are checked beside one another, each with its own result", async () => {
    const check = checkInParallel();
    const results = [good, good, ...bad.map(([, signed]) => signed), good].map(check);
    assert.deepEqual(
      results.map((result) => result instanceof Promise),
      [false, ...Array.from({ length: bad.length + 2 }, () => true)],
    );
    assert.deepEqual(await Promise.all(results), [true, true, ...bad.map(() => false), true]);
  });

  for (const [why, signed] of bad) {
    it(`H89: ${why} is refused here as in the pool`, async () => {
      const check = checkInParallel();
      assert.deepEqual(
        [checkHere(signed), check(signed), await check(signed)],
        [false, false, false],
      );
    });
  }
});
