import type { Problem } from "./shared/arguments";

/** Headers for a back end that is no function, by name. */
export interface HeaderMapping {
  readonly [header: string]: HeaderSource;
}

/** A fact that the gateway has verified itself, or a text of the program's. */
export type HeaderSource = { readonly variable: string } | { readonly text: string };

/** Claims that every access token has: a missing one would let the caller's own header through. */
export type CertainClaim = "sub" | "client_id" | "scope" | "iss" | "jti";

/** A claim of the caller's verified access token. */
export function claim(name: CertainClaim): HeaderSource {
  return { variable: `$context.authorizer.claims.${name}` };
}

/** The address that the gateway was called from. */
export function sourceIp(): HeaderSource {
  return { variable: "$context.identity.sourceIp" };
}

/** The id of the request, as in the access log. */
export function requestId(): HeaderSource {
  return { variable: "$context.requestId" };
}

/**
 * The mapping as API Gateway takes it. Each header is overwritten: what is appended stands behind
 * what the caller sent himself (RFC 9700, 4.13).
 */
export function headerParameters(headers: HeaderMapping): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, source]) => [
      `overwrite:header.${name}`,
      "text" in source ? source.text : source.variable,
    ]),
  );
}

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
// H273: API Gateway refuses them in a mapping.
const RESERVED =
  /^(?:access-control-.*|apigw-.*|x-amzn?-.*|x-forwarded-(?:for|host|proto)|authorization|connection|content-(?:encoding|length|location)|forwarded|keep-alive|origin|proxy-authenticat(?:e|ion)|proxy-authorization|te|trailers|transfer-encoding|upgrade|via)$/i;

/** Everything that is wrong with the headers of a route. */
export function* headerProblems(
  path: string,
  headers: HeaderMapping,
  isPublic: boolean,
): Iterable<Problem> {
  for (const [name, source] of Object.entries(headers)) {
    const header = `${path}.headers["${name}"]`;
    if (!NAME.test(name)) yield `${header} is no name of a header: use letters, digits and dashes.`;
    if (RESERVED.test(name)) {
      yield `${header} cannot be set: API Gateway keeps it for itself. Choose another name.`;
    }
    if (!isSource(source)) {
      yield `${header} has no value: give it claim(NAME), sourceIp(), requestId() or { text }.`;
    } else if ("text" in source) {
      if (/[\p{Cc}$]/u.test(source.text)) {
        yield `${header} is "${source.text}": a text must not hold control characters or "$".`;
      }
    } else if (isPublic && source.variable.startsWith("$context.authorizer.")) {
      yield `${header} takes a claim, and the route is public: nobody has verified one.`;
    }
  }
}

/** A program that no compiler has seen may give anything. */
function isSource(source: { readonly text?: unknown; readonly variable?: unknown }): boolean {
  return [source.text, source.variable].some((value) => typeof value === "string");
}
