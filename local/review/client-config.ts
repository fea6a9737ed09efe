/** `npm run client-config`: what applications have to know to sign users in and to call the API. */
import { writeFileSync } from "node:fs";
import type { AppClient } from "../cognito/client.ts";
import { readPools, type UserPool } from "../cognito/pool.ts";
import { OptionError, parseFlags } from "../program-options.ts";
import { ProgramError } from "../program/failure.ts";
import type { Graph } from "../program/graph.ts";
import { chosenPool } from "./chosen-pool.ts";
import { amplifyConfiguration, isLocalEndpoint } from "./client-config/amplify.ts";
import {
  byName,
  type ClientConfiguration,
  clientConfiguration,
} from "./client-config/configuration.ts";
import { asDeployed, deployedOutputs } from "./client-config/deployed.ts";
import { envText, typeScriptText } from "./client-config/formats.ts";
import { type ConfigOptions, FLAGS, HELP, readOptions } from "./client-config/options.ts";
import { awsPlaces, localPlaces } from "./client-config/places.ts";
import { closedApiRemarks } from "./client-config/closed-apis.ts";
import { type Command, type CommandContext, openToWrite } from "./command.ts";
import { PlannedOrigins } from "./explain/planned-origins.ts";

export const command: Command = async (args, { print, printAside, record }) => {
  const values = parseFlags(args, FLAGS);
  if (values.help) return print(HELP);
  const options = readOptions(values);
  const { configuration, pool, remarks } = await (options.deployed
    ? deployed(options, record)
    : local(options, record));
  const text = textOf(configuration, pool, options);
  for (const remark of remarks) printAside(`${remark}\n`);
  if (options.format === "amplify" && isLocalEndpoint(configuration)) printAside(NO_PAGES);
  if (options.out === undefined) return print(text);
  writeFileSync(openToWrite(options.out, `--out ${options.out}`), text);
  printAside(`${options.out} is written\n`);
};

const NO_PAGES = "Amplify opens sign-in pages by https alone: here it signs in without them\n";

type Record = CommandContext["record"];

interface Found {
  readonly configuration: ClientConfiguration;
  readonly pool: UserPool;
  readonly remarks: readonly string[];
}

/** As `npm start` serves the program with the same options. */
async function local(options: ConfigOptions, record: Record): Promise<Found> {
  const origins = new PlannedOrigins(options);
  const { graph } = await record(options, async (urn) => origins.api(urn));
  origins.complete(graph);
  const { pool, clients } = chosen(graph, options);
  const places = localPlaces(pool, origins.of(pool.urn), options.issuer);
  return {
    configuration: clientConfiguration({ graph, pool, clients, places }),
    pool,
    remarks: closedApiRemarks(graph, (urn) => origins.of(urn)),
  };
}

/** As the stack was deployed last. */
async function deployed(options: ConfigOptions, record: Record): Promise<Found> {
  const [{ graph }, outputs] = await Promise.all([record(options), deployedOutputs(options)]);
  const { pool, clients } = chosen(graph, options);
  const places = awsPlaces(graph, pool);
  const recorded = clientConfiguration({ graph, pool, clients, places });
  return {
    configuration: asDeployed(recorded, graph, outputs),
    pool,
    remarks: closedApiRemarks(graph),
  };
}

function chosen(graph: Graph, options: ConfigOptions) {
  const resource = chosenPool(graph, options.pool);
  const pool = readPools(graph).find(({ urn }) => urn === resource?.urn);
  if (!pool)
    throw new ProgramError("The program has no user pool, so clients need no configuration.");
  return { pool, clients: chosenClients(pool, options) };
}

/** The named client, or all; formats that are for one take the only one. */
function chosenClients(
  pool: UserPool,
  { client: name, format }: ConfigOptions,
): readonly AppClient[] {
  const clients = byName([...pool.clients.values()]);
  const names = clients.map((client) => client.name).join(", ");
  if (name !== undefined) {
    // An AuthLayer puts its own name before that of each of its clients.
    const named = (full: string) => clients.filter((client) => client.name === full);
    const found = [named(name), named(`${pool.name}-${name}`)].find(({ length }) => length > 0);
    if (found) return found;
    throw new OptionError(`--client ${name}: pool ${pool.name} has ${names || "no app client"}.`);
  }
  if (clients.length === 1 || format === "json" || format === "ts") return clients;
  throw new OptionError(`--client is missing: ${format} is for one. Choose one: ${names}.`);
}

function textOf(
  configuration: ClientConfiguration,
  pool: UserPool,
  { format, prefix }: ConfigOptions,
): string {
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  if (format === "json") return json(configuration);
  if (format === "ts") return typeScriptText(configuration);
  const [client] = configuration.clients;
  if (!client) throw new ProgramError(`Pool ${pool.name} has no app client.`);
  if (format === "env") return envText(configuration, client, prefix);
  if (client.hasSecret) {
    throw new OptionError(
      `--client ${client.name}: it has a secret, and Amplify is for clients without one.`,
    );
  }
  return json(amplifyConfiguration(configuration, client, pool));
}
