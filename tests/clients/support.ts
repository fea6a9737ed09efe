import { strict as assert } from "node:assert";
import { join } from "node:path";
import type { ReadyLine } from "../../local/ready-line.ts";
import { type RuntimeProcess, startRuntime } from "../local/support/runtime.ts";

const PROGRAM = join(import.meta.dirname, "..", "programs", "clients");

export const PASSWORD = "Correct-Horse-42!";

/** A running runtime with the addresses and ids that a client of another maker is configured with. */
export interface Served {
  readonly ready: ReadyLine;
  readonly region: string;
  readonly userPoolId: string;
  readonly issuer: string;
  /** Address of the JSON APIs and of the pages. */
  readonly endpoint: string;
  readonly identityPoolId: string;
  client(name: string): { readonly id: string; readonly secret: string | null };
  /** The code of the latest message to an address. */
  code(address: string): Promise<string>;
  stop(): Promise<void>;
}

/** Serves the program with several clients on free ports, nothing kept. */
export async function serve(args: readonly string[] = []): Promise<Served> {
  const runtime: RuntimeProcess = await startRuntime([
    "--program",
    PROGRAM,
    "--state",
    "memory",
    ...args,
  ]);
  const { ready } = runtime;
  const [pool] = ready.userPools;
  const [identityPool] = ready.identityPools;
  assert.ok(pool && identityPool);
  return {
    ready,
    region: pool.region,
    userPoolId: pool.id,
    issuer: pool.issuer,
    endpoint: pool.endpoint,
    identityPoolId: identityPool.id,
    client(name) {
      const found = pool.clients.find((client) => client.name === name);
      assert.ok(found);
      return found;
    },
    async code(address) {
      const answer = await fetch(`${ready.control}/messages?to=${encodeURIComponent(address)}`);
      const { messages } = (await answer.json()) as { messages: { code: string | null }[] };
      return messages.at(-1)?.code ?? "";
    },
    async stop() {
      await runtime.stop();
    },
  };
}
