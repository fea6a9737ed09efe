/**
 * Serves a recording without its program: `node serve-recording.ts FILE [--no-token-cache] [--state DIR]`. The runtime has no such
 * entry: `local/server.ts` always evaluates first. Surroundings and services are the runtime's own.
 * Prints one line when it listens, see {@link ServedRecording}.
 */
import { foreignIssuers } from "../../local/foreign-issuers.ts";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../../local/clock.ts";
import { AccessLogs } from "../../local/control/access-logs.ts";
import { FunctionLogs } from "../../local/functions/logs.ts";
import { createFunctionPool } from "../../local/functions/pool.ts";
import { createHttpApi, type HttpApi } from "../../local/gateway/http-api.ts";
import { GraphOrigins } from "../../local/graph-origins.ts";
import { Graph, type Resource } from "../../local/program/graph.ts";
import { createCredentialVault } from "../../local/identity/credentials.ts";
import { API } from "../../local/program/types.ts";
import { createServices, type Services, type Surroundings } from "../../local/services.ts";
import { openState } from "../../local/state.ts";

/** The line that is printed; a server without a user pool has no `userPool`. */
export interface ServedRecording {
  readonly url: string;
  readonly userPool?: { readonly url: string; readonly id: string; readonly clientId: string };
}

const [file = "", ...switches] = process.argv.slice(2);
const stateAt = switches.indexOf("--state") + 1;
const graph = new Graph(JSON.parse(readFileSync(file, "utf8")));
let services: Services | undefined;
let uncached: HttpApi | undefined;

const origins = new GraphOrigins({
  port: 0,
  authPort: 0,
  answerApi: (urn, request, response) =>
    uncached ? uncached.handle(request, response) : services?.answerApi(urn, request, response),
  answerPool: (urn, request, response) => services?.userPools.handle(urn, request, response),
});
const clock = createClock();
const state = openState((stateAt > 0 && switches[stateAt]) || "memory", clock);
const around: Surroundings = {
  ...state,
  clock,
  credentials: createCredentialVault(clock),
  foreignIssuers: foreignIssuers(clock, () => undefined),
  functionLogs: new FunctionLogs(),
  accessLogs: new AccessLogs(),
  issuer: "aws",
  runtimePackages: [],
  originOf: (urn) => origins.of(urn),
  dynamoDbOrigin: () => undefined,
  kmsOrigin: () => undefined,
  log: () => undefined,
};

const [api] = graph.ofType(API);
const [pool] = graph.ofType("aws:cognito/userPool:UserPool");
const url = api ? await origins.api(api.urn) : "";
const poolUrl = pool ? await origins.pool(pool.urn) : "";
services = createServices(graph, around);
if (api && switches.includes("--no-token-cache")) uncached = withoutTokenCache(api, services);
const client =
  pool && graph.where("aws:cognito/userPoolClient:UserPoolClient", "userPoolId", pool.id).at(-1);
const served: ServedRecording = {
  url,
  ...(pool && { userPool: { url: poolUrl, id: pool.id, clientId: client?.id ?? "" } }),
};
console.log(JSON.stringify(served));
process.on("SIGTERM", () => {
  // Removes the unpacked archives, as soon as nothing runs any more.
  services?.retire();
  setImmediate(() => process.exit());
});

// Signs what the bench asks for: it has no way to the pool's keys but this process.
process.on("message", async ({ claims }: { claims: Record<string, unknown> }) => {
  const keys = await state.signing.keysOf(pool?.id ?? "");
  const accessToken = await keys.sign("access", claims);
  process.send?.({ accessToken, jwks: { keys: keys.published } });
});

/** The gateway over again, since services always remember tokens. */
function withoutTokenCache(resource: Resource, { userPools }: Services): HttpApi {
  const directory = mkdtempSync(join(tmpdir(), "secure-api-bench-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const functions = createFunctionPool({
    graph,
    directory,
    logs: around.functionLogs,
    runtimePackages: [],
    hosts: () => ({}),
    environment: {},
  });
  return createHttpApi({
    graph,
    api: resource,
    functions,
    clock: around.clock,
    findIssuerKeys: (issuer) => userPools.issuerKeys(issuer) ?? unknownIssuer(issuer),
    awsHosts: () => ({}),
    accessLog: (line) => around.accessLogs.add(resource.name, line),
    log: () => undefined,
    verifiedTokenCache: false,
  });
}

function unknownIssuer(issuer: string): never {
  throw new Error(`${issuer} is none of the recording's pools.`);
}
