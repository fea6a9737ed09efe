import { type Answer, isComputed } from "../answer.ts";
import type { IntegrationCall } from "../integration-call.ts";
import { type IntegrationOutcome, timedOut } from "../integration-outcome.ts";
import { answerWith } from "../mapping/map-exchange.ts";
import type { BackendAnswer, BackendFault } from "./backends.ts";
import type { HttpPlan } from "./http-plan.ts";
import { passingHeaders } from "./passing-headers.ts";
import { proxyRequest } from "./proxy-request.ts";
import { remapped } from "./remapped-headers.ts";

/** Sends the request to an HTTP integration's backend and answers with what comes back (H254). */
export async function proxyHttp(
  args: IntegrationCall,
  plan: HttpPlan,
  body: Buffer | undefined,
): Promise<void> {
  const { exchange, backends } = args;
  const gone = new AbortController();
  exchange.response.once("close", () => gone.abort());
  const startedAt = performance.now();
  const outcome = await backends.send(proxyRequest(args, plan, body), gone.signal);
  const latency = Math.round(performance.now() - startedAt);
  if ("fault" in outcome) return fail(args, plan, outcome, latency);
  const { status, headers } = outcome;
  exchange.integration = { latency, serviceStatus: status, status, ...requestIds(headers) };
  answerWith(args, plan, toAnswer(args, outcome));
}

// H264
function toAnswer(
  { exchange, switches }: IntegrationCall,
  { status, headers, body }: BackendAnswer,
): Answer {
  const passing = passingHeaders(headers, (name) => !isComputed(name)).map((text, at) =>
    at % 2 === 0 ? text.toLowerCase() : text,
  );
  const answer = { status, headers: switches.remappedHeaders ? remapped(passing) : passing, body };
  const length =
    exchange.received.method === "HEAD" ? valueOf("content-length", headers) : undefined;
  return length === undefined ? answer : { ...answer, announcedLength: Number(length) };
}

// H279: `awsEndpointRequestId`, and S3's second one.
function requestIds(
  headers: readonly string[],
): Pick<IntegrationOutcome, "requestId" | "secondRequestId"> {
  return {
    requestId: valueOf("x-amz-request-id", headers) ?? valueOf("x-amzn-requestid", headers),
    secondRequestId: valueOf("x-amz-id-2", headers),
  };
}

function valueOf(name: string, headers: readonly string[]): string | undefined {
  const at = headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name);
  return at < 0 ? undefined : headers[at + 1];
}

function fail(
  { exchange, reply, route, switches }: IntegrationCall,
  { timeoutMs }: HttpPlan,
  { fault, reason }: BackendFault,
  latency: number,
): void {
  // Nobody is there to read an answer.
  if (fault === "gone") return;
  const error = fault === "timeout" ? timedOut : reason;
  exchange.integration = { latency, error };
  // H188, H248, H261
  if (fault === "timeout") {
    return reply.error(exchange, 503, `${route.name} gave no answer within ${timeoutMs} ms`);
  }
  const status = fault === "too-large" ? 500 : switches.unreachableBackendStatus;
  reply.error(exchange, status, `${route.name}: ${error}`);
}
