import { readDomainNames } from "./gateway/domain-names.ts";
import type { Options } from "./options.ts";
import type { Graph } from "./program/graph.ts";
import { API } from "./program/types.ts";
import type { ReadyLine } from "./ready-line.ts";
import { routeRows } from "./review/route-rows.ts";

/** What is shown, and how it was asked for. */
export interface Shown extends Pick<Options, "stack" | "watch"> {
  readonly ready: ReadyLine;
  readonly graph: Graph;
}

type ServedStage = ReadyLine["apis"][number];

/** Keys of routes that answer to what a browser asks first. */
const ROOT_KEYS: readonly string[] = ["GET /", "ANY /", "$default"];

/** What a person at a terminal is shown once everything answers. */
export function startScreen({ ready, graph, stack, watch }: Shown): string {
  const rows: (readonly [string, string])[] = [
    ...ready.apis.map((api) => [`API ${api.name}`, addressOf(graph, api)] as const),
    ...ready.userPools.map(({ name, domain, endpoint }) =>
      domain ? ([`Sign-in ${name}`, domain] as const) : ([`User pool ${name}`, endpoint] as const),
    ),
    ...ready.identityPools.map(
      ({ name, endpoint }) => [`Identity pool ${name}`, endpoint] as const,
    ),
    ...(ready.dynamodb === undefined ? [] : [["DynamoDB", ready.dynamodb] as const]),
    ...(ready.kms === undefined ? [] : [["KMS", ready.kms] as const]),
    ["Inbox", ready.inbox],
    ["Control", ready.control],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, address]) => `  ${label.padEnd(width)}   ${address}`);
  const watching = watch ? ["Edits are served as you save them."] : [];
  const last = [...nextStep(ready, graph), ...watching, "Stop with Ctrl+C."];
  return `\nServing the stack "${stack}" on this machine:\n\n${lines.join("\n")}\n\n${last.join("\n")}\n`;
}

/** How a stage is called; where the default endpoint is off (H10), by a domain name and its mapping key (H12). */
function addressOf(graph: Graph, { id, stage, url }: ServedStage): string {
  if (!isClosed(graph, id)) return url;
  for (const { name, mappings } of readDomainNames(graph).names) {
    const mapping = mappings.find((each) => each.apiId === id && each.stage === stage);
    if (!mapping) continue;
    const path = mapping.key === "" ? "" : `/${mapping.key}`;
    return `${new URL(url).origin}${path} with the header Host: ${name}`;
  }
  return `${url} (its default endpoint is off)`;
}

function nextStep({ apis, userPools, control }: ReadyLine, graph: Graph): readonly string[] {
  if (apis.length === 0) return [];
  const page = apis.find((api) => hasOpenRoot(graph, api));
  if (!page) return [`The routes, and who may call them: ${control}/routes`];
  const what = userPools.length > 0 ? "sign up and call the API" : "call the API";
  return [`Open ${page.url} in a browser to ${what}.`];
}

function hasOpenRoot(graph: Graph, { id, name, stage }: ServedStage): boolean {
  if (isClosed(graph, id)) return false;
  return routeRows(graph).some(
    (row) =>
      row.api === name &&
      row.stage === stage &&
      row.isServed &&
      row.authorization === "NONE" &&
      ROOT_KEYS.includes(row.routeKey),
  );
}

function isClosed(graph: Graph, apiId: string): boolean {
  const api = graph.byId(API, apiId);
  return api?.inputs["disableExecuteApiEndpoint"] === true;
}
