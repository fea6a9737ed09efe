import { type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";
import { powerOfGenerator } from "./modular-power.ts";
import type { UserPool } from "./pool.ts";
import { keyedHash } from "./secrets.ts";
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

/**
 * The user, or a stand-in for one without a password, to do the same work on (O086).
 * @param args.subject the user's `sub`, or a question mark and the id of a stranger
 */
export function srpUserOf(args: {
  readonly store: Store;
  readonly pool: UserPool;
  readonly user: User | undefined;
  readonly subject: string;
}): SrpUser {
  const { store, pool, user, subject } = args;
  const id = subject.replace(/^\?/, "");
  // Made for everybody: otherwise the making would tell who does not exist.
  const standIn = standInPassword(store.keys.secret(pool.id), id);
  return { username: user?.username ?? id, password: user?.password ?? standIn };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id that passes for the internal user name of someone who does not exist. Stable for the name, so that asking
 * twice tells nothing, and its own id, so that asking by it tells nothing either (C151, O085).
 */
export function strangerId(secret: KeyObject, name: string): string {
  const id = uuidOf(keyedHash(secret, "stranger", name));
  return UUID.test(name) ? name : id;
}

const SALT_BYTES = 16;
// One for everybody: nobody sees it, as what is made of it is blinded anew each time (C209).
const STAND_IN_VERIFIER = powerOfGenerator(randomBytes(32));

/** Of the id alone: whichever name led to it, the challenge is the same one (C151). */
function standInPassword(secret: KeyObject, id: string): PasswordRecord {
  const salt = keyedHash(secret, "stand-in", id).toString("hex", 0, SALT_BYTES);
  return { salt, verifier: STAND_IN_VERIFIER };
}

function uuidOf(bytes: Buffer): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(bytes.toString("hex")) ?? [];
  return parts.join("-");
}
