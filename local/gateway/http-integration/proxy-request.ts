import { targetOf } from "../exchange.ts";
import type { IntegrationCall } from "../integration-call.ts";
import { changeHeaders, changeQuery } from "../mapping/apply-mapping.ts";
import { mapPath, mappingInput } from "../mapping/map-exchange.ts";
import { createTraceId } from "../request-id.ts";
import type { Backend } from "./backend.ts";
import type { BackendRequest } from "./backends.ts";
import { forwardedFor } from "./forwarded.ts";
import type { HttpPlan } from "./http-plan.ts";
import { passingHeaders } from "./passing-headers.ts";

/** The request that a backend gets for the client's (H254–H260), mapped (H269). */
export function proxyRequest(
  args: IntegrationCall,
  plan: HttpPlan,
  body: Buffer | undefined,
): BackendRequest {
  const { exchange } = args;
  const { path, query } = plan.uri(exchange.segments);
  const merged = [query, targetOf(exchange).query].filter((part) => part !== "").join("&");
  const mapping = plan.mapping?.request;
  const input = mapping && mappingInput(args, body);
  const mappedPath = input && mapPath(mapping.path, input);
  const mappedQuery = input ? changeQuery(merged, mapping.query, input) : merged;
  const backend = plan.nextBackend();
  const lines = clientLines(args, backend);
  const mappedLines = input ? changeHeaders(lines, mapping.headers, input) : lines;
  const method = plan.method ?? exchange.received.method;
  return {
    backend,
    method,
    path: (mappedPath ?? path) + (mappedQuery === "" ? "" : `?${mappedQuery}`),
    headers: [...mappedLines, ...gatewayLines(args), ...lengthLine(method, body)],
    body,
    timeoutMs: plan.timeoutMs,
  };
}

/** Of the client's headers, those that the gateway writes itself towards a backend (H259, H260). */
const replaced: ReadonlySet<string> = new Set([
  "host",
  "content-length",
  // Answered already: the body is here.
  "expect",
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-amzn-trace-id",
]);

// H260; `Host` stands among the mappable ones.
function clientLines({ exchange }: IntegrationCall, backend: Backend): readonly string[] {
  const passing = passingHeaders(exchange.received.rawHeaders, (name) => !replaced.has(name));
  return ["Host", backend.host, ...passing];
}

function gatewayLines({ exchange }: IntegrationCall): readonly string[] {
  const { received, request } = exchange;
  return [
    "Forwarded",
    forwardedFor(received, request.socket.localAddress ?? ""),
    "Via",
    "HTTP/1.1 AmazonAPIGateway",
    "X-Amzn-Trace-Id",
    createTraceId(received.receivedAt),
  ];
}

// RFC 9110 8.6: a request that could have a body says that it has none.
function lengthLine(method: string, body: Buffer | undefined): readonly string[] {
  if (body === undefined && !["POST", "PUT", "PATCH"].includes(method)) return [];
  return ["Content-Length", String(body?.length ?? 0)];
}
