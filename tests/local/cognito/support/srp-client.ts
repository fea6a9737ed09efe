import { createHash, createHmac, randomBytes } from "node:crypto";

// A client of its own, by BigInt and from C205–C212 alone: it shares no code with what it tests.

const PRIME_HEX =
  "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD" +
  "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED" +
  "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F" +
  "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
  "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510" +
  "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7" +
  "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C" +
  "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

export const N = BigInt(`0x${PRIME_HEX}`);

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function padded(value: bigint): Buffer {
  let hex = value.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(hex) ? `00${hex}` : hex, "hex");
}

function hash(...parts: readonly Uint8Array[]): bigint {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return BigInt(`0x${digest.digest("hex")}`);
}

export interface SrpProof {
  readonly timestamp: string;
  readonly signature: string;
}

/** A client's half of the protocol. */
export class SrpClient {
  readonly #a = BigInt(`0x${randomBytes(128).toString("hex")}`);
  readonly publicHex = power(2n, this.#a).toString(16);

  /** The answer to a PASSWORD_VERIFIER challenge. */
  prove(args: {
    readonly poolId: string;
    readonly password: string;
    readonly parameters: Record<string, string>;
    readonly timestamp: string;
  }): SrpProof {
    const { poolId, password, parameters, timestamp } = args;
    const poolName = poolId.split("_")[1] ?? "";
    const userId = parameters["USER_ID_FOR_SRP"] ?? "";
    const serverPublic = BigInt(`0x${parameters["SRP_B"]}`);
    const inner = createHash("sha256").update(`${poolName}${userId}:${password}`).digest();
    const x = hash(padded(BigInt(`0x${parameters["SALT"]}`)), inner);
    const k = hash(padded(N), padded(2n));
    const u = hash(padded(BigInt(`0x${this.publicHex}`)), padded(serverPublic));
    const base = (((serverPublic - k * power(2n, x)) % N) + N) % N;
    const secret = power(base, this.#a + u * x);
    const pseudoRandomKey = createHmac("sha256", padded(u)).update(padded(secret)).digest();
    const block = Buffer.from("Caldera Derived Key\u0001");
    const key = createHmac("sha256", pseudoRandomKey).update(block).digest().subarray(0, 16);
    const signature = createHmac("sha256", key)
      .update(poolName + userId)
      .update(Buffer.from(parameters["SECRET_BLOCK"] ?? "", "base64"))
      .update(timestamp)
      .digest("base64");
    return { timestamp, signature };
  }
}

/** What a client stores of a new device's password (C215). */
export function deviceVerifier(
  identity: { readonly poolName: string; readonly userId: string },
  password: string,
): { readonly PasswordVerifier: string; readonly Salt: string } {
  const salt = padded(BigInt(`0x${randomBytes(16).toString("hex")}`));
  const text = `${identity.poolName}${identity.userId}:${password}`;
  const x = hash(salt, createHash("sha256").update(text).digest());
  return {
    PasswordVerifier: padded(power(2n, x)).toString("base64"),
    Salt: salt.toString("base64"),
  };
}
