import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Invocation } from "../../../../local/functions/invocation.ts";
import { FunctionLogs } from "../../../../local/functions/logs.ts";
import { createFunctionPool, type FunctionPool } from "../../../../local/functions/pool.ts";
import { Graph, type Resource, type Value } from "../../../../local/program/graph.ts";

const FUNCTION = "aws:lambda/function:Function";

/** Inputs of a function and, in short, its code: a text is `index.js`, a map is several files. */
interface FunctionInputs {
  readonly [name: string]: Value | Readonly<Record<string, string>>;
}

export interface PoolOptions {
  readonly hosts?: Readonly<Record<string, string>>;
  readonly runtimePackages?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly others?: readonly Resource[];
}

const { NODE_COMPILE_CACHE } = process.env;
/** For the environment of a pool: its threads find what the project's modules were compiled to, as under `npm start`. */
export const codeCache: NodeJS.ProcessEnv = NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};

const pools: { pool: FunctionPool; directory: string }[] = [];

/** A pool of functions by logical name, and how to run them; {@link cleanUp} ends it. */
export function createPool(
  functions: Readonly<Record<string, FunctionInputs>>,
  options: PoolOptions = {},
) {
  const directory = mkdtempSync(join(tmpdir(), "functions-"));
  const resources = Object.entries(functions).map(([name, inputs]) =>
    functionResource(name, inputs),
  );
  const all = [...resources, ...(options.others ?? [])];
  const graph = new Graph({ project: "shop", stack: "dev", resources: all, outputs: {} });
  const logs = new FunctionLogs();
  const { hosts = {}, runtimePackages = [], environment = {} } = options;
  const pool = createFunctionPool({
    graph,
    logs,
    directory,
    runtimePackages,
    hosts: () => hosts,
    environment: { ...codeCache, ...environment },
  });
  pools.push({ pool, directory });
  return {
    pool,
    directory,
    /** Runs the function and says how it ended; the id of the invocation is left out. */
    invoke: async (name: string, event: unknown = {}) => {
      const { requestId: _, ...ending } = await pool.invoke(urnOf(name), JSON.stringify(event));
      return ending;
    },
    messages: (name: string) => logs.events(name).map(({ message }) => message),
    streams: (name: string) => new Set(logs.events(name).map(({ stream }) => stream)).size,
  };
}

/** Runs one function once. Its code is the text of `index.js`. */
export async function run(code: string, inputs: FunctionInputs = {}, event: unknown = {}) {
  const { invoke, messages } = createPool({ fn: { code, ...inputs } });
  return { invocation: await invoke("fn", event), messages: messages("fn") };
}

/** The value that the function returned. @throws what it failed with */
export function payloadOf(invocation: Invocation): unknown {
  if (invocation.ok) return JSON.parse(invocation.payload);
  throw new Error(`${invocation.errorType}: ${invocation.errorMessage}`);
}

export async function cleanUp(): Promise<void> {
  for (const { pool, directory } of pools.splice(0)) {
    await pool.retire();
    rmSync(directory, { recursive: true, force: true });
  }
}

export function urnOf(name: string): string {
  return `urn:pulumi:dev::shop::${FUNCTION}::${name}`;
}

function functionResource(name: string, { code, ...inputs }: FunctionInputs): Resource {
  const arn = `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
  const defaults = { handler: "index.handler", runtime: "nodejs22.x", timeout: 3, memorySize: 128 };
  const recorded = code === undefined ? {} : { code: archiveOf(code) };
  return {
    urn: urnOf(name),
    type: FUNCTION,
    name,
    id: name,
    parent: null,
    dependsOn: [],
    region: "us-east-1",
    inputs: { ...defaults, ...(inputs as Record<string, Value>), ...recorded },
    outputs: { name, arn },
    secrets: [],
  };
}

function archiveOf(code: FunctionInputs[string]): Value {
  if (typeof code === "object" && code !== null && "archive" in code) return code as Value;
  const files = typeof code === "string" ? { "index.js": code } : (code as Record<string, string>);
  const entries = Object.entries(files).map(([path, text]) => [path, { text }]);
  return { archive: Object.fromEntries(entries) as Value };
}
