/**
 * Sends events to a worker and waits for the answers: `node invoke-loop.ts echo` (W) or `invoke-loop.ts RECORDING`.
 * Prints microseconds for an event, one at a time and with 16 in flight, as a list.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { FunctionLogs } from "../../local/functions/logs.ts";
import { createFunctionPool } from "../../local/functions/pool.ts";
import { Graph } from "../../local/program/graph.ts";
import { FUNCTION } from "./recording.ts";

const COUNT = 20_000;
const IN_FLIGHT = 16;

type Send = (event: string) => Promise<unknown>;

/** About what the gateway sends: 1.2 kB. */
const event = JSON.stringify({
  version: "2.0",
  routeKey: "GET /public",
  rawPath: "/public",
  headers: { host: "127.0.0.1", "user-agent": "bench", accept: "*/*", "x-filler": "x".repeat(500) },
  requestContext: { http: { method: "GET", path: "/public" }, filler: "y".repeat(500) },
});

async function perEvent(send: Send, inFlight: number): Promise<number> {
  let left = COUNT;
  const one = async (): Promise<void> => {
    while (left-- > 0) await send(event);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: inFlight }, one));
  return ((performance.now() - began) / COUNT) * 1000;
}

function echo(): Send {
  const worker = new Worker(new URL("./echo-worker.mjs", import.meta.url));
  const waiting: (() => void)[] = [];
  worker.on("message", () => waiting.shift()?.());
  return (text) =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      worker.postMessage(text);
    });
}

function pool(file: string): Send {
  const graph = new Graph(JSON.parse(readFileSync(file, "utf8")));
  const directory = mkdtempSync(join(tmpdir(), "secure-api-bench-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const logs = new FunctionLogs();
  const rest = { runtimePackages: [], hosts: () => ({}), environment: {} };
  const functions = createFunctionPool({ graph, logs, directory, ...rest });
  const target = graph
    .ofType(FUNCTION)
    .find(({ inputs }) => inputs["description"] === "GET /public");
  return async (text) => {
    const invocation = await functions.invoke(target?.urn ?? "", text);
    if (!invocation.ok) throw new Error(invocation.errorMessage);
  };
}

const [what = "echo"] = process.argv.slice(2);
const send = what === "echo" ? echo() : pool(what);
await perEvent(send, 1);
console.log(JSON.stringify([await perEvent(send, 1), await perEvent(send, IN_FLIGHT)]));
process.exit();
