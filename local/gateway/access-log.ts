import { accountId } from "./account.ts";
import type { Authorization } from "./authorization.ts";
import { hostName } from "./hosts.ts";
import { clfTime } from "./log-time.ts";
import type { Received } from "./received.ts";

/** What the access log tells about the integration (H280). */
export interface IntegrationOutcome {
  /** Milliseconds. */
  readonly latency?: number;
  /** Status that the function answered with. */
  readonly status?: number;
  /** Status of the call of the function: 200 even when the function answers 404. */
  readonly serviceStatus?: number;
  readonly error?: string;
}

/** A request that was answered. */
export interface AccessLogEntry {
  readonly apiId: string;
  readonly received: Received;
  readonly stageName: string;
  readonly routeKey: string | undefined;
  readonly authorization: Authorization | undefined;
  readonly integration: IntegrationOutcome;
  /** Text of a gateway-made error. */
  readonly errorMessage: string | undefined;
  readonly status: number;
  readonly responseBytes: number;
}

/** Formats a line. */
export type AccessLogFormat = (entry: AccessLogEntry) => string;

type Variable = (entry: AccessLogEntry) => string | number | undefined;

/**
 * Compiles a stage's format: `$context.` variables between text that stays (H278, H279).
 * A variable without a value, or one that is unknown, is logged as `-` (H281).
 */
export function compileAccessLog(format: string): AccessLogFormat {
  const parts: (string | Variable)[] = [];
  let end = 0;
  for (const match of format.matchAll(/\$context\.([\w:-]+(?:\.[\w:-]+)*)/g)) {
    parts.push(format.slice(end, match.index), variable(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  parts.push(format.slice(end));
  return (entry) =>
    parts.map((part) => (typeof part === "string" ? part : show(part(entry)))).join("");
}

/**
 * A value as it may stand in a log: what the caller sent can end neither the line nor a JSON text in it,
 * nor move a terminal's cursor (G051).
 */
export function escapeForLog(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(
      /[\x7f-\x9f\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

function show(value: string | number | undefined): string {
  return value === undefined || value === "" ? "-" : escapeForLog(String(value));
}

function variable(name: string): Variable {
  if (name.startsWith("authorizer.claims.")) {
    const claim = name.slice("authorizer.claims.".length);
    return ({ authorization }) =>
      authorization?.allow && authorization.caller.kind === "jwt"
        ? authorization.caller.token.texts.get(claim)
        : undefined;
  }
  return variables.get(name) ?? (() => undefined);
}

const domainName: Variable = ({ received }) => hostName(received.headers.byName["host"] ?? "");
const integrationError: Variable = ({ integration }) => integration.error;
const serviceStatus: Variable = ({ integration }) => integration.serviceStatus;
const integrationLatency: Variable = ({ integration }) => integration.latency;
const requestId: Variable = ({ received }) => received.id;

const variables: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ["accountId", () => accountId],
  ["apiId", ({ apiId }) => apiId],
  // H112: why the authorizer refused.
  ["authorizer.error", ({ authorization: a }) => (a && !a.allow ? a.reason : undefined)],
  ["dataProcessed", ({ responseBytes }) => responseBytes],
  ["domainName", domainName],
  ["domainPrefix", (entry) => String(domainName(entry)).split(".")[0]],
  ["error.message", ({ errorMessage }) => errorMessage],
  ["error.messageString", ({ errorMessage }) => errorMessage && JSON.stringify(errorMessage)],
  ["extendedRequestId", requestId],
  ["httpMethod", ({ received }) => received.method],
  ["identity.sourceIp", ({ received }) => received.sourceIp],
  ["identity.userAgent", ({ received }) => received.headers.byName["user-agent"]],
  ["integration.error", integrationError],
  ["integrationErrorMessage", integrationError],
  ["integration.integrationStatus", serviceStatus],
  ["integrationStatus", serviceStatus],
  ["integration.latency", integrationLatency],
  ["integrationLatency", integrationLatency],
  // H280: what the function answered, not how its call went.
  ["integration.status", ({ integration }) => integration.status],
  ["path", ({ received }) => received.target?.path],
  ["protocol", () => "HTTP/1.1"],
  ["requestId", requestId],
  ["requestTime", ({ received }) => clfTime(received.receivedAt)],
  ["requestTimeEpoch", ({ received }) => Math.floor(received.receivedAt)],
  ["responseLatency", ({ received }) => Math.round(performance.now() - received.startedAt)],
  ["responseLength", ({ responseBytes }) => responseBytes],
  ["routeKey", ({ routeKey }) => routeKey],
  ["stage", ({ stageName }) => stageName],
  ["status", ({ status }) => status],
]);
