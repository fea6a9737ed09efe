import { isTextType } from "./body-type.ts";
import type { EventArgs } from "./event.ts";
import { eventScopes } from "./event-scopes.ts";
import { hostName } from "../hosts.ts";
import { flatContext } from "../lambda-authorizer/lambda-context.ts";
import { callerIdentity, nobody } from "../iam/iam-identity.ts";
import { clfTime } from "../log/log-time.ts";
import type { Received } from "../received.ts";
import { isHopByHop } from "../request-headers.ts";
import { createTraceId } from "../request-id.ts";
import { pathParameters } from "../route-match.ts";
import type { RouteKey } from "../route-key.ts";
import { queryPairs } from "../target.ts";

type Lists = Readonly<Record<string, readonly string[]>>;

/** The event of payload format 1.0 as JSON text (H162–H164); members without a value are null. */
export function createEventV1(args: EventArgs): string {
  const requestContext = { ...contextMembers(args), authorizer: eventAuthorizer(args) };
  return JSON.stringify({
    version: "1.0",
    ...requestMembersV1(args, args.body?.length ?? 0),
    requestContext,
    ...bodyOf(args),
  });
}

/**
 * Members of an event of payload format 1.0 that tell of the request, its context and body apart.
 * @param contentLength bytes of the request's body, whether or not the event shows it
 */
export function requestMembersV1(args: EventArgs, contentLength: number): object {
  const { received, target, route, segments } = args;
  const headers = headerLists(received, contentLength);
  const query = lists(queryPairs(target.query));
  return {
    resource: resourceOf(route.key),
    path: received.url.split("?", 1)[0] ?? "",
    httpMethod: received.method,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: orNull(lastOf(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: pathParameters(route.key, segments) ?? null,
    stageVariables: orNull(route.frame.facts.stageVariables),
  };
}

/** The route's path without its method, or `$default`. */
function resourceOf({ path, text }: RouteKey): string {
  return path === "" ? text : path;
}

// H162: cookies stay among the headers. H137: what the gateway sets is set here as well.
function headerLists(received: Received, contentLength: number): Lists {
  const { rawHeaders } = received;
  const pairs: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    if (!isHopByHop(name) && !SET.has(name)) pairs.push([name, rawHeaders[at + 1] ?? ""]);
  }
  const forwarded = received.headers.byName["x-forwarded-for"];
  const { sourceIp } = received;
  return lists([
    ...pairs,
    ["content-length", String(contentLength)],
    ["x-amzn-trace-id", createTraceId(received.receivedAt)],
    ["x-forwarded-for", forwarded ? `${forwarded}, ${sourceIp}` : sourceIp],
    ["x-forwarded-port", "443"],
    ["x-forwarded-proto", "https"],
  ]);
}

const SET: ReadonlySet<string> = new Set([
  "content-length",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

function eventAuthorizer({ caller, route }: EventArgs): object {
  if (caller.kind === "lambda") return flatContext(caller);
  // H164
  const token = caller.kind === "jwt" ? caller.token : undefined;
  return {
    claims: token ? JSON.parse(token.texts.json) : null,
    scopes: token ? eventScopes(route, token) : null,
  };
}

/** Members of `requestContext` of payload format 1.0, the authorizer apart. */
export function contextMembers(args: EventArgs): object {
  const { route, caller } = args;
  const { received, target } = args.sent ?? args;
  const domainName = hostName(received.headers.byName["host"] ?? "");
  const { accountId, apiId, stage } = route.frame.facts;
  return {
    accountId,
    apiId,
    domainName,
    domainPrefix: domainName.split(".", 1)[0],
    extendedRequestId: received.id,
    httpMethod: received.method,
    identity: {
      ...(caller.kind === "iam" ? callerIdentity(caller.credentials) : nobody),
      sourceIp: received.sourceIp,
      userAgent: userAgentOf(received),
    },
    path: target.path,
    protocol: "HTTP/1.1",
    requestId: received.id,
    requestTime: clfTime(received.receivedAt),
    requestTimeEpoch: Math.floor(received.receivedAt),
    // As captured; AWS's sample event has null (H162).
    resourceId: route.key.text,
    resourcePath: resourceOf(route.key),
    stage,
  };
}

function userAgentOf({ headers }: Received): string {
  return headers.byName["user-agent"] ?? "";
}

function bodyOf({ received, route, body }: EventArgs): object {
  if (!body || body.length === 0) return { body: null, isBase64Encoded: false };
  const isText = isTextType(
    received.headers.byName["content-type"],
    route.switches.suffixTypesAsText,
  );
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** Values by name, in order; no prototype, so that `__proto__` is a name like any other (G043). */
function lists(pairs: Iterable<readonly [string, string]>): Lists {
  const result = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of pairs) (result[name] ??= []).push(value);
  return result;
}

// H163: a map of single values holds the last.
function lastOf(values: Lists): Record<string, string> {
  const result = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(values)) result[name] = values[name]?.at(-1) ?? "";
  return result;
}

function orNull<Kind extends object>(values: Kind): Kind | null {
  return Object.keys(values).length > 0 ? values : null;
}
