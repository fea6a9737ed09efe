/** `npm run openapi`: an HTTP API of the program as an OpenAPI document. */
import { readStages } from "../gateway/plan/stage-source.ts";
import { OptionError, parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import { ProgramError } from "../program/failure.ts";
import type { Graph, Resource } from "../program/graph.ts";
import { API } from "../program/types.ts";
import type { Command } from "./command.ts";
import { openApiDocument } from "./openapi/document.ts";
import { isHttp } from "./route-rows.ts";

const HELP = `npm run openapi -- [options]

  --program DIR          Pulumi program to read (has Pulumi.yaml)      this one
  --stack NAME           reads Pulumi.NAME.yaml                        dev
  --config KEY=VALUE     sets a configuration value; repeatable
  --api NAME             logical name of the API                       the only one
  --stage NAME           the routes and the address of one stage       all stages
  --server URL           address of the deployed API; repeatable       as far as the program tells
  --yaml                 YAML in place of JSON
  --help                 this text
`;

const FLAGS = {
  ...PROGRAM_FLAGS,
  api: { type: "string" },
  stage: { type: "string" },
  server: { type: "string", multiple: true },
  yaml: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const command: Command = async (args, { print, record }) => {
  const values = parseFlags(args, FLAGS);
  if (values.help) return print(HELP);
  const servers = (values.server ?? []).map(serverUrl);
  const { graph } = await record(programOptions(values));
  const api = chosenApi(graph, values.api);
  const stage = chosenStage(graph, api, values.stage);
  const document = openApiDocument(graph, { api, stage, servers });
  print(values.yaml ? await yamlOf(document) : `${JSON.stringify(document, null, 2)}\n`);
};

function serverUrl(value: string): string {
  if (/^https?:\/\/[^/\s]+(\/\S*)?$/.test(value)) return value.replace(/\/$/, "");
  throw new OptionError(`--server ${value}: write an address such as https://api.example.com.`);
}

function chosenApi(graph: Graph, name: string | undefined): Resource {
  const apis = graph.ofType(API).filter(isHttp);
  const names = apis.map((api) => api.name).join(", ");
  if (name === undefined) {
    const [only, ...others] = apis;
    if (only && others.length === 0) return only;
    if (!only)
      throw new ProgramError("The program has no HTTP API, so there is nothing to describe.");
    throw new OptionError(
      `--api is missing: the program has more than one HTTP API. Choose one: ${names}.`,
    );
  }
  const found = apis.find((api) => api.name === name);
  if (found) return found;
  throw new OptionError(
    `--api ${name}: the program's HTTP APIs are named ${names || "not at all"}.`,
  );
}

function chosenStage(graph: Graph, api: Resource, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const stages = readStages(graph, api).map((stage) => stage.name);
  if (stages.includes(name)) return name;
  throw new OptionError(
    `--stage ${name}: API ${api.name} has ${stages.length === 0 ? "no stage" : `the stages ${stages.join(", ")}`}.`,
  );
}

async function yamlOf(document: object): Promise<string> {
  const { dump } = await import("js-yaml");
  return dump(document, { noRefs: true, lineWidth: 120 });
}
