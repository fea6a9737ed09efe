import type { Answer } from "../answer.ts";
import { headerAsText } from "../header-text.ts";
import { contextVariable, type RequestContext } from "../log/context-variables.ts";
import type { RouteKey } from "../route-key.ts";
import { pathParameters } from "../route-match.ts";
import { parseQuery } from "../target.ts";
import type { BodyText } from "./body-text.ts";
import { compileJsonPath } from "./json-path.ts";

/** What a mapping reads from. */
export interface MappingInput {
  readonly context: RequestContext;
  readonly routeKey: RouteKey;
  /** Segments of the path below the stage. */
  readonly segments: readonly string[];
  /** The client's body in a request mapping, the integration's in a response mapping. */
  readonly body: BodyText;
  /** The integration's answer, in a response mapping only. */
  readonly answer: Answer | undefined;
}

/** Reads one source; undefined where it has no value. */
export type MappingSource = (input: MappingInput) => string | undefined;

/** Whether a mapping changes the request or the response; each has sources of its own. */
export type MappingDirection = "request" | "response";

interface SourceKind {
  readonly pattern: RegExp;
  /** Where it may stand; absent: in both. */
  readonly in?: MappingDirection;
  /** Makes the reader from what the pattern's group caught; undefined for a path that is none. */
  readonly compile: (
    name: string,
    stageVariables: Readonly<Record<string, string>>,
  ) => MappingSource | undefined;
}

/**
 * Compiles a source (H271).
 * @param text without `$`, for instance `request.header.x-id`
 * @returns undefined when there is no such source in this direction
 */
export function compileSource(
  text: string,
  direction: MappingDirection,
  stageVariables: Readonly<Record<string, string>>,
): MappingSource | undefined {
  for (const kind of sourceKinds) {
    const match = kind.pattern.exec(text);
    if (match && (kind.in ?? direction) === direction) {
      return kind.compile(match[1] ?? "", stageVariables);
    }
  }
  return undefined;
}

const sourceKinds: readonly SourceKind[] = [
  { pattern: /^request\.header\.([\w!#$%&'*+.^`|~-]+)$/, in: "request", compile: requestHeader },
  { pattern: /^request\.querystring\.(.+)$/, in: "request", compile: queryParameter },
  {
    pattern: /^request\.path$/,
    in: "request",
    compile:
      () =>
      ({ segments }) =>
        `/${segments.join("/")}`,
  },
  { pattern: /^request\.path\.(.+)$/, in: "request", compile: pathParameter },
  { pattern: /^request\.body$/, in: "request", compile: () => wholeBody },
  { pattern: /^request\.body([.[].*)$/, in: "request", compile: bodyPath },
  { pattern: /^response\.header\.([\w!#$%&'*+.^`|~-]+)$/, in: "response", compile: answerHeader },
  { pattern: /^response\.body$/, in: "response", compile: () => wholeBody },
  { pattern: /^response\.body([.[].*)$/, in: "response", compile: bodyPath },
  { pattern: /^context\.([\w:-]+(?:\.[\w:-]+)*)$/, compile: ofContext },
  { pattern: /^stageVariables\.(\w+)$/, compile: stageVariable },
];

function requestHeader(name: string): MappingSource {
  const lower = name.toLowerCase();
  return ({ context }) => {
    const { byName, cookies } = context.received.headers;
    const value = lower === "cookie" ? cookies.join("; ") || undefined : byName[lower];
    return value === undefined ? undefined : headerAsText(value);
  };
}

function queryParameter(name: string): MappingSource {
  return ({ context }) => parseQuery(context.received.target?.query ?? "")?.[name];
}

function pathParameter(name: string): MappingSource {
  return ({ routeKey, segments }) => pathParameters(routeKey, segments)?.[name];
}

const wholeBody: MappingSource = ({ body }) => body.text() || undefined;

function bodyPath(text: string): MappingSource | undefined {
  const path = compileJsonPath(text);
  return path && (({ body }) => path(body.json()));
}

function answerHeader(name: string): MappingSource {
  const lower = name.toLowerCase();
  return ({ answer }) => {
    const values = (answer?.headers ?? []).filter(
      (_, at, all) => at % 2 === 1 && all[at - 1]?.toLowerCase() === lower,
    );
    return values.length > 0 ? headerAsText(values.join(",")) : undefined;
  };
}

function ofContext(name: string): MappingSource {
  const variable = contextVariable(name);
  return ({ context }) => {
    const value = variable(context);
    return value === undefined ? undefined : String(value);
  };
}

// A stage's variables are fixed, so they are looked up once.
function stageVariable(
  name: string,
  stageVariables: Readonly<Record<string, string>>,
): MappingSource {
  const value = stageVariables[name];
  return () => value;
}
