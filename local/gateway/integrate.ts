import type { Functions, Invocation } from "../functions/invocation.ts";
import type { Caller } from "./authorization.ts";
import { hasBody, readBody } from "./body.ts";
import type { Body } from "./body.ts";
import { createEvent } from "./event.ts";
import { createEventV1 } from "./event-v1.ts";
import type { Exchange } from "./exchange.ts";
import type { IntegrationPlan } from "./integration-plan.ts";
import type { Reply } from "./reply.ts";
import { toAnswer, toAnswerV1 } from "./response.ts";
import type { StageRoute } from "./stage-plan.ts";
import type { Switches } from "./switches.ts";

/** A request that may reach its integration. */
export interface IntegrateArgs {
  readonly exchange: Exchange;
  readonly route: StageRoute;
  readonly caller: Caller;
  readonly functions: Functions;
  readonly reply: Reply;
  readonly switches: Switches;
}

type LambdaPlan = IntegrationPlan & { readonly kind: "lambda" };

/** The largest event that Lambda takes (H190). */
const maximumEventBytes = 6 * 1024 * 1024;

/** Runs the route's integration and answers. */
export function integrate(args: IntegrateArgs): void {
  const { exchange, route, reply } = args;
  const { integration } = route;
  if (integration.kind === "not-served") return reply.error(exchange, 501, integration.reason);
  if (integration.kind === "broken") {
    exchange.integration = { error: integration.reason };
    return reply.error(exchange, 500, integration.hint ?? integration.reason);
  }
  if (!hasBody(exchange.received.headers.byName)) return invoke(args, integration, undefined);
  readBody(exchange.request, (body) => {
    try {
      withBody(args, integration, body);
    } catch (error) {
      reply.fail(exchange, error);
    }
  });
}

function withBody(args: IntegrateArgs, plan: LambdaPlan, body: Body): void {
  // Nobody is there to read an answer.
  if (body === "aborted") return;
  if (body === "too-large") return args.reply.error(args.exchange, 413);
  invoke(args, plan, body);
}

function invoke(args: IntegrateArgs, plan: LambdaPlan, body: Buffer | undefined): void {
  const { exchange, route, caller, functions, reply } = args;
  const { received, segments } = exchange;
  const { target } = received;
  if (!target) return;
  const facts = { received, target, route, segments, caller, body };
  const event = plan.payloadFormat === "2.0" ? createEvent(facts) : createEventV1(facts);
  if (event.length > maximumEventBytes / 3 && Buffer.byteLength(event) > maximumEventBytes) {
    return reply.error(exchange, 413);
  }
  const startedAt = performance.now();
  const latency = (): number => Math.round(performance.now() - startedAt);
  // H188: the function keeps running, its answer is dropped.
  const timer = setTimeout(() => {
    exchange.integration = { latency: latency(), error: "Endpoint request timed out" };
    reply.error(exchange, 503, `${route.name} gave no answer within ${plan.timeoutMs} ms`);
  }, plan.timeoutMs);
  functions
    .invoke(plan.function.urn, event)
    .then((invocation) => {
      clearTimeout(timer);
      if (!exchange.isAnswered) complete(args, plan, invocation, latency());
    })
    .catch((error: unknown) => {
      clearTimeout(timer);
      reply.fail(exchange, error);
    });
}

function complete(
  args: IntegrateArgs,
  plan: LambdaPlan,
  invocation: Invocation,
  latency: number,
): void {
  const { exchange, reply, switches, route } = args;
  if (!invocation.ok) {
    const { kind, errorType, errorMessage } = invocation;
    const error = `${errorType}: ${errorMessage}`;
    // H186: the service call succeeds, the function does not; the client learns nothing of it.
    exchange.integration = { latency, error, serviceStatus: kind === "missing" ? 404 : 200 };
    return reply.error(exchange, 500, `${route.name}: ${error}`);
  }
  const toHttp = plan.payloadFormat === "2.0" ? toAnswer : toAnswerV1;
  const answer = toHttp(invocation.payload, switches);
  if ("malformed" in answer) {
    exchange.integration = { latency, error: answer.malformed, serviceStatus: 200 };
    return reply.error(exchange, 500, `${route.name}: ${answer.malformed}`);
  }
  exchange.integration = { latency, serviceStatus: 200, status: answer.status };
  reply.answer(exchange, answer, "integration");
}
