import type { RequestHeaders } from "../request-headers.ts";

/** Where an authorizer finds the token of a request (H61). */
export interface IdentitySource {
  readonly kind: "header" | "querystring";
  /** Header names are lower-case (H68); query names as they are. */
  readonly name: string;
}

/** Parses `$request.header.NAME` or `$request.querystring.NAME`; undefined for what a JWT authorizer cannot use. */
export function parseIdentitySource(expression: string): IdentitySource | undefined {
  const [, kind, name] = /^\$request\.(header|querystring)\.(\S+)$/.exec(expression) ?? [];
  if (name === undefined) return undefined;
  return kind === "header"
    ? { kind: "header", name: name.toLowerCase() }
    : { kind: "querystring", name };
}

/** What a request has there; repeated ones are joined with a comma (H75). */
export function readSource(
  source: IdentitySource,
  headers: RequestHeaders,
  query: Readonly<Record<string, string>> | undefined,
): string | undefined {
  if (source.kind === "querystring") return query?.[source.name];
  // Cookies are kept apart from the other headers (H141).
  return source.name === "cookie" ? headers.cookies.join("; ") : headers.byName[source.name];
}

/**
 * The token of a request, without the one prefix `Bearer ` (H69).
 * @param bearerAnyCase switch U3
 * @returns undefined when the source is absent or empty (H72, H73)
 */
export function findToken(
  source: IdentitySource,
  headers: RequestHeaders,
  query: Readonly<Record<string, string>> | undefined,
  bearerAnyCase: boolean,
): string | undefined {
  const value = readSource(source, headers, query);
  if (value === undefined || value === "") return undefined;
  const prefixed = bearerAnyCase
    ? value.slice(0, 7).toLowerCase() === "bearer "
    : value.startsWith("Bearer ");
  // H71, T007: any other scheme, and a second blank, is part of the token and fails to decode.
  return prefixed ? value.slice(7) : value;
}
