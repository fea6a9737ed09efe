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

/** Keys of routes that answer to what a browser asks first. */
const ROOT_KEYS: readonly string[] = ["GET /", "ANY /", "$default"];

/** What a person at a terminal is shown once everything answers. */
export function startScreen({ ready, graph, stack, watch }: Shown): string {
  const rows: (readonly [string, string])[] = [
    ...ready.apis.map((api) => [`API ${api.name}`, `${api.url}${onlyAs(graph, api.id)}`] as const),
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

/** How to call an API whose default endpoint is off (H10): its address alone is answered 404. */
function onlyAs(graph: Graph, apiId: string): string {
  if (!isClosed(graph, apiId)) return "";
  const domain = readDomainNames(graph).names.find(({ mappings }) =>
    mappings.some((mapping) => mapping.apiId === apiId),
  );
  return domain ? ` with the header Host: ${domain.name}` : " (its default endpoint is off)";
}

function nextStep({ apis, userPools, control }: ReadyLine, graph: Graph): readonly string[] {
  if (apis.length === 0) return [];
  const page = apis.find((api) => hasOpenRoot(graph, api));
  if (!page) return [`The routes, and who may call them: ${control}/routes`];
  const what = userPools.length > 0 ? "sign up and call the API" : "call the API";
  return [`Open ${page.url} in a browser to ${what}.`];
}

function hasOpenRoot(graph: Graph, { id, name, stage }: ReadyLine["apis"][number]): boolean {
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
