import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Graph } from "../program/graph.ts";
import { FUNCTION } from "../program/types.ts";
import { unpack } from "./archive.ts";
import { checkFunction } from "./creation-checks.ts";
import { lambdaEnvironment } from "./environment.ts";
import { ExecutionEnvironment, type Observer } from "./execution-environment.ts";
import { FunctionHost } from "./function-host.ts";
import { type FunctionModel, functionModel, whyNotRunnable } from "./function-model.ts";
import type { Functions, Invocation } from "./invocation.ts";
import type { FunctionLogs } from "./logs.ts";

/** What the functions of a graph run with. */
export interface FunctionPoolOptions {
  readonly graph: Graph;
  readonly logs: FunctionLogs;
  /** An existing directory of this graph alone, in which archives are unpacked; removed at the end. */
  readonly directory: string;
  /** Directories whose packages stand for those of Lambda's runtime (`@aws-sdk/*`). */
  readonly runtimePackages: readonly string[];
  /** Local origins by AWS host name; read when a function starts. */
  readonly hosts: () => Readonly<Record<string, string>>;
  /** Variables of this process; `AWS_ENDPOINT_URL*` is passed on. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The functions of one graph, run from their recorded archives. */
export interface FunctionPool extends Functions {
  whyNotRunnable(urn: string): string | undefined;
  /** Functions that cannot run here, each with its reason. */
  notServed(): readonly string[];
  /** Lets running invocations finish, then ends all environments. */
  retire(): Promise<void>;
}

/** Threads of all functions together: 11 MB each, and idle ones give way. */
const MAX_THREADS = 32;

/**
 * Nothing is unpacked and no thread started before a function's first event.
 * @throws CreationError for a function that Lambda would refuse
 */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  return new Pool(options);
}

class Pool implements FunctionPool {
  readonly #options: FunctionPoolOptions;
  readonly #models: ReadonlyMap<string, FunctionModel>;
  readonly #hosts = new Map<string, FunctionHost>();
  #unpacked = 0;
  #running = 0;
  #retired: PromiseWithResolvers<void> | undefined;

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
    const resources = options.graph.ofType(FUNCTION);
    for (const resource of resources) checkFunction(resource);
    const models = resources.map((resource) => functionModel(resource, options.graph));
    this.#models = new Map(models.map((model) => [model.urn, model]));
  }

  invoke(urn: string, event: string): Promise<Invocation> {
    return new Promise((resolve) => {
      const host = this.#hosts.get(urn) ?? this.#open(urn);
      if (typeof host === "string") return resolve(missing(urn, host));
      this.#running += 1;
      const requestId = randomUUID();
      const settle = (invocation: Invocation): void => {
        resolve({ ...invocation, requestId });
        this.#running -= 1;
        if (this.#running === 0 && this.#retired) this.#end();
      };
      host.invoke({ id: requestId, event, settle });
    });
  }

  whyNotRunnable(urn: string): string | undefined {
    const model = this.#models.get(urn);
    return model && whyNotRunnable(model);
  }

  notServed(): readonly string[] {
    return [...this.#models.values()].flatMap((model) => {
      const reason = whyNotRunnable(model);
      return reason ? [`aws:lambda/function:Function "${model.name}": ${reason}`] : [];
    });
  }

  retire(): Promise<void> {
    this.#retired ??= Promise.withResolvers();
    if (this.#running === 0) this.#end();
    return this.#retired.promise;
  }

  /** A request that came before a reload may still call its second function: it starts anew, and ends again. */
  #end(): void {
    for (const host of this.#hosts.values()) host.close();
    this.#hosts.clear();
    rmSync(this.#options.directory, { recursive: true, force: true });
    this.#retired?.resolve();
  }

  /** @returns the function's host, or why there is none */
  #open(urn: string): FunctionHost | string {
    const model = this.#models.get(urn);
    const reason = model ? whyNotRunnable(model) : "there is no such function";
    if (!model || reason !== undefined) return reason ?? "";
    // Not by name: functions of two regions may share one.
    this.#unpacked += 1;
    const taskRoot = join(this.#options.directory, String(this.#unpacked), "task");
    try {
      unpack(model.code, taskRoot);
    } catch (error) {
      return (error as Error).message;
    }
    const host = new FunctionHost(model, this.#options.logs, (logStream, observer) => {
      this.#makeRoom();
      return startEnvironment(model, { taskRoot, logStream }, observer, this.#options);
    });
    this.#hosts.set(urn, host);
    return host;
  }

  #makeRoom(): void {
    const hosts = [...this.#hosts.values()];
    if (hosts.reduce((sum, { size }) => sum + size, 0) < MAX_THREADS) return;
    hosts.some((host) => host.retireIdle());
  }
}

function startEnvironment(
  model: FunctionModel,
  place: { readonly taskRoot: string; readonly logStream: string },
  observer: Observer,
  { runtimePackages, hosts, environment }: FunctionPoolOptions,
): ExecutionEnvironment {
  const { functionName, arn, handler, nodeVersion, memoryMb, timeoutMs, logGroup, logFormat } =
    model;
  const start = {
    ...place,
    functionName,
    arn,
    handler,
    nodeVersion,
    memoryMb,
    timeoutMs,
    logGroup,
    logFormat,
    runtimePackages,
    hosts: hosts(),
  };
  const variables = lambdaEnvironment(model, place.taskRoot, place.logStream, environment);
  return new ExecutionEnvironment(start, { ...variables, ...codeCache(environment) }, observer);
}

/** A thread asks its own variables for the cache of compiled code. It hides them from the function. */
function codeCache({ NODE_COMPILE_CACHE }: NodeJS.ProcessEnv): Record<string, string> {
  return NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};
}

function missing(urn: string, reason: string): Invocation {
  const name = urn.split("::").at(-1) ?? urn;
  return {
    ok: false,
    kind: "missing",
    errorType: "ResourceNotFoundException",
    errorMessage: `Function ${name} cannot be run: ${reason}`,
  };
}
