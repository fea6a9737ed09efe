import type { AuthorizerRequest } from "../authorization.ts";
import { contextVariable } from "../log/context-variables.ts";
import { type IdentitySource, parseIdentitySource, readSource } from "../jwt/identity-source.ts";
import { parseQuery } from "../target.ts";

/** Reads one identity source of a Lambda authorizer; undefined or empty where the request lacks it. */
export type IdentityReader = (request: AuthorizerRequest) => string | undefined;

/**
 * Compiles `$request.header.NAME`, `$request.querystring.NAME`, `$context.NAME` or `$stageVariables.NAME` (H195).
 * @returns undefined for what cannot identify a caller
 */
export function compileIdentityReader(expression: string): IdentityReader | undefined {
  const source = parseIdentitySource(expression);
  if (source) return (request) => fromRequest(source, request);
  const [, kind, name = ""] = /^\$(context|stageVariables)\.(\S+)$/.exec(expression) ?? [];
  if (kind === "context") return fromContext(name);
  if (kind === "stageVariables") return (request) => fromStage(name, request);
  return undefined;
}

/**
 * The caller's identity: the values in configured order.
 * @returns undefined when one is missing (H195) or empty (H196)
 */
export function readIdentity(
  readers: readonly IdentityReader[],
  request: AuthorizerRequest,
): readonly string[] | undefined {
  const values: string[] = [];
  for (const read of readers) {
    const value = read(request);
    if (value === undefined || value === "") return undefined;
    values.push(value);
  }
  return values;
}

function fromRequest(
  source: IdentitySource,
  { received, target }: AuthorizerRequest,
): string | undefined {
  const query = source.kind === "querystring" ? parseQuery(target.query) : undefined;
  return readSource(source, received.headers, query);
}

function fromContext(name: string): IdentityReader {
  const variable = contextVariable(name);
  return ({ received, route }) => {
    const { apiId, stage: stageName, routeKey } = route.frame.facts;
    const value = variable({
      apiId,
      received,
      stageName,
      routeKey,
      authorization: undefined,
      integration: {},
    });
    return value === undefined ? undefined : String(value);
  };
}

function fromStage(name: string, { route }: AuthorizerRequest): string | undefined {
  const { stageVariables } = route.frame.facts;
  return Object.hasOwn(stageVariables, name) ? stageVariables[name] : undefined;
}
