import type { Caller } from "../authorization.ts";
import { isTextType } from "./body-type.ts";
import { eventScopes } from "./event-scopes.ts";
import { iamAuthorizer } from "../iam/iam-identity.ts";
import { hostName } from "../hosts.ts";
import { jsonHeader, jsonText } from "../../json-text.ts";
import type { LambdaIdentity } from "../lambda-authorizer/lambda-context.ts";
import { clfTime } from "../log/log-time.ts";
import type { Received } from "../received.ts";
import { isHopByHop } from "../request-headers.ts";
import { createTraceId } from "../request-id.ts";
import type { RouteFacts } from "../plan/route-facts.ts";
import { pathParameters } from "../route-match.ts";
import type { Switches } from "../switches.ts";
import { parseQuery, type Target } from "../target.ts";

/** A request whose event is written. */
export interface EventArgs {
  readonly received: Received;
  readonly target: Target;
  readonly route: RouteFacts;
  /** Segments of the path below the stage. */
  readonly segments: readonly string[];
  /** Nobody yet, while an authorizer is asked. */
  readonly caller: Caller;
  /** Undefined also in events without a body (H197). */
  readonly body: Buffer | undefined;
  /** What `requestContext` tells of, where a mapping changed the rest (H276). @default these arguments */
  readonly sent?: { readonly received: Received; readonly target: Target };
}

/**
 * The event of payload format 2.0 as JSON text (H131–H161), built once: the worker gets this text.
 * Members without a value are left out (H133); the order is that of captured events (H135).
 */
export function createEvent(args: EventArgs): string {
  return requestMembers(args, args.body?.length ?? 0) + eventBody(args) + args.route.frame.tail;
}

/**
 * The start of an event of payload format 2.0, from `{` to the members that only its kind has.
 * @param contentLength bytes of the request's body, whether or not the event shows it
 */
export function requestMembers(args: EventArgs, contentLength: number): string {
  const { received, target, route, segments } = args;
  const { cookies } = received.headers;
  const query = parseQuery(target.query);
  const parameters = pathParameters(route.key, segments);
  return (
    route.frame.head +
    jsonText(target.path) +
    ',"rawQueryString":' +
    jsonText(target.query) +
    (cookies.length > 0 ? `,"cookies":${JSON.stringify(cookies)}` : "") +
    ',"headers":' +
    eventHeaders(received, contentLength) +
    (query ? `,"queryStringParameters":${JSON.stringify(query)}` : "") +
    ',"requestContext":' +
    requestContext(args) +
    (parameters ? `,"pathParameters":${JSON.stringify(parameters)}` : "")
  );
}

/** Headers that the gateway sets, whatever the caller sent (H137). */
const setHere: ReadonlySet<string> = new Set([
  "content-length",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

function eventHeaders(received: Received, contentLength: number): string {
  const { byName } = received.headers;
  let sent = "";
  for (const name in byName) {
    if (setHere.has(name) || isHopByHop(name)) continue;
    sent += `${jsonText(name)}:${jsonHeader(byName[name] ?? "")},`;
  }
  // H137: the addresses that the caller tells of stand in front of the peer's own.
  const forwarded = byName["x-forwarded-for"];
  const { sourceIp } = received;
  return (
    `{${sent}"content-length":"${contentLength}"` +
    `,"x-amzn-trace-id":"${createTraceId(received.receivedAt)}"` +
    `,"x-forwarded-for":${jsonHeader(forwarded ? `${forwarded}, ${sourceIp}` : sourceIp)}` +
    ',"x-forwarded-port":"443","x-forwarded-proto":"https"}'
  );
}

function requestContext(args: EventArgs): string {
  const { route } = args;
  const { received, target } = args.sent ?? args;
  const { byName } = received.headers;
  return (
    route.frame.contextHead +
    eventAuthorizer(args) +
    domainMembers(byName["host"] ?? "") +
    // The method is one of seven (H53), the id is base64url, the address the socket's: none needs escaping.
    `,"http":{"method":"${received.method}","path":${jsonText(target.path)}` +
    `,"protocol":"HTTP/1.1","sourceIp":"${received.sourceIp}"` +
    `,"userAgent":${jsonHeader(byName["user-agent"] ?? "")}}` +
    `,"requestId":"${received.id}"` +
    route.frame.contextTail +
    `,"time":"${clfTime(received.receivedAt)}","timeEpoch":${Math.floor(received.receivedAt)}}`
  );
}

let lastHost = "";
let lastMembers = `,"domainName":"","domainPrefix":""`;

// Nearly all requests are for one host and share the text.
function domainMembers(host: string): string {
  if (host !== lastHost) {
    const domainName = hostName(host);
    const [domainPrefix] = domainName.split(".");
    lastMembers = `,"domainName":${JSON.stringify(domainName)},"domainPrefix":${JSON.stringify(domainPrefix)}`;
    lastHost = host;
  }
  return lastMembers;
}

function eventAuthorizer({ caller, route }: EventArgs): string {
  // H127: nothing at all on an open route.
  if (caller.kind === "anyone") return "";
  if (caller.kind === "lambda")
    return `,"authorizer":{"lambda":${lambdaContext(caller.context, route.switches)}}`;
  if (caller.kind === "iam") {
    return `,"authorizer":{"iam":${JSON.stringify(iamAuthorizer(caller.credentials))}}`;
  }
  const scopes = JSON.stringify(eventScopes(route, caller.token));
  return `,"authorizer":{"jwt":{"claims":${caller.token.texts.json},"scopes":${scopes}}}`;
}

// H208: JSON types are kept.
function lambdaContext(context: LambdaIdentity["context"], switches: Switches): string {
  // H209, switch U28
  const absent = switches.absentLambdaContextIsNull ? null : {};
  return JSON.stringify(context ?? absent);
}

function eventBody({ received, route, body }: EventArgs): string {
  // H157: an empty body is no body, whatever its type.
  if (!body || body.length === 0) return ',"isBase64Encoded":false';
  return isTextType(received.headers.byName["content-type"], route.switches.suffixTypesAsText)
    ? `,"body":${JSON.stringify(body.toString("utf8"))},"isBase64Encoded":false`
    : `,"body":"${body.toString("base64")}","isBase64Encoded":true`;
}
