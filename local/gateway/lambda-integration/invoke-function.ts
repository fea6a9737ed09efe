import type { Invocation } from "../../functions/invocation.ts";
import { Deadlines } from "./deadlines.ts";
import { createEventV1 } from "./event-v1.ts";
import { createEvent } from "./event.ts";
import { targetOf } from "../exchange.ts";
import type { IntegrationCall } from "../integration-call.ts";
import { timedOut } from "../integration-outcome.ts";
import type { LambdaPlan } from "./lambda-plan.ts";
import { answerWith, mapEvent, mappingInput } from "../mapping/map-exchange.ts";
import { toAnswer, toAnswerV1 } from "./response.ts";

/** The largest event that Lambda takes (H190). */
const maximumEventBytes = 6 * 1024 * 1024;

const deadlines = new Deadlines();

/** Invokes the function of a Lambda integration and answers with what it returned. */
export function invokeFunction(
  args: IntegrationCall,
  plan: LambdaPlan,
  body: Buffer | undefined,
): void {
  const { exchange, route, functions, reply } = args;
  const event = eventFor(args, plan, body);
  if (event.length > maximumEventBytes / 3 && Buffer.byteLength(event) > maximumEventBytes) {
    return reply.error(exchange, 413);
  }
  const startedAt = performance.now();
  const latency = (): number => Math.round(performance.now() - startedAt);
  // H188: the function keeps running, its answer is dropped.
  const limit = deadlines.set(startedAt + plan.timeoutMs, () => {
    exchange.integration = { latency: latency(), error: timedOut };
    reply.error(exchange, 503, `${route.name} gave no answer within ${plan.timeoutMs} ms`);
  });
  functions
    .invoke(plan.function.urn, event)
    .then((invocation) => {
      deadlines.clear(limit);
      if (!exchange.isAnswered) complete(args, plan, invocation, latency());
    })
    .catch((error: unknown) => {
      deadlines.clear(limit);
      reply.fail(exchange, error);
    });
}

function eventFor(args: IntegrationCall, plan: LambdaPlan, body: Buffer | undefined): string {
  const { exchange, route, caller } = args;
  const { received, segments } = exchange;
  const event = { received, target: targetOf(exchange), route, segments, caller, body };
  const mapping = plan.mapping?.request;
  const mapped = mapping ? mapEvent(event, mapping, mappingInput(args, body)) : event;
  return plan.payloadFormat === "2.0" ? createEvent(mapped) : createEventV1(mapped);
}

/** Status of Lambda's own answer to the gateway's call (H280). */
const serviceStatuses = { error: 200, timeout: 200, missing: 404, throttled: 429 } as const;

function complete(
  args: IntegrationCall,
  plan: LambdaPlan,
  invocation: Invocation,
  latency: number,
): void {
  const { exchange, reply, switches, route } = args;
  const { requestId } = invocation;
  if (!invocation.ok) {
    const { kind, errorType, errorMessage } = invocation;
    const error = `${errorType}: ${errorMessage}`;
    // H186: the service call succeeds, the function does not; the client learns nothing of it.
    exchange.integration = { latency, requestId, error, serviceStatus: serviceStatuses[kind] };
    const status = kind === "throttled" ? switches.throttledFunctionStatus : 500;
    return reply.error(exchange, status, `${route.name}: ${error}`);
  }
  const toHttp = plan.payloadFormat === "2.0" ? toAnswer : toAnswerV1;
  const answer = toHttp(invocation.payload, switches);
  if ("malformed" in answer) {
    exchange.integration = { latency, requestId, error: answer.malformed, serviceStatus: 200 };
    return reply.error(exchange, 500, `${route.name}: ${answer.malformed}`);
  }
  exchange.integration = { latency, requestId, serviceStatus: 200, status: answer.status };
  answerWith(args, plan, answer);
}
