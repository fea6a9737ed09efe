import { CreationError } from "../program/creation-error.ts";
import { type Graph, type Resource, text } from "../program/graph.ts";
import { API, API_MAPPING } from "../program/types.ts";
import { hostName } from "./hosts.ts";
import { readStages } from "./plan/stage-source.ts";
import type { Switches } from "./switches.ts";
import type { Target } from "./target.ts";

/** A path of a custom domain name and the stage that serves it. */
export interface ApiMapping {
  /** Empty for `(none)`, the catch-all (H11). */
  readonly key: string;
  readonly segments: readonly string[];
  readonly apiId: string;
  readonly stage: string;
}

/** The custom domain names of a graph, compiled once. */
export interface DomainNames {
  readonly names: readonly DomainName[];
  /** The domain name that a `Host` stands for on this port. */
  find(host: string | undefined, port: number): DomainName | undefined;
  /** Mappings to what this program does not hold. */
  readonly notServed: readonly string[];
}

/** A custom domain name; `*.example.com` stands for one label in front. */
export interface DomainName {
  /** In lower case. */
  readonly name: string;
  /** Longest key first. */
  readonly mappings: readonly ApiMapping[];
}

const DOMAIN_NAME = "aws:apigatewayv2/domainName:DomainName";

/**
 * Reads domain names and their mappings.
 * @throws CreationError for keys that AWS refuses (H13), a key or a name that is taken and a stage that the API does not have
 */
export function readDomainNames(graph: Graph): DomainNames {
  const byName = new Map<string, ApiMapping[]>();
  const domains = graph.ofType(DOMAIN_NAME);
  checkNames(domains);
  for (const domain of domains) byName.set(nameOf(domain), []);
  for (const resource of graph.ofType(API_MAPPING)) {
    const name = (text(resource.inputs["domainName"]) ?? "").toLowerCase();
    const mappings = byName.get(name) ?? [];
    byName.set(name, mappings);
    mappings.push(readMapping(graph, resource, mappings));
  }
  const names = [...byName].map(([name, mappings]) => ({
    name,
    mappings: mappings.toSorted((one, other) => other.segments.length - one.segments.length),
  }));
  return { names, find: finder(names), notServed: elsewhere(graph) };
}

/** H11: of the keys that the path begins with, segment by segment, the longest. */
export function matchMapping(
  { mappings }: DomainName,
  segments: readonly string[],
): ApiMapping | undefined {
  return mappings.find((mapping) =>
    mapping.segments.every((segment, index) => segment === segments[index]),
  );
}

/**
 * What the stage sees of a request: its path without the mapping key (H12).
 * The path that is shown begins with the name of a named stage (H50, switch U22).
 */
export function mapTarget(target: Target, mapping: ApiMapping, switches: Switches): Target {
  const rest = target.segments.slice(mapping.segments.length);
  // `/v1` and `/v1/` are both the root below `v1`, as with stages (H5).
  const segments = rest.length === 0 ? [""] : rest;
  const below = `/${segments.join("/")}`;
  const shown: Record<Switches["mappedPath"], string> = {
    "stage-and-rest": mapping.stage === "$default" ? below : `/${mapping.stage}${below}`,
    rest: below,
    "as-sent": target.path,
  };
  return { ...target, path: shown[switches.mappedPath], segments };
}

function nameOf(domain: Resource): string {
  return (text(domain.inputs["domainName"]) ?? domain.id).toLowerCase();
}

// Another Region may have a name too.
function checkNames(domains: readonly Resource[]): void {
  const keyOf = (domain: Resource): string => `${domain.region} ${nameOf(domain)}`;
  for (const [index, domain] of domains.entries()) {
    if (domains.findIndex((other) => keyOf(other) === keyOf(domain)) === index) continue;
    throw new CreationError(domain, {
      code: "ConflictException",
      value: `domainName "${nameOf(domain)}"`,
      text: "The domain name you provided already exists.",
      fix: "Make it once; several APIs can have mappings of it.",
    });
  }
}

function finder(names: readonly DomainName[]): DomainNames["find"] {
  const byName = new Map(names.map((domain) => [domain.name, domain]));
  return (host, port) => {
    if (byName.size === 0 || host === undefined) return undefined;
    const name = hostName(host);
    const rest = host.slice(name.length);
    if (rest !== "" && rest !== ":443" && rest !== `:${port}`) return undefined;
    return byName.get(name) ?? byName.get(name.replace(/^[^.]+/, "*"));
  };
}

function readMapping(graph: Graph, resource: Resource, earlier: readonly ApiMapping[]): ApiMapping {
  const { inputs } = resource;
  const key = text(inputs["apiMappingKey"]) ?? "";
  const mapping = {
    key,
    segments: key === "" ? [] : key.split("/"),
    apiId: text(inputs["apiId"]) ?? "",
    stage: text(inputs["stage"]) ?? "",
  };
  checkKey(resource, mapping, earlier);
  checkStage(graph, resource, mapping);
  return mapping;
}

function checkKey(resource: Resource, mapping: ApiMapping, earlier: readonly ApiMapping[]): void {
  const { key, segments } = mapping;
  const value = `apiMappingKey "${key}"`;
  const refuse = (words: string, fix: string): CreationError =>
    new CreationError(resource, { code: "BadRequestException", value, text: words, fix });
  // H13; an empty segment would be no whole one (H11).
  if (key.length > 300) throw refuse("a mapping key has at most 300 characters.", "Shorten it.");
  if (!/^[\w$\-.+!*'()/]*$/.test(key) || (key !== "" && segments.includes(""))) {
    throw refuse(
      "a mapping key holds letters, digits and $-_.+!*'() in segments parted by single slashes.",
      "Write it without a slash at its start or end, for instance `orders/v1`.",
    );
  }
  if (earlier.some((other) => other.key === key)) {
    throw new CreationError(resource, {
      code: "ConflictException",
      value,
      text: "ApiMapping key already exists for this domain name.",
      fix: "Give each mapping of the domain name a key of its own.",
    });
  }
  const isMultiLevel = (each: ApiMapping): boolean => each.segments.length > 1;
  if (isMultiLevel(mapping) && earlier.filter(isMultiLevel).length >= 200) {
    throw refuse("a domain name takes at most 200 multi-level mappings.", "Use another domain.");
  }
}

function checkStage(graph: Graph, resource: Resource, { apiId, stage }: ApiMapping): void {
  const api = graph.byId(API, apiId);
  if (!api || (text(api.inputs["protocolType"]) ?? "HTTP") !== "HTTP") return;
  if (readStages(graph, api).some(({ name }) => name === stage)) return;
  throw new CreationError(resource, {
    code: "BadRequestException",
    value: `stage "${stage}"`,
    text: "Invalid stage identifier specified.",
    fix: `Set it to the id of a stage of "${api.name}".`,
  });
}

function elsewhere(graph: Graph): readonly string[] {
  return graph
    .ofType(API_MAPPING)
    .filter(({ inputs }) => !graph.byId(API, inputs["apiId"]))
    .map(({ type, name }) => `${type} "${name}": its API is not part of this program`);
}
