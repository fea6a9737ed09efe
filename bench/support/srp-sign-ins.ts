import { type PasswordVerifier, SrpExchange } from "../../deploy/smoke/srp.ts";
import type { JsonAnswer } from "./json-client.ts";
import { addressOf, PASSWORD } from "./password-sign-in.ts";
import { summarize } from "./sampling.ts";
import type { ServedRecording } from "./serve-recording.ts";
import { SocketClient } from "./socket-client.ts";

type UserPool = NonNullable<ServedRecording["userPool"]>;

interface Begun {
  readonly exchange: SrpExchange;
  readonly answer: JsonAnswer;
}

/**
 * SRP sign-ins one at a time, each by the next user: milliseconds of both requests, the median. What the client
 * computes does not count, but the server pauses meanwhile, 20 ms and more, and comes back to cold caches.
 */
export async function pacedByClient(pool: UserPool, count: number): Promise<number> {
  const client = await SocketClient.connect(pool.url);
  const took: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const begun = await begin(client, pool, { turn, exchange: new SrpExchange() });
    const ended = await end(client, pool, proofOf(pool, begun));
    took.push(begun.answer.tookMs + ended.tookMs);
  }
  client.close();
  return summarize(took).median;
}

/** The same without the pauses: all first requests one after another, then all second ones. */
export async function backToBack(pool: UserPool, count: number): Promise<number> {
  const exchanges = Array.from({ length: count }, () => new SrpExchange());
  const begun: Begun[] = [];
  const first = await SocketClient.connect(pool.url);
  for (const [turn, exchange] of exchanges.entries()) {
    begun.push(await begin(first, pool, { turn, exchange }));
  }
  first.close();
  const proofs = begun.map((one) => proofOf(pool, one));
  // The server has closed the first connection by now.
  const second = await SocketClient.connect(pool.url);
  const took: number[] = [];
  for (const [turn, proof] of proofs.entries()) {
    const ended = await end(second, pool, proof);
    took.push((begun[turn]?.answer.tookMs ?? 0) + ended.tookMs);
  }
  second.close();
  return summarize(took).median;
}

async function begin(
  client: SocketClient,
  { clientId: ClientId }: UserPool,
  { turn, exchange }: { readonly turn: number; readonly exchange: SrpExchange },
): Promise<Begun> {
  const AuthParameters = { USERNAME: addressOf(turn), SRP_A: exchange.publicKey };
  const input = { AuthFlow: "USER_SRP_AUTH", ClientId, AuthParameters };
  return { exchange, answer: await client.call("InitiateAuth", input) };
}

function proofOf({ id }: UserPool, { exchange, answer }: Begun): object {
  const parameters = answer.body["ChallengeParameters"] as PasswordVerifier;
  return exchange.prove(id, PASSWORD, parameters, new Date());
}

async function end(
  client: SocketClient,
  { clientId: ClientId }: UserPool,
  ChallengeResponses: object,
): Promise<JsonAnswer> {
  const input = { ClientId, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses };
  const ended = await client.call("RespondToAuthChallenge", input);
  if (ended.status !== 200) throw new Error(`SRP answered ${ended.status}.`);
  return ended;
}
