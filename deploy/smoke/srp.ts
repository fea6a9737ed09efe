import { createHash, createHmac, getDiffieHellman, randomBytes } from "node:crypto";

/** The 3,072-bit group of RFC 3526, section 5, with generator 2 (behaviour C205). */
const N = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
const GENERATOR = 2n;
const SECRET_BYTES = 128;
const KEY_BYTES = 16;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A PASSWORD_VERIFIER challenge, in Cognito's spelling. */
export interface PasswordVerifier {
  readonly USER_ID_FOR_SRP: string;
  readonly SRP_B: string;
  readonly SALT: string;
  readonly SECRET_BLOCK: string;
}

/** The client's half of Cognito's secure remote password protocol (C205 to C212). */
export class SrpExchange {
  readonly #secret = BigInt(`0x${randomBytes(SECRET_BYTES).toString("hex")}`);
  /** SRP_A, in hexadecimal. */
  readonly publicKey = power(GENERATOR, this.#secret).toString(16);

  /** Answers the challenge: proves the password without sending it. */
  prove(poolId: string, password: string, challenge: PasswordVerifier, now: Date) {
    const { USER_ID_FOR_SRP: userId, SECRET_BLOCK: secretBlock } = challenge;
    const poolName = poolId.slice(poolId.indexOf("_") + 1);
    const timestamp = timestampOf(now);
    const signature = createHmac("sha256", this.#key(poolName, password, challenge))
      .update(poolName + userId)
      .update(Buffer.from(secretBlock, "base64"))
      .update(timestamp)
      .digest("base64");
    return {
      USERNAME: userId,
      TIMESTAMP: timestamp,
      PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
      PASSWORD_CLAIM_SIGNATURE: signature,
    };
  }

  #key(poolName: string, password: string, challenge: PasswordVerifier): Buffer {
    const serverKey = BigInt(`0x${challenge.SRP_B}`);
    const identity = sha256(`${poolName}${challenge.USER_ID_FOR_SRP}:${password}`);
    const x = number(sha256(bytes(BigInt(`0x${challenge.SALT}`)), identity));
    const u = number(sha256(bytes(BigInt(`0x${this.publicKey}`)), bytes(serverKey)));
    const multiplier = number(sha256(bytes(N), bytes(GENERATOR)));
    const base = modulo(serverKey - multiplier * power(GENERATOR, x));
    const shared = power(base, this.#secret + u * x);
    const extracted = createHmac("sha256", bytes(u)).update(bytes(shared)).digest();
    return createHmac("sha256", extracted)
      .update("Caldera Derived Key\u0001")
      .digest()
      .subarray(0, KEY_BYTES);
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = modulo(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function modulo(value: bigint): bigint {
  return ((value % N) + N) % N;
}

/** Big-endian, with a zero byte before a first bit that is set. */
function bytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

function sha256(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function number(digest: Buffer): bigint {
  return BigInt(`0x${digest.toString("hex")}`);
}

/** Such as `Sun Nov 1 09:05:07 UTC 2026`: the day without a leading zero (C210). */
export function timestampOf(now: Date): string {
  const time = now.toISOString().slice(11, 19);
  const day = `${WEEKDAYS[now.getUTCDay()]} ${MONTHS[now.getUTCMonth()]} ${now.getUTCDate()}`;
  return `${day} ${time} UTC ${now.getUTCFullYear()}`;
}
