import { resolve } from "node:path";
import { createClock } from "./clock.ts";
import { AccessLogs } from "./control/access-logs.ts";
import { send } from "./control/answer.ts";
import { createControlFace } from "./control/control-face.ts";
import { embeddedDynamoDb } from "./dynamodb/embedded.ts";
import { foreignIssuers } from "./foreign-issuers.ts";
import { FunctionLogs } from "./functions/logs.ts";
import { type Answer, GraphOrigins } from "./graph-origins.ts";
import { signInOrigins } from "./host-names.ts";
import { createCredentialVault } from "./identity/credentials.ts";
import { embeddedKms } from "./kms/embedded.ts";
import type { Options } from "./options.ts";
import { createPlainServer, listen } from "./origins.ts";
import type { Graph } from "./program/graph.ts";
import { openProgram } from "./program/source.ts";
import { API } from "./program/types.ts";
import { type ReadyLine, readyLine } from "./ready-line.ts";
import { createServices, type Services, type Surroundings } from "./services.ts";
import { closeServers } from "./shutdown.ts";
import { openState } from "./state.ts";
import { Turns } from "./turns.ts";
import { watchSources } from "./watch.ts";

/** A runtime that serves. */
export interface Running {
  readonly ready: ReadyLine;
  /** What it serves from the start on. */
  readonly graph: Graph;
  /** Lines about the configuration, and about what of the graph is not served here. */
  readonly remarks: readonly string[];
  /** Stops accepting, lets requests in flight finish, and frees everything. */
  close(): Promise<void>;
}

/** Where the runtime's own words go. */
export interface Output {
  /** A line of the runtime's own log. */
  readonly log: (line: string) => void;
  /** What the program printed, as it came. */
  readonly program: (text: string) => void;
}

/**
 * Evaluates the program and serves its graph.
 * @throws ProgramError, PortError, StateError, CreationError, IssuerFault; each message is for the user
 */
export async function start(options: Options, output: Output): Promise<Running> {
  const runtime = new Runtime(options, output);
  try {
    return await runtime.start();
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

const comeAgain: Answer = (_urn, _request, response) =>
  send(response, {
    status: 503,
    body: JSON.stringify({ message: "Service Unavailable" }),
    headers: { "content-type": "application/json", "retry-after": "1" },
  });

/** Answers while the program is evaluated: ports are open before that, and a page of an earlier run asks at any time. */
const notYet = { answerApi: comeAgain, answerPool: comeAgain };

/** The parts that live as long as the process, around the services of the latest graph. */
class Runtime {
  readonly #options: Options;
  readonly #output: Output;
  readonly #origins: GraphOrigins;
  readonly #program;
  readonly #around: Surroundings;
  readonly #state;
  readonly #dynamoDb;
  readonly #kms;
  readonly #control;
  readonly #watch;
  readonly #turns = new Turns();
  #services: Services | undefined;
  #isReloading = false;
  #isStale = false;

  constructor(options: Options, output: Output) {
    this.#options = options;
    this.#output = output;
    this.#origins = new GraphOrigins({
      ...options,
      answerApi: (...call) => (this.#services ?? notYet).answerApi(...call),
      answerPool: (...call) => (this.#services ?? notYet).answerPool(...call),
    });
    // First of all, since loading the SDK takes longest.
    this.#program = openProgram(options, (urn) => this.#origins.api(urn), output.program);
    const clock = createClock();
    this.#state = openState(options.state, clock);
    this.#dynamoDb = embeddedDynamoDb(options.state, output.log);
    this.#kms = embeddedKms(this.#state.store.keys);
    this.#around = {
      ...this.#state,
      clock,
      credentials: createCredentialVault(clock),
      foreignIssuers: foreignIssuers(clock, output.log),
      functionLogs: new FunctionLogs(),
      accessLogs: new AccessLogs(),
      issuer: options.issuer,
      runtimePackages: [resolve(options.program), resolve(import.meta.dirname, "..")],
      originOf: (urn) => this.#origins.of(urn),
      dynamoDbOrigin: this.#dynamoDb.origin,
      kmsOrigin: this.#kms.origin,
      log: output.log,
    };
    this.#control = createPlainServer(
      createControlFace({
        ...this.#around,
        services: () => this.#current(),
        reset: () => this.#reset(),
      }),
    );
    this.#watch = options.watch ? watchSources(() => this.#changed()) : undefined;
  }

  async start(): Promise<Running> {
    const port = await listen(this.#control, this.#options.controlPort, "--control-port");
    const { graph, files, configuration } = await this.#program.evaluate();
    const services = await this.#serve(graph);
    this.#watch?.follow(files);
    if (this.#watch) this.#program.prepare();
    return {
      graph,
      ready: readyLine(graph, {
        userPools: services.userPools.describe(),
        originOf: this.#around.originOf,
        dynamoDb: this.#dynamoDb.origin(),
        kms: this.#kms.origin(),
        control: `http://127.0.0.1:${port}`,
      }),
      remarks: [
        ...configuration.remarks,
        ...services.notServed.map((line) => `not served here: ${line}`),
      ],
      close: () => this.close(),
    };
  }

  async close(): Promise<void> {
    this.#watch?.close();
    this.#program.close();
    await closeServers([...this.#origins.servers(), this.#control]);
    this.#services?.retire();
    await this.#dynamoDb.close();
    await this.#kms.close();
    this.#state.close();
  }

  #current(): Services {
    if (!this.#services) throw new Error("The program is still being evaluated. Ask again.");
    return this.#services;
  }

  /** Swaps the graph that is served. Until it answers, the earlier one does. */
  async #serve(graph: Graph): Promise<Services> {
    const apis = graph.ofType(API);
    const pools = signInOrigins(graph);
    for (const { urn } of apis) await this.#origins.api(urn);
    for (const { urn } of pools) await this.#origins.pool(urn);
    await this.#dynamoDb.open(graph);
    await this.#kms.open(graph);
    const services = createServices(graph, this.#around);
    try {
      await services.checkIssuers();
      await services.userPools.seed();
      await this.#dynamoDb.serve(graph);
    } catch (error) {
      services.retire();
      throw error;
    }
    const earlier = this.#services;
    this.#services = services;
    earlier?.retire();
    this.#kms.serve(graph);
    this.#origins.keepOnly(new Set([...apis, ...pools].map(({ urn }) => urn)));
    return services;
  }

  /** A file was saved. Saves during a reload lead to one more. */
  #changed(): void {
    this.#isStale = true;
    if (!this.#isReloading) void this.#reload();
  }

  async #reload(): Promise<void> {
    this.#isReloading = true;
    while (this.#isStale) {
      this.#isStale = false;
      const began = performance.now();
      try {
        const { graph, files, configuration } = await this.#program.evaluate();
        await this.#turns.take(() => this.#serve(graph));
        this.#watch?.follow(files);
        for (const remark of configuration.remarks) this.#output.log(remark);
        this.#output.log(`reloaded in ${Math.round(performance.now() - began)} ms`);
      } catch (error) {
        this.#output.log(`${(error as Error).message}\nThe last good program is still served.`);
      }
      this.#program.prepare();
    }
    this.#isReloading = false;
  }

  /** Back to how the graph was first served; keys stay (design 5.3). */
  async #reset(): Promise<void> {
    await this.#turns.take(async () => {
      const { graph } = this.#current();
      const { store, credentials, clock, functionLogs, accessLogs } = this.#around;
      store.reset();
      await this.#dynamoDb.clear();
      credentials.clear();
      clock.reset();
      functionLogs.clear();
      accessLogs.clear();
      await this.#serve(graph);
    });
  }
}
