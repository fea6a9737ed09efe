/** `npm run explain`: why a request is answered as it is, check by check. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createClock } from "../clock.ts";
import { FunctionLogs } from "../functions/logs.ts";
import { createFunctionPool } from "../functions/pool.ts";
import { awsHostNames } from "../host-names.ts";
import type { Graph } from "../program/graph.ts";
import type { Command } from "./command.ts";
import { explain } from "./explain/request.ts";
import { type ExplainOptions, HELP, parseExplainOptions } from "./explain/options.ts";
import { renderExplanation } from "./explain/report.ts";
import { createOfflineGateway } from "./explain/offline-gateway.ts";
import { PlannedOrigins } from "./explain/planned-origins.ts";

export const command: Command = async (args, { print, record }) => {
  const options = parseExplainOptions(args);
  if (options === "help") return print(HELP);
  const origins = new PlannedOrigins(options);
  const { graph } = await record(options, async (urn) => origins.api(urn));
  origins.complete(graph);
  const authorizers = functionsOf(graph, origins, options);
  try {
    const { state } = options;
    const clock = createClock();
    const gateway = createOfflineGateway({ graph, origins, clock, state, authorizers });
    const explanation = await explain(graph, gateway, options);
    const text = options.json ? JSON.stringify(explanation) : renderExplanation(explanation);
    print(`${text}\n`);
  } finally {
    await authorizers.retire();
  }
};

/** The functions as the runtime has them; none is started before it is asked. */
function functionsOf(graph: Graph, origins: PlannedOrigins, { program }: ExplainOptions) {
  return createFunctionPool({
    graph,
    logs: new FunctionLogs(),
    directory: mkdtempSync(join(tmpdir(), "secure-api-")),
    runtimePackages: [resolve(program), resolve(import.meta.dirname, "..", "..")],
    hosts: () => awsHostNames(graph, (urn) => origins.of(urn)),
    environment: process.env,
  });
}
