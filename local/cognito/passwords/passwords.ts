import { type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";
import { keyedHash } from "../../secrets.ts";
import { powerOfGenerator } from "./modular-power.ts";
import type { UserPool } from "../pool.ts";
import { verifierOf } from "./srp.ts";
import type { PasswordRecord, User } from "../tables/users.ts";

/** A user as far as SRP sees one: also made up for names that do not exist. */
export interface SrpUser {
  readonly username: string;
  readonly password: PasswordRecord;
}

const SALT_BYTES = 16;

/** What the store keeps of a new password (C377). */
export function newPasswordRecord(
  pool: UserPool,
  username: string,
  password: string,
): PasswordRecord {
  const salt = randomBytes(SALT_BYTES).toString("hex");
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

/** What stands in for the password of people who have none. Nobody sees it: whatever shows is blinded by more (C209). */
const STAND_IN: PasswordRecord = {
  salt: randomBytes(SALT_BYTES).toString("hex"),
  verifier: powerOfGenerator(randomBytes(32)),
};

/**
 * The user, or a stand-in for one without a password, to do the same work on (O086).
 * @param subject the user's `sub`, or a question mark and the id of a stranger
 */
export function srpUserOf(user: User | undefined, subject: string): SrpUser {
  return {
    username: user?.username ?? subject.replace(/^\?/, ""),
    password: user?.password ?? STAND_IN,
  };
}

/**
 * The salt to show. That of a stand-in is stable for the name, and the same whichever name led to it (C151).
 * @param secret the pool's
 */
export function shownSalt(secret: KeyObject, { username, password }: SrpUser): string {
  // Made for everybody: otherwise the making would tell who does not exist.
  const standIn = keyedHash(secret, "stand-in", username).toString("hex", 0, SALT_BYTES);
  return password === STAND_IN ? standIn : password.salt;
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

function uuidOf(bytes: Buffer): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(bytes.toString("hex")) ?? [];
  return parts.join("-");
}
