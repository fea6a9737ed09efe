import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { type PasswordVerifier, timestampOf } from "../../deploy/smoke/srp.ts";
import {
  N,
  power,
  powerOfGenerator,
  toGroupBytes,
  toNumber,
} from "../../local/cognito/passwords/modular-power.ts";
import { claimSignature, K, pad, privateValue } from "../../local/cognito/passwords/srp.ts";

/**
 * A client's half of a sign-in by SRP (C205 to C212) whose powers OpenSSL computes, in 2 ms: clients in JavaScript take
 * ten times as long, and the server pauses meanwhile.
 */
export class QuickSrp {
  readonly #secret = randomBytes(32);
  readonly #public = toNumber(powerOfGenerator(this.#secret));
  /** SRP_A, in hexadecimal. */
  readonly publicKey = this.#public.toString(16);

  prove(poolId: string, password: string, challenge: PasswordVerifier, now: Date) {
    const { USER_ID_FOR_SRP: userId, SECRET_BLOCK, SALT, SRP_B } = challenge;
    const identity = { poolName: poolId.slice(poolId.indexOf("_") + 1), userId };
    const secretBlock = Buffer.from(SECRET_BLOCK, "base64");
    const timestamp = timestampOf(now);
    const key = this.#key(BigInt(`0x${SRP_B}`), privateValue(identity, SALT, password));
    return {
      USERNAME: userId,
      TIMESTAMP: timestamp,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: claimSignature(key, identity, { secretBlock, timestamp }),
    };
  }

  #key(serverPublic: bigint, x: Buffer): Buffer {
    const [a, b] = [this.#public, serverPublic].map((value) => pad(toGroupBytes(value)));
    const u = createHash("sha256")
      .update(a ?? "")
      .update(b ?? "")
      .digest();
    const base = (serverPublic - K * toNumber(powerOfGenerator(x))) % N;
    const exponent = toNumber(this.#secret) + toNumber(u) * toNumber(x);
    const shared = power(base < 0n ? base + N : base, toGroupBytes(exponent));
    return Buffer.from(hkdfSync("sha256", pad(shared), pad(u), "Caldera Derived Key", 16));
  }
}
