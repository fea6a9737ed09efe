import { accountId } from "../../account.ts";
import type { Authorization } from "../authorization.ts";
import { callerVariable } from "./caller-variables.ts";
import { hostName } from "../hosts.ts";
import type { IntegrationOutcome } from "../integration-outcome.ts";
import { clfTime } from "./log-time.ts";
import type { Received } from "../received.ts";
import { responseType } from "./response-type.ts";

/** A request as `$context` shows it; what its answer decides is undefined until there is one. */
export interface RequestContext {
  readonly apiId: string;
  readonly received: Received;
  readonly stageName: string;
  readonly routeKey: string | undefined;
  /** Mapping key of a custom domain name; undefined on the default endpoint. */
  readonly basePathMatched?: string | undefined;
  readonly authorization: Authorization | undefined;
  readonly integration: IntegrationOutcome;
  /** Text of a gateway-made error. */
  readonly errorMessage?: string | undefined;
  readonly status?: number;
  /** Bytes of the answer's body. */
  readonly responseBytes?: number;
}

/** Reads one variable; undefined where it has no value. */
export type ContextVariable = (context: RequestContext) => string | number | undefined;

/**
 * The variable `$context.NAME` (H279), looked up once: for access logs and for what is mapped.
 * @param name without `$context.`; one that is unknown never has a value
 */
export function contextVariable(name: string): ContextVariable {
  const known = variables.get(name);
  if (known) return known;
  if (!/^(?:authorizer|identity)\./.test(name)) return () => undefined;
  return ({ authorization }) =>
    authorization?.allow ? callerVariable(authorization.caller, name) : undefined;
}

const domainName: ContextVariable = ({ received }) =>
  hostName(received.headers.byName["host"] ?? "");
const integrationError: ContextVariable = ({ integration }) => integration.error;
const serviceStatus: ContextVariable = ({ integration }) => integration.serviceStatus;
const integrationLatency: ContextVariable = ({ integration }) => integration.latency;
const integrationRequestId: ContextVariable = ({ integration }) => integration.requestId;
const requestId: ContextVariable = ({ received }) => received.id;

const variables: ReadonlyMap<string, ContextVariable> = new Map<string, ContextVariable>([
  ["accountId", () => accountId],
  ["apiId", ({ apiId }) => apiId],
  // H112: why the authorizer refused.
  ["authorizer.error", ({ authorization: a }) => (a && !a.allow ? a.reason : undefined)],
  ["awsEndpointRequestId", integrationRequestId],
  ["awsEndpointRequestId2", ({ integration }) => integration.secondRequestId],
  ["customDomain.basePathMatched", ({ basePathMatched }) => basePathMatched],
  ["dataProcessed", ({ responseBytes }) => responseBytes],
  ["domainName", domainName],
  ["domainPrefix", (context) => String(domainName(context)).split(".")[0]],
  ["error.message", ({ errorMessage }) => errorMessage],
  ["error.messageString", ({ errorMessage }) => errorMessage && JSON.stringify(errorMessage)],
  ["error.responseType", responseType],
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
  ["integration.requestId", integrationRequestId],
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

/** Variables of callers with AWS credentials or a certificate, as others have no value for them (H279). */
const CALLER_VARIABLES: ReadonlySet<string> = new Set([
  "identity.accountId",
  "identity.caller",
  "identity.clientCert.clientCertPem",
  "identity.clientCert.issuerDN",
  "identity.clientCert.serialNumber",
  "identity.clientCert.subjectDN",
  "identity.clientCert.validity.notAfter",
  "identity.clientCert.validity.notBefore",
  "identity.cognitoAuthenticationProvider",
  "identity.cognitoAuthenticationType",
  "identity.cognitoIdentityId",
  "identity.cognitoIdentityPoolId",
  "identity.principalOrgId",
  "identity.user",
  "identity.userArn",
]);

/** Whether API Gateway has a variable `$context.NAME`. What an authorizer tells has names of its own choice. */
export function isKnownVariable(name: string): boolean {
  return variables.has(name) || CALLER_VARIABLES.has(name) || name.startsWith("authorizer.");
}
