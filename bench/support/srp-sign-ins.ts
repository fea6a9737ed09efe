import { SrpExchange, type PasswordVerifier } from "../../deploy/smoke/srp.ts";
import { addressOf, PASSWORD } from "./password-sign-in.ts";
import { QuickSrp } from "./quick-srp.ts";
import { summarize } from "./sampling.ts";
import type { ServedRecording } from "./serve-recording.ts";
import { SocketClient } from "./socket-client.ts";

type UserPool = NonNullable<ServedRecording["userPool"]>;
/** The client's half of the protocol. */
type Exchange = Pick<SrpExchange, "publicKey" | "prove">;

/** Clients by how they compute: by OpenSSL in 2 ms, or in JavaScript in 20 ms and more. */
export const CLIENTS = { quick: () => new QuickSrp(), slow: () => new SrpExchange() } as const;

/**
 * SRP sign-ins one at a time, each by the next user: milliseconds of both requests, the median. What the client computes
 * before, between and after them does not count.
 */
export async function srpSignIns(
  pool: UserPool,
  count: number,
  newExchange: () => Exchange,
): Promise<number> {
  const client = await SocketClient.connect(pool.url);
  const took: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    took.push(await signIn(client, pool, addressOf(turn), newExchange()));
  }
  client.close();
  return summarize(took).median;
}

async function signIn(
  client: SocketClient,
  { id, clientId: ClientId }: UserPool,
  USERNAME: string,
  exchange: Exchange,
): Promise<number> {
  const AuthParameters = { USERNAME, SRP_A: exchange.publicKey };
  const input = { AuthFlow: "USER_SRP_AUTH", ClientId, AuthParameters };
  const begun = await client.call("InitiateAuth", input);
  const challenge = begun.body["ChallengeParameters"] as PasswordVerifier;
  const ChallengeResponses = exchange.prove(id, PASSWORD, challenge, new Date());
  const answer = { ClientId, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses };
  const ended = await client.call("RespondToAuthChallenge", answer);
  if (ended.status !== 200) throw new Error(`SRP answered ${ended.status}.`);
  return begun.tookMs + ended.tookMs;
}
