import { encodePath, encodeSegment, encodeUnsafe } from "../encode-path.ts";
import type { RouteKey } from "../route-key.ts";
import { pathParameters } from "../route-match.ts";

/** Path and query of the URL that a request goes to; `segments` are those below the stage. */
export type UriTemplate = (segments: readonly string[]) => {
  readonly path: string;
  readonly query: string;
};

/**
 * Compiles path and query of an integration's URI for a route.
 * `{name}` is the route's path parameter, encoded anew (H255, H258); one that the route has not is empty. On
 * `$default` the whole path is appended, on other routes only what the URI says is called (H256).
 * @param rest what follows the authority, for instance `/pets/{id}?kind=dog`
 */
export function compileUri(rest: string, key: RouteKey): UriTemplate {
  const mark = rest.indexOf("?");
  const path = compilePart(mark < 0 ? rest : rest.slice(0, mark), key, encodePath);
  const query = compilePart(mark < 0 ? "" : rest.slice(mark + 1), key, encodeURIComponent);
  return (segments) => {
    const parameters = pathParameters(key, segments) ?? none;
    const own = path(parameters);
    const appended = key.method === "$default" ? encodePath(`/${segments.join("/")}`) : "";
    return {
      path: appended === "" ? own || "/" : own.replace(/\/$/, "") + appended,
      query: query(parameters),
    };
  };
}

// No prototype: a name in the URI may be `constructor`.
const none = Object.create(null) as Readonly<Record<string, string>>;

type Part = (parameters: Readonly<Record<string, string>>) => string;

function compilePart(text: string, key: RouteKey, encode: (value: string) => string): Part {
  // Text and names in turn.
  const pieces = text.split(/\{([\w.-]+)\}/).map((piece, at): string | Part => {
    if (at % 2 === 0) return encodeUnsafe(piece);
    const isGreedy = key.segments.some((one) => one.kind === "greedy" && one.name === piece);
    const encoded = encode === encodePath && !isGreedy ? encodeSegment : encode;
    return (parameters) => encoded(parameters[piece] ?? "");
  });
  return (parameters) =>
    pieces.map((piece) => (typeof piece === "string" ? piece : piece(parameters))).join("");
}
