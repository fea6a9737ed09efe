import { createHash } from "node:crypto";
import type { Problem } from "./arguments";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"] as const;

export type HttpMethod = (typeof METHODS)[number];

/**
 * Method and path of a route, or `$default` for whatever no other route matches.
 * Paths match exactly: case counts, a trailing slash counts.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export type RouteKey = "$default" | `${HttpMethod} /${string}`;

const KEY_SHAPE = /^([A-Z]+) (\/.*)$/;
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

/** What is wrong with the form of a route key. */
export function routeKeyProblem(routeKey: string): Problem {
  if (routeKey === "$default") return undefined;
  const [, method = "", path = ""] = KEY_SHAPE.exec(routeKey) ?? [];
  if (!isMethod(method)) {
    return `routes["${routeKey}"] must be "$default" or METHOD /path, METHOD one of ${METHODS.join(", ")}.`;
  }
  const problem = pathProblem(path);
  return problem && `routes["${routeKey}"] has a path that ${problem}.`;
}

/** Text that is equal for two keys exactly if API Gateway takes them for the same route. */
export function routeIdentity(routeKey: string): string {
  // The names of parameters are no part of a route's identity (H25).
  return routeKey.replace(/\{[^{}]*\+\}/g, "{+}").replace(/\{[^{}+]*\}/g, "{}");
}

/** Last part of the ARN that a route calls its function with (H288, H289). */
export function routeArnSuffix(routeKey: string): string {
  return routeKey === "$default" ? routeKey : routeKey.replace(/^ANY /, "* ").replace(" ", "");
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
  const name = [prefix, method.toLowerCase(), ...words].join("-");
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
  const wrong = segments.find(
    (segment) => ![PARAMETER, GREEDY_PARAMETER, LITERAL].some((form) => form.test(segment)),
  );
  return wrong === undefined
    ? undefined
    : `holds the segment "${wrong}": a segment is plain text, {name} or {name+}`;
}
