import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { jwtVerify } from "jose";
import { createSigner } from "../../../../local/cognito/tokens/compact-jws.ts";
import { ownTurn } from "../../../../local/own-turn.ts";

describe("signing of tokens", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const sign = createSigner("key/1+a=", privateKey);
  const claims = { sub: "Zoë", "cognito:groups": ["a", "b"], iat: 1_700_000_000 };

  it("C8: makes what jose verifies, with a header of kid and alg", async () => {
    const { payload, protectedHeader } = await jwtVerify(await sign(claims), publicKey);
    assert.deepEqual(protectedHeader, { kid: "key/1+a=", alg: "RS256" });
    assert.deepEqual(payload, claims);
  });

  it("C8: makes the same while others wait for the thread", async () => {
    const alone = await sign(claims);
    const turns = [ownTurn(), ownTurn()];
    assert.equal(await sign(claims), alone);
    await Promise.all(turns);
  });
});
