import { members, type Properties, text, type Value } from "../../program/graph.ts";
import { invalidExpression, MappingFault } from "./mapping-fault.ts";
import { type MappingKey, parseMappingKey } from "./mapping-key.ts";
import type { MappingDirection } from "./mapping-source.ts";
import { compileValue, type MappingValue } from "./mapping-value.ts";

/** A change of one header or query parameter. */
export interface NamedChange {
  readonly action: MappingKey["action"];
  /** A header's in lower case. */
  readonly name: string;
  /** Never asked with `remove`. */
  readonly value: MappingValue;
}

/** Changes of a request on its way to the integration (H269). */
export interface RequestMapping {
  readonly headers: readonly NamedChange[];
  readonly query: readonly NamedChange[];
  readonly path: MappingValue | undefined;
}

/** Changes of an answer on its way to the client (H270). */
export interface ResponseMapping {
  readonly headers: readonly NamedChange[];
  readonly statusCode: MappingValue | undefined;
}

/** An integration's mappings, compiled: a request parses no expression (T15). */
export interface ParameterMapping {
  readonly request: RequestMapping | undefined;
  /** By the status that the integration answered with. */
  readonly responses: ReadonlyMap<number, ResponseMapping>;
}

/**
 * Compiles an integration's `requestParameters` and `responseParameters`.
 * @returns undefined when there are none
 * @throws MappingFault for a key, a reserved header or a source that AWS refuses (H269–H273)
 */
export function compileMapping(
  integration: Properties,
  stageVariables: Readonly<Record<string, string>>,
): ParameterMapping | undefined {
  const request = members(integration["requestParameters"]);
  const responses = integration["responseParameters"];
  const byStatus = (Array.isArray(responses) ? (responses as readonly Value[]) : []).map(members);
  const hasRequest = Object.keys(request).length > 0;
  if (!hasRequest && byStatus.length === 0) return undefined;
  return {
    request: hasRequest ? compileRequest(request, stageVariables) : undefined,
    responses: new Map(byStatus.map((each) => compileResponse(each, stageVariables))),
  };
}

function compileRequest(
  parameters: Properties,
  stageVariables: Readonly<Record<string, string>>,
): RequestMapping {
  const changes = compileChanges(parameters, {
    direction: "request",
    where: "requestParameters",
    stageVariables,
  });
  return {
    headers: changes.filter(({ place }) => place === "header"),
    query: changes.filter(({ place }) => place === "querystring"),
    path: changes.find(({ place }) => place === "path")?.value,
  };
}

function compileResponse(
  parameters: Properties,
  stageVariables: Readonly<Record<string, string>>,
): readonly [number, ResponseMapping] {
  const status = Number(parameters["statusCode"]);
  const where = `responseParameters[${String(parameters["statusCode"])}]`;
  if (!isMappableStatus(status)) {
    throw new MappingFault(
      where,
      "the status of a response mapping is between 200 and 599.",
      "Give the status that the integration answers with.",
    );
  }
  const changes = compileChanges(members(parameters["mappings"]), {
    direction: "response",
    where,
    stageVariables,
  });
  return [
    status,
    {
      headers: changes.filter(({ place }) => place === "header"),
      statusCode: changes.find(({ place }) => place === "statuscode")?.value,
    },
  ];
}

/** Whether a response can be mapped to or from this status (H270). */
export function isMappableStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}

interface CompileArgs {
  readonly direction: MappingDirection;
  readonly where: string;
  readonly stageVariables: Readonly<Record<string, string>>;
}

function compileChanges(
  parameters: Properties,
  args: CompileArgs,
): readonly (NamedChange & MappingKey)[] {
  return Object.entries(parameters).map(([key, value]) => {
    const parsed = parseMappingKey(key, args.direction, args.where);
    const compiled = parsed.action === "remove" ? () => undefined : compileAt(key, value, args);
    return { ...parsed, value: compiled };
  });
}

function compileAt(key: string, value: Value | undefined, args: CompileArgs): MappingValue {
  const compiled = compileValue(text(value) ?? "", args.direction, args.stageVariables);
  if (typeof compiled === "function") return compiled;
  throw new MappingFault(
    `${args.where}["${key}"] "${String(value)}"`,
    `${invalidExpression}[${compiled.invalid}].`,
    args.direction === "request"
      ? "A source is $request.header.NAME, $request.querystring.NAME, $request.path, $request.path.NAME, $request.body, " +
          "$request.body.JSONPATH without `..` and filters, $context.NAME or $stageVariables.NAME."
      : "A source is $response.header.NAME, $response.body, $response.body.JSONPATH without `..` and filters, " +
          "$context.NAME or $stageVariables.NAME.",
  );
}
