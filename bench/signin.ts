import { join } from "node:path";
import type { Resource } from "../local/program/graph.ts";
import { calibratorText } from "./support/calibrators.ts";
import { applyLoad, type LoadResult } from "./support/load-client.ts";
import { type Line, judge } from "./support/line.ts";
import { addressOf, PASSWORD, signInLoad, withPasswordFlow } from "./support/password-sign-in.ts";
import { fixed, interleave, milliseconds, type Summary, summarize } from "./support/sampling.ts";
import type { ServedRecording } from "./support/serve-recording.ts";
import { SERVE_RECORDING, withServer } from "./support/server-process.ts";
import { PUBLIC_PATH, recordServed } from "./support/served-program.ts";
import { resultOf, run } from "./support/run.ts";
import type { SignInFloors } from "./support/sign-in-loop.ts";
import { CLIENTS, srpSignIns } from "./support/srp-sign-ins.ts";

const USERS = 1_000;
const IN_FLIGHT = 16;
const SECONDS = 2;
const SRP_SIGN_INS = 100;
const TARGET = { oneByOne: 1.5, srp: 1.5, throughput: 0.8, publicP99Ms: 20 };
const LOOP = join(import.meta.dirname, "support", "sign-in-loop.ts");

interface SignIns {
  readonly oneByOne: LoadResult;
  readonly together: LoadResult;
  /** A public route meanwhile. */
  readonly beside: LoadResult;
  /** Median of both requests of an SRP sign-in, with a client that computes quickly and with one that does not. */
  readonly srp: { readonly quick: number; readonly slow: number };
}

/**
 * Password sign-in by the JSON API among 1,000 users: one at a time, 16 in flight, and a public route beside those; and
 * SRP sign-in, one at a time, with a client that computes quickly and one that does not. The users come with the graph
 * and are in the store before the clock starts; state in memory.
 */
export async function measure(): Promise<readonly Line[]> {
  const file = await recordServed("signin", 1, withUsers);
  const taken = await interleave({
    signIns: () =>
      withServer<ServedRecording, SignIns>([...SERVE_RECORDING, file], ({ ready }) =>
        signIn(ready),
      ),
    floors: async () => resultOf<SignInFloors>(await run([LOOP])),
  });
  const floor = summarize(taken.floors.map(({ password }) => password));
  const srpFloor = summarize(taken.floors.map(({ srp }) => srp));
  const quick = summarize(taken.signIns.map(({ srp }) => srp.quick));
  const slow = summarize(taken.signIns.map(({ srp }) => srp.slow));
  const oneByOne = summarize(taken.signIns.map((sample) => sample.oneByOne.medianMs));
  const rate = summarize(taken.signIns.map(({ together }) => together.perSecond));
  const beside = summarize(taken.signIns.map((sample) => sample.beside.p99Ms));
  return [
    ...lines(floor, oneByOne, { rate, beside }),
    srpLine(quick, srpFloor),
    slowClientLine(slow, srpFloor),
  ];
}

function lines(
  floor: Summary,
  oneByOne: Summary,
  { rate, beside }: { readonly rate: Summary; readonly beside: Summary },
): Line[] {
  const calibrator = calibratorText("S", floor);
  const ratio = oneByOne.median / floor.median;
  const share = (rate.median * floor.median) / 1000;
  return [
    {
      name: "signin",
      figure: milliseconds(oneByOne),
      calibrator,
      ratio: `${fixed(ratio)} S`,
      target: `≤ ${TARGET.oneByOne} S`,
      verdict: judge(ratio <= TARGET.oneByOne),
    },
    {
      name: "signin, 16 in flight",
      figure: `${fixed(rate.median)} a second [${fixed(rate.min)}..${fixed(rate.max)}]`,
      calibrator,
      ratio: `${fixed(share)} / S`,
      target: `≥ ${TARGET.throughput} / S`,
      verdict: judge(share >= TARGET.throughput),
    },
    {
      name: "signin, public p99",
      figure: milliseconds(beside),
      target: `≤ ${TARGET.publicP99Ms} ms`,
      verdict: judge(beside.median <= TARGET.publicP99Ms),
    },
  ];
}

function srpLine(srp: Summary, floor: Summary): Line {
  const ratio = srp.median / floor.median;
  return {
    name: "signin, SRP",
    figure: milliseconds(srp),
    calibrator: calibratorText("3 exponentiations, 2 signatures", floor),
    ratio: fixed(ratio),
    target: `≤ ${TARGET.srp}`,
    verdict: judge(ratio <= TARGET.srp),
    remark: "both requests, one sign-in at a time; its client computes by OpenSSL",
  };
}

function slowClientLine(srp: Summary, floor: Summary): Line {
  return {
    name: "signin, SRP, slow client",
    figure: milliseconds(srp),
    ratio: fixed(srp.median / floor.median),
    verdict: "printed",
    remark:
      "its client computes in JavaScript, 20 ms and more: the server comes back to cold caches",
  };
}

async function signIn({ url, userPool }: ServedRecording): Promise<SignIns> {
  if (!userPool) throw new Error("The recording has no user pool.");
  const load = signInLoad(userPool.url, userPool.clientId, USERS);
  await applyLoad({ ...load, connections: 4, seconds: 1 });
  const oneByOne = await applyLoad({ ...load, connections: 1, seconds: SECONDS });
  const [together, beside] = await Promise.all([
    applyLoad({ ...load, connections: IN_FLIGHT, seconds: SECONDS }),
    applyLoad({ url, path: PUBLIC_PATH, status: 200, connections: 1, seconds: SECONDS }),
  ]);
  const srp = {
    quick: await srpSignIns(userPool, SRP_SIGN_INS, CLIENTS.quick),
    slow: await srpSignIns(userPool, SRP_SIGN_INS, CLIENTS.slow),
  };
  return { oneByOne, together, beside, srp };
}

/** Adds users, and lets the clients sign in with a plain password. */
function withUsers(resources: readonly Resource[]): readonly Resource[] {
  const pool = resources.find(({ type }) => type === "aws:cognito/userPool:UserPool");
  if (!pool) throw new Error("The recording has no user pool.");
  const users = Array.from({ length: USERS }, (_, index) => userOf(pool, index));
  return [...resources.map(withPasswordFlow), ...users];
}

function userOf(pool: Resource, index: number): Resource {
  const address = addressOf(index);
  const inputs = {
    userPoolId: pool.id,
    username: address,
    password: PASSWORD,
    attributes: { email: address, email_verified: "true" },
  };
  return {
    ...pool,
    urn: `${pool.urn}-user-${index}`,
    type: "aws:cognito/user:User",
    name: `user-${index}`,
    id: `${pool.id}/${address}`,
    inputs,
    outputs: inputs,
    secrets: [],
  };
}
