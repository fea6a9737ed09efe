import { randomBytes } from "node:crypto";
import { openChallenge, takeChallenge } from "../challenge-sessions.ts";
import { invalidParameter, notAuthorized, TEXTS } from "../errors.ts";
import { findUser, isName, subjectOf } from "../names.ts";
import { srpUserOf } from "../passwords.ts";
import { isSameSecret } from "../secrets.ts";
import type { ClientContext } from "../service.ts";
import { refuseBeforePassword, refuseLocked, settlePassword } from "../sign-in.ts";
import {
  claimSignature,
  readClientPublic,
  readTimestamp,
  serverPublic,
  sharedKey,
} from "../srp.ts";
import type { User } from "../tables/users.ts";
import type { ChallengeResult } from "../triggers/auth-challenges.ts";
import { type Parameters, parameter } from "./parameters.ts";
import type { Output } from "./operation.ts";

/** What is kept between the two halves of a sign-in by SRP; numbers as hexadecimal texts. */
interface SrpState {
  readonly username: string;
  readonly clientPublic: string;
  readonly serverPublic: string;
  readonly b: string;
  /** Steps before this one, where the pool's functions decide on them (C216). */
  readonly customSession?: readonly ChallengeResult[];
}

const SECRET_BLOCK_BYTES = 1024; // opaque, of the size that clients see on AWS (C213)
const EXPONENT_BYTES = 32;
const TIMESTAMP_TOLERANCE = 5 * 60_000;

/** The first half: answers A with B (C209, C213). For a hidden unknown user the answer looks the same (C151). */
export async function startSrp(
  context: ClientContext,
  name: string,
  clientPublicHex: string,
): Promise<Output> {
  const clientPublic = readPublic(clientPublicHex);
  if (!isName(name)) throw notAuthorized(TEXTS.badCredentials);
  await refuseBeforePassword(context, findUser(context, name), name);
  // As it is now: it may have changed while a function thought about it.
  const user = findUser(context, name);
  return openSrp(context, { user, subject: subjectOf(context, user, name), clientPublic });
}

/** Reads A, which must not be 0 (C209). */
export function readPublic(hex: string): bigint {
  const clientPublic = readClientPublic(hex);
  if (clientPublic === undefined) throw invalidParameter("Invalid SRP_A");
  return clientPublic;
}

/** Opens the challenge that the second half answers. */
export function openSrp(
  context: ClientContext,
  start: {
    readonly user: User | undefined;
    readonly subject: string;
    readonly clientPublic: bigint;
    readonly customSession?: readonly ChallengeResult[];
  },
): Output {
  const { service, pool } = context;
  const { user, subject, clientPublic, customSession } = start;
  const { username, password } = srpUserOf({ store: service.store, pool, user, subject });
  const b = randomBytes(EXPONENT_BYTES);
  const publicValue = serverPublic(password.verifier, b);
  const state: SrpState = {
    username,
    clientPublic: clientPublic.toString(16),
    serverPublic: publicValue.toString(16),
    b: b.toString("hex"),
    ...(customSession && { customSession }),
  };
  const block = randomBytes(SECRET_BLOCK_BYTES).toString("base64");
  openChallenge(context, { kind: "PASSWORD_VERIFIER", subject, content: state }, block);
  return {
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeParameters: {
      SALT: password.salt,
      SECRET_BLOCK: block,
      SRP_B: state.serverPublic,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  };
}

/** A user who proved the password, and what the pool's functions know of the sign-in; null where they do not decide. */
export interface ProvenUser {
  readonly user: User;
  readonly customSession: readonly ChallengeResult[] | null;
}

/** The second half: checks the proof (C211). A secret block answers once; a wrong proof counts as a wrong password. */
export async function finishSrp(
  context: ClientContext,
  responses: Parameters,
): Promise<ProvenUser> {
  const { service, pool } = context;
  const name = parameter(responses, "USERNAME");
  const block = parameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  const signature = parameter(responses, "PASSWORD_CLAIM_SIGNATURE");
  const timestamp = parameter(responses, "TIMESTAMP");
  const { subject, content } = takeChallenge(context, "PASSWORD_VERIFIER", block);
  refuseLocked(context, subject);
  const state = JSON.parse(content) as SrpState;
  const user = service.store.users.bySub(pool.id, subject);
  const isNamed =
    name === state.username || subjectOf(context, findUser(context, name), name) === subject;
  const expected = await expectedSignature(context, { user, subject, state, block, timestamp });
  // Many answers may have been under way at once: the lock that the first ones set holds for the rest.
  refuseLocked(context, subject);
  const isProven = expected !== undefined && isSameSecret(signature, expected);
  const isRight = isProven && isNamed && isFresh(context, timestamp);
  return {
    user: settlePassword(context, { user, subject, isRight }),
    customSession: state.customSession ?? null,
  };
}

async function expectedSignature(
  { service, pool }: ClientContext,
  claim: {
    readonly user: User | undefined;
    readonly subject: string;
    readonly state: SrpState;
    readonly block: string;
    readonly timestamp: string;
  },
): Promise<string | undefined> {
  const { user, subject, state, block, timestamp } = claim;
  const { password } = srpUserOf({ store: service.store, pool, user, subject });
  const key = await sharedKey({
    clientPublic: BigInt(`0x${state.clientPublic}`),
    serverPublic: BigInt(`0x${state.serverPublic}`),
    verifier: password.verifier,
    b: Buffer.from(state.b, "hex"),
  });
  const identity = { poolName: pool.shortName, userId: state.username };
  return (
    key && claimSignature(key, identity, { secretBlock: Buffer.from(block, "base64"), timestamp })
  );
}

/**
 * Whether the client's timestamp is about now (C212). The client stamps with this machine's own clock, which the
 * runtime's may have been moved away from: either will do, as the secret block is single use and short-lived anyway.
 */
function isFresh({ service }: ClientContext, timestamp: string): boolean {
  const time = readTimestamp(timestamp);
  if (time === undefined) return false;
  return [service.clock.now(), Date.now()].some(
    (now) => Math.abs(now - time) <= TIMESTAMP_TOLERANCE,
  );
}
