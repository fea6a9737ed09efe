import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { AnyHandler } from "../../../../components/function/function-code";

/** What a call came to: its answer, or what it threw. */
export type Outcome = { readonly answer: unknown } | { readonly threw: string };

// As AWS documents them for Node on Lambda.
const MODULE_RULES = ["--no-experimental-require-module", "--no-experimental-detect-module"];

const RUNNER = `
const { parentPort } = require("node:worker_threads");
const outcomeOf = async (handler) => {
  try {
    return { answer: await handler({}, {}) };
  } catch (error) {
    return { threw: String(error) };
  }
};
parentPort.on("message", async (file) => {
  const outcomes = [];
  for (let call = 0; call < 2; call += 1) {
    outcomes.push(await outcomeOf(async (...args) => require(file).handler(...args)));
  }
  parentPort.postMessage(outcomes);
});`;

/** Runs archives in a thread under Lambda's module rules, with no package near. */
export class ArchiveRunner {
  readonly #directory = mkdtempSync(join(tmpdir(), "archives-"));
  readonly #worker = new Worker(RUNNER, { eval: true, execArgv: MODULE_RULES, env: {} });
  #runs = 0;

  /** Calls the archive's handler twice. */
  async run(text: string): Promise<readonly Outcome[]> {
    const file = join(this.#directory, `${(this.#runs += 1)}.js`);
    writeFileSync(file, text);
    this.#worker.postMessage(file);
    const [outcomes] = (await once(this.#worker, "message")) as [readonly Outcome[]];
    return outcomes;
  }

  async close(): Promise<void> {
    rmSync(this.#directory, { recursive: true });
    await this.#worker.terminate();
  }
}

/** Calls the source twice, as the archive is called. */
export async function runSource(handler: AnyHandler): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const call = handler as (...args: object[]) => Promise<unknown>;
  for (let calls = 0; calls < 2; calls += 1) {
    outcomes.push(
      await call({}, {}).then(
        // What crosses to another thread loses its class there; so it does here.
        (answer) => ({ answer: structuredClone(answer) }),
        (error: unknown) => ({ threw: String(error) }),
      ),
    );
  }
  return outcomes;
}
