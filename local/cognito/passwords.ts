import { hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { GROUP_BYTES } from "./modular-power.ts";
import type { UserPool } from "./pool.ts";
import { verifierOf } from "./srp.ts";
import type { Store } from "./store.ts";
import type { PasswordRecord, User } from "./tables/users.ts";

/** A user as far as SRP sees one: also made up for names that do not exist. */
export interface SrpUser {
  readonly username: string;
  readonly password: PasswordRecord;
}

/** What the store keeps of a new password (C377). */
export function newPasswordRecord(
  pool: UserPool,
  username: string,
  password: string,
): PasswordRecord {
  const salt = randomBytes(16).toString("hex");
  return {
    salt,
    verifier: verifierOf({ poolName: pool.shortName, userId: username }, salt, password),
  };
}

/** Whether the password is the one of the record; takes the same time whatever the answer. */
export function isPassword(pool: UserPool, user: SrpUser, password: string): boolean {
  const identity = { poolName: pool.shortName, userId: user.username };
  const derived = verifierOf(identity, user.password.salt, password);
  return timingSafeEqual(derived, user.password.verifier);
}

/** The user, or a stand-in for one without a password, to do the same work on (O086). */
export function srpUserOf(args: {
  readonly store: Store;
  readonly pool: UserPool;
  readonly user: User | undefined;
  readonly subject: string;
}): SrpUser {
  const { store, pool, user, subject } = args;
  // Made for everybody: otherwise the making would tell who does not exist.
  const other = standIn(store.keys.secret(pool.id), subject);
  return {
    username: user?.username ?? other.username,
    password: user?.password ?? other.password,
  };
}

const SALT_BYTES = 16;
const UUID_BYTES = 16;

/** Stable for the name, so that asking twice tells nothing (C151). */
function standIn(secret: Uint8Array, subject: string): SrpUser {
  const length = GROUP_BYTES + SALT_BYTES + UUID_BYTES;
  const bytes = Buffer.from(hkdfSync("sha256", secret, subject, "stand-in", length));
  const verifier = bytes.subarray(0, GROUP_BYTES);
  verifier[0] = 0x7f; // below N
  const salt = bytes.toString("hex", GROUP_BYTES, GROUP_BYTES + SALT_BYTES);
  return {
    username: uuidOf(bytes.subarray(GROUP_BYTES + SALT_BYTES)),
    password: { salt, verifier },
  };
}

function uuidOf(bytes: Buffer): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join("-");
}
