import { openChallenge, takeChallenge } from "../sign-in/challenge-sessions.ts";
import { invalidParameter, notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { findUser, isName, subjectOf } from "../names.ts";
import { shownSalt, srpUserOf } from "../passwords/passwords.ts";
import type { ClientContext } from "../service.ts";
import { refuseBeforePassword, refuseLocked, settlePassword } from "../sign-in/sign-in.ts";
import {
  isProven,
  newSecretBlock,
  openExchange,
  type SrpClaim,
  type SrpExchange,
} from "../passwords/srp-exchange.ts";
import { readClientPublic, readTimestamp } from "../passwords/srp.ts";
import type { User } from "../tables/users.ts";
import type { ChallengeResult } from "../triggers/auth-challenges.ts";
import type { Output } from "../../json-api/operation.ts";
import { type Parameters, parameter } from "./parameters.ts";

/** What is kept between the two halves of a sign-in by SRP. */
interface SrpState extends SrpExchange {
  readonly username: string;
  /** Steps before this one, where the pool's functions decide on them (C216). */
  readonly customSession?: readonly ChallengeResult[];
}

const TIMESTAMP_TOLERANCE = 5 * 60_000;

/** The first half: answers A with B (C209, C213). For a hidden unknown user the answer looks the same (C151). */
export async function startSrp(
  context: ClientContext,
  name: string,
  clientPublicHex: string,
): Promise<Output> {
  const clientPublic = readPublic(clientPublicHex);
  if (!isName(name)) throw notAuthorized(TEXTS.badCredentials);
  const user = await refuseBeforePassword(context, name);
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
  const srpUser = srpUserOf(user, subject);
  const { username, password } = srpUser;
  const state: SrpState = {
    ...openExchange(password.verifier, clientPublic),
    username,
    ...(customSession && { customSession }),
  };
  const block = newSecretBlock();
  openChallenge(context, { kind: "PASSWORD_VERIFIER", subject, content: state }, block);
  return {
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeParameters: {
      SALT: shownSalt(service.store.keys.secret(pool.id), srpUser),
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
export function finishSrp(context: ClientContext, responses: Parameters): ProvenUser {
  const { service, pool } = context;
  const name = parameter(responses, "USERNAME");
  const claim = readClaim(responses);
  const { subject, content } = takeChallenge(context, "PASSWORD_VERIFIER", claim.secretBlock);
  refuseLocked(context, subject);
  const state = JSON.parse(content) as SrpState;
  const user = service.store.users.bySub(pool.id, subject);
  const isNamed =
    name === state.username || subjectOf(context, findUser(context, name), name) === subject;
  const { password } = srpUserOf(user, subject);
  const identity = { poolName: pool.shortName, userId: state.username };
  const isRight = isProven(state, { identity, verifier: password.verifier }, claim);
  return {
    user: settlePassword(context, {
      user,
      subject,
      isRight: isRight && isNamed && isFresh(context, claim.timestamp),
    }),
    customSession: state.customSession ?? null,
  };
}

/** Reads the proof out of an answer (C194, C203). */
export function readClaim(responses: Parameters): SrpClaim {
  return {
    secretBlock: parameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK"),
    signature: parameter(responses, "PASSWORD_CLAIM_SIGNATURE"),
    timestamp: parameter(responses, "TIMESTAMP"),
  };
}

/**
 * Whether the client's timestamp is about now (C212). The client stamps with this machine's own clock, which the
 * runtime's may have been moved away from: either will do, as the secret block is single use and short-lived anyway.
 */
export function isFresh({ service }: ClientContext, timestamp: string): boolean {
  const time = readTimestamp(timestamp);
  if (time === undefined) return false;
  return [service.clock.now(), Date.now()].some(
    (now) => Math.abs(now - time) <= TIMESTAMP_TOLERANCE,
  );
}
