import { proxyHttp } from "./http-integration/proxy-http.ts";
import type { IntegrationCall } from "./integration-call.ts";
import type { IntegrationPlan } from "./plan/integration-plan.ts";
import { invokeFunction } from "./lambda-integration/invoke-function.ts";
import { receiveBody } from "./receive-body.ts";

/** An integration that somebody has to be asked for. */
type ServedPlan = IntegrationPlan & { readonly kind: "lambda" | "http" };

/** Runs the route's integration and answers: the body first, then what its kind does. */
export function integrate(args: IntegrationCall): void {
  const { exchange, route, reply } = args;
  const { integration } = route;
  if (integration.kind === "not-served") return reply.error(exchange, 501, integration.reason);
  if (integration.kind === "broken") {
    exchange.integration = { error: integration.reason };
    return reply.error(exchange, 500, integration.hint ?? integration.reason);
  }
  receiveBody(exchange, reply, () => run(args, integration, exchange.body));
}

function run(args: IntegrationCall, plan: ServedPlan, body: Buffer | undefined): void {
  if (plan.kind === "lambda") return invokeFunction(args, plan, body);
  proxyHttp(args, plan, body).catch((error: unknown) => args.reply.fail(args.exchange, error));
}
