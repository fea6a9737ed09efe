import { members, text, texts, type Value } from "../program/graph.ts";
import type { Answer } from "./answer.ts";
import type { Switches } from "./switches.ts";

/** An API's CORS configuration, made ready to be sent. */
export interface Cors {
  /** Header lines for an actual response to a request of this origin (H237). */
  headersFor(origin: string | undefined): readonly string[];
  /** Answer to a preflight of this origin (H222). */
  preflight(origin: string): Answer;
}

/**
 * Reads an API's `corsConfiguration` (H215–H226); undefined when there is none.
 */
export function createCors(configuration: Value | undefined, switches: Switches): Cors | undefined {
  const settings = members(configuration);
  if (Object.keys(settings).length === 0) return undefined;
  const origins = texts(settings["allowOrigins"]);
  const common = [
    ...line("access-control-allow-credentials", settings["allowCredentials"] === true && "true"),
    ...line("access-control-expose-headers", list(settings["exposeHeaders"])),
  ];
  // H223: the configured lists, whatever was asked for (H226, G047).
  const answered = [
    ...line("access-control-allow-methods", list(settings["allowMethods"])),
    ...line("access-control-allow-headers", list(settings["allowHeaders"])),
    ...line("access-control-max-age", number(settings["maxAge"])),
  ];
  const headersFor = (origin: string | undefined): readonly string[] => {
    const allowed = origin === undefined ? undefined : allowedOrigin(origins, origin);
    if (allowed === undefined) return [];
    const vary = switches.varyOrigin && allowed !== "*" ? ["vary", "Origin"] : [];
    return ["access-control-allow-origin", allowed, ...common, ...vary];
  };
  return {
    headersFor,
    preflight: (origin) => {
      const headers = headersFor(origin);
      // H225: the browser blocks either way.
      if (headers.length === 0)
        return { status: switches.foreignPreflightStatus, headers, body: "" };
      return { status: 204, headers: [...headers, ...answered], body: "" };
    },
  };
}

/** Whether an OPTIONS request is a preflight (H221); without these headers it is like any other (H232). */
export function isPreflight(method: string, headers: Readonly<Record<string, string>>): boolean {
  return (
    method === "OPTIONS" &&
    headers["origin"] !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

/** The origin that CORS headers are for: none without `Origin`, nor for an OPTIONS request that is no preflight (H221). */
export function corsOrigin(
  method: string,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  return method !== "OPTIONS" || isPreflight(method, headers) ? headers["origin"] : undefined;
}

/** Header lines without those that only CORS configuration may set (H235, H236). */
export function withoutCorsHeaders(headers: readonly string[]): readonly string[] {
  return headers.filter((_, index) => !headers[index - (index % 2)]?.startsWith("access-control-"));
}

// H216, H224: exact origins, `*`, and every origin of a scheme.
function allowedOrigin(origins: readonly string[], origin: string): string | undefined {
  if (origins.includes("*")) return "*";
  if (origins.includes(origin)) return origin;
  const scheme = /^(https?:\/\/)[\x21-\x7e]+$/.exec(origin)?.[1];
  return scheme !== undefined && origins.includes(`${scheme}*`) ? origin : undefined;
}

function line(name: string, value: string | false | undefined): readonly string[] {
  return typeof value === "string" && value !== "" ? [name, value] : [];
}

function list(value: Value | undefined): string {
  return texts(value).join(",");
}

function number(value: Value | undefined): string | undefined {
  return typeof value === "number" ? String(value) : text(value);
}
