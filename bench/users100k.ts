import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Graph } from "../local/program/graph.ts";
import { JsonClient } from "./support/json-client.ts";
import { type Line, judge } from "./support/line.ts";
import { applyLoad } from "./support/load-client.ts";
import { fillState } from "./support/many-users.ts";
import { addressOf, signInLoad, withPasswordFlow } from "./support/password-sign-in.ts";
import { emptyDirectory } from "./support/places.ts";
import { fixed, interleave, milliseconds, type Summary, summarize } from "./support/sampling.ts";
import type { ServedRecording } from "./support/serve-recording.ts";
import { SERVE_RECORDING, withServer } from "./support/server-process.ts";
import { recordServed } from "./support/served-program.ts";

const FEW = 100;
const MANY = 100_000;
const TARGET = 1.2;
const SECONDS = 1;
const SEARCHES = 300;

interface Taken {
  readonly startMs: number;
  readonly signInMs: number;
  /** Of a search by address. */
  readonly findMs: number;
}

/**
 * Process start to the first answered sign-in, later password sign-ins, and searches by the beginning of an address, one
 * at a time, with 100,000 users in the state over 100. The users are there before the clock starts; the same 100 sign in either way.
 */
export async function measure(): Promise<readonly Line[]> {
  const file = await recordServed("users100k", 1, (resources) => resources.map(withPasswordFlow));
  const graph = new Graph(JSON.parse(readFileSync(file, "utf8")));
  const states = emptyDirectory("users100k-state");
  for (const users of [FEW, MANY]) {
    await fillState(join(states, String(users)), graph, { users, withPassword: FEW });
  }
  const taken = await interleave({
    few: () => serve(file, join(states, String(FEW))),
    many: () => serve(file, join(states, String(MANY))),
  });
  const pick = (from: readonly Taken[], name: keyof Taken): Summary =>
    summarize(from.map((sample) => sample[name]));
  return [
    line("users100k, start", pick(taken.few, "startMs"), pick(taken.many, "startMs")),
    line("users100k, sign-in", pick(taken.few, "signInMs"), pick(taken.many, "signInMs")),
    line("users100k, find", pick(taken.few, "findMs"), pick(taken.many, "findMs")),
  ];
}

function serve(file: string, state: string): Promise<Taken> {
  const args = [...SERVE_RECORDING, file, "--state", state];
  return withServer<ServedRecording, Taken>(
    args,
    async ({ ready, beganAt }) => {
      if (!ready.userPool) throw new Error("The recording has no user pool.");
      const load = signInLoad(ready.userPool.url, ready.userPool.clientId, FEW);
      await applyLoad({ ...load, connections: 1, seconds: SECONDS, requests: 1 });
      const startMs = performance.now() - beganAt;
      const { medianMs } = await applyLoad({ ...load, connections: 1, seconds: SECONDS });
      return { startMs, signInMs: medianMs, findMs: await searches(ready.userPool) };
    },
    { compileCache: true },
  );
}

async function searches({ url, id }: NonNullable<ServedRecording["userPool"]>): Promise<number> {
  const client = new JsonClient(url);
  const took: number[] = [];
  for (let user = 0; user < SEARCHES; user += 1) {
    const Filter = `email ^= "${addressOf(user % FEW)}"`;
    const { status, tookMs } = await client.call("ListUsers", { UserPoolId: id, Filter });
    if (status !== 200) throw new Error(`ListUsers answered ${status}.`);
    took.push(tookMs);
  }
  client.close();
  return summarize(took).median;
}

function line(name: string, few: Summary, many: Summary): Line {
  const ratio = many.median / few.median;
  return {
    name,
    figure: milliseconds(many),
    calibrator: `${FEW} users ${milliseconds(few)}`,
    ratio: fixed(ratio),
    target: `≤ ${TARGET}`,
    verdict: judge(ratio <= TARGET),
  };
}
