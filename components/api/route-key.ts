import { createHash } from "node:crypto";
import type { Problem } from "../shared/arguments";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"] as const;

/** A method of a route key; `ANY` stands for all. */
export type HttpMethod = (typeof METHODS)[number];

/**
 * Method and path of a route, or `$default` for whatever no other route matches.
 * Paths match exactly: case counts, a trailing slash counts.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export type RouteKey = "$default" | `${HttpMethod} /${string}`;

const KEY_SHAPE = /^([A-Z,]+) (\/.*)$/;
const PARAMETER = /^\{[A-Za-z0-9._:-]+\}$/;
const GREEDY_PARAMETER = /^\{[A-Za-z0-9._:-]+\+\}$/;
const LITERAL = /^[A-Za-z0-9$\-_.+!*'(),~@:&=;%]+$/;

/** Segments that keep their identity in a logical name; names of parameters have none (H25). */
const READABLE = /^(?:[A-Za-z0-9-]+|\{[A-Za-z0-9_-]+\+?\})$/;

/**
 * Lambda function and role names hold 64 characters; the rest is for `-role` and Pulumi's random
 * suffix.
 */
const LONGEST_NAME = 48;

/** What is wrong with the form of a table's key. */
export function routeKeyProblem(routeKey: string): Problem {
  if (routeKey === "$default") return undefined;
  const [, list = "", path = ""] = KEY_SHAPE.exec(routeKey) ?? [];
  const methods = list.split(",");
  if (!methods.every(isMethod)) {
    return `routes["${routeKey}"] must be "$default" or METHOD /path, METHOD one of ${METHODS.join(", ")}.`;
  }
  if (methods.length > 1 && methods.includes("ANY")) {
    return `routes["${routeKey}"] names ANY beside other methods: ANY is all of them. Remove the others.`;
  }
  const problem = pathProblem(path);
  return problem && `routes["${routeKey}"] has a path that ${problem}.`;
}

/** The routes that a table's key stands for: `"GET,HEAD /x"` is `GET /x` and `HEAD /x`. */
export function routeKeysOf(tableKey: string): string[] {
  const [, methods = "", path = ""] = KEY_SHAPE.exec(tableKey) ?? [];
  return methods.includes(",")
    ? methods.split(",").map((method) => `${method} ${path}`)
    : [tableKey];
}

/** Names of the parameters in a key's path, greedy ones without their plus. */
export function parametersOf(routeKey: string): string[] {
  return [...routeKey.matchAll(/\{([^{}+]*)\+?\}/g)].map(([, name = ""]) => name);
}

/** Text that is equal for two keys exactly if API Gateway takes them for the same route. */
export function routeIdentity(routeKey: string): string {
  // The names of parameters are no part of a route's identity (H25).
  return routeKey.replace(/\{[^{}]*\+\}/g, "{+}").replace(/\{[^{}+]*\}/g, "{}");
}

/** Last part of the ARN that a key's routes call their function with (H288, H289). */
export function routeArnSuffix(tableKey: string): string {
  if (tableKey === "$default") return tableKey;
  return tableKey.replace(/^(?:ANY|[A-Z]+,[A-Z,]+) /, "* ").replace(" ", "");
}

/**
 * Logical name of a route's resources: `logicalName("api", "GET /users/{id}")` is
 * `api-get-users-id`. It depends on its own key only, so that another route in the table never
 * renames it. Two different routes share a name only where a parameter is called like the other's
 * plain segment; the caller refuses that.
 */
export function logicalName(prefix: string, routeKey: string): string {
  const [method = "", path = ""] = routeKey.replace("$", "").split(" ");
  const segments = path.split("/").filter((segment) => segment !== "");
  const words = segments.map((segment) => segment.replace(/-/g, "_").replace(/[^A-Za-z0-9_]/g, ""));
  const verbs = method.toLowerCase().replace(/,/g, "_");
  const name = [prefix, verbs, ...words].join("-");
  if (segments.every((segment) => READABLE.test(segment)) && name.length <= LONGEST_NAME)
    return name;
  const hash = createHash("sha256").update(routeKey).digest("hex").slice(0, 8);
  return `${name.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
}

function isMethod(method: string): method is HttpMethod {
  return (METHODS as readonly string[]).includes(method);
}

function pathProblem(path: string): Problem {
  if (path === "/") return undefined;
  const segments = path.slice(1).split("/");
  // API Gateway refuses a key that ends in a slash (H26).
  if (segments.at(-1) === "") return "ends in a slash";
  if (segments.includes("")) return "holds an empty segment";
  if (segments.some((segment) => segment === "." || segment === "..")) return "holds a dot segment";
  if (segments.slice(0, -1).some((segment) => GREEDY_PARAMETER.test(segment))) {
    return "continues after a greedy parameter, which has to be the last segment";
  }
  const foreign = segments.find((segment) => /^:\w|^\*$/.test(segment));
  if (foreign !== undefined) {
    const form = foreign === "*" ? "{proxy+}" : `{${foreign.slice(1)}}`;
    return `holds "${foreign}", which API Gateway takes for plain text: write ${form}`;
  }
  const wrong = segments.find(
    (segment) => ![PARAMETER, GREEDY_PARAMETER, LITERAL].some((form) => form.test(segment)),
  );
  return wrong === undefined
    ? undefined
    : `holds the segment "${wrong}": a segment is plain text, {name} or {name+}`;
}
