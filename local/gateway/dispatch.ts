import type { IncomingMessage, ServerResponse } from "node:http";
import type { Graph } from "../program/graph.ts";
import type { Answer } from "./answer.ts";
import { type DomainName, mapTarget, matchMapping, readDomainNames } from "./domain-names.ts";
import { errorAnswer } from "./errors.ts";
import type { HttpApi, MappedRequest } from "./http-api.ts";
import { logLine } from "./log/log-line.ts";
import { createRequestId } from "./request-id.ts";
import { send } from "./send.ts";
import { defaultSwitches, type Switches } from "./switches.ts";
import { parseTarget, type Target } from "./target.ts";

/** What requests are given to an API with. */
export interface DispatchOptions {
  readonly graph: Graph;
  /** By URN. */
  readonly apis: ReadonlyMap<string, HttpApi>;
  /** Takes one line for the runtime's own log. */
  readonly log: (line: string) => void;
  /** @default {@link defaultSwitches} */
  readonly switches?: Partial<Switches>;
}

/** Gives requests to the APIs of one graph. */
export interface Dispatch {
  /** Answers a request that came in on the port of the API with this URN. */
  handle(urn: string, request: IncomingMessage, response: ServerResponse): void;
  /** What of the domain names is not served here, one line each. */
  notServed(): readonly string[];
}

/** H15: health checks of the service itself; no route of the root is asked. */
const reservedPaths: ReadonlySet<string> = new Set(["/ping", "/sping"]);
const healthy: Answer = { status: 200, headers: ["content-type", "text/plain"], body: "healthy" };

/**
 * Chooses the API by `Host`: a custom domain name goes by its mappings on any API's port, every other `Host` is the
 * business of the API whose port it is (H295).
 * @throws CreationError for mappings that AWS refuses
 */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { graph, apis, log } = options;
  const switches = { ...defaultSwitches, ...options.switches };
  const domains = readDomainNames(graph);
  const byId = new Map([...apis].map(([urn, api]) => [graph.byUrn(urn)?.id ?? "", api] as const));
  const hasDomains = domains.names.length > 0;
  return {
    handle(urn, request, response) {
      const { rawHeaders, socket } = request;
      const domain = hasDomains && domains.find(hostOf(rawHeaders), socket.localPort ?? 0);
      if (domain) answerDomain({ domain, byId, switches, log }, request, response);
      else apis.get(urn)?.handle(request, response);
    },
    notServed: () => domains.notServed,
  };
}

/** A custom domain name and what its requests are given to. */
interface DomainArgs {
  readonly domain: DomainName;
  /** APIs by their AWS id, as mappings name them. */
  readonly byId: ReadonlyMap<string, HttpApi>;
  readonly switches: Switches;
  readonly log: (line: string) => void;
}

function answerDomain(args: DomainArgs, request: IncomingMessage, response: ServerResponse): void {
  const { method = "", url = "" } = request;
  const target = parseTarget(url, args.switches.decodeBeforeSplit);
  if (target && reservedPaths.has(target.path)) {
    return void send(response, createRequestId(), healthy);
  }
  const found = findMapped(args, target);
  if ("api" in found) return found.api.handle(request, response, found.mapped);
  const { status, reason } = found;
  const id = createRequestId();
  const contentType = args.switches.errorContentType;
  const detail = status === 501 ? { detail: reason } : {};
  send(response, id, errorAnswer(status, { contentType, ...detail }));
  args.log(logLine({ method, path: target?.path ?? "", id }, status, reason));
}

/** Whose request it is, or why it is nobody's. */
type Found =
  | { readonly api: HttpApi; readonly mapped: MappedRequest }
  | { readonly status: 400 | 403 | 404 | 501; readonly reason: string };

function findMapped({ domain, byId, switches }: DomainArgs, target: Target | undefined): Found {
  if (!target) return { status: 400, reason: "the request target is no path" };
  const mapping = matchMapping(domain, target.segments);
  if (!mapping) {
    const reason = `no mapping of ${domain.name} matches`;
    return { status: switches.unmappedPathStatus, reason };
  }
  const api = byId.get(mapping.apiId);
  if (!api) return { status: 501, reason: "the mapping's API is not part of this program" };
  return { api, mapped: { mapping, target: mapTarget(target, mapping, switches) } };
}

// The listener lets exactly one pass (G007); parsing all headers for it would cost more than the rest.
function hostOf(rawHeaders: readonly string[]): string | undefined {
  const at = rawHeaders.findIndex(
    (text, index) => index % 2 === 0 && text.length === 4 && text.toLowerCase() === "host",
  );
  return at < 0 ? undefined : rawHeaders[at + 1];
}
