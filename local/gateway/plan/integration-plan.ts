import { type Graph, type Properties, text, type Value } from "../../program/graph.ts";
import { type HttpPlan, planHttp } from "../http-integration/http-plan.ts";
import { type LambdaPlan, planLambda } from "../lambda-integration/lambda-plan.ts";
import { compileMapping } from "../mapping/parameter-mapping.ts";
import type { RouteKey } from "../route-key.ts";
import type { Broken, IntegrationSource, NotServed } from "./integration-source.ts";

/** How a route's requests are answered. */
export type IntegrationPlan = LambdaPlan | HttpPlan | Broken | NotServed;

/** Reads a route's integration for one stage. */
export function planIntegration(
  graph: Graph,
  route: { readonly key: RouteKey; readonly integration: Properties | undefined },
  stage: IntegrationSource["stage"],
): IntegrationPlan {
  const inputs = route.integration;
  if (!inputs) return { kind: "broken", reason: "The route has no integration." };
  const type = text(inputs["integrationType"]) ?? "";
  const subtype = text(inputs["integrationSubtype"]);
  if (subtype !== undefined) {
    return { kind: "not-served", reason: `${subtype} integrations are not served here` };
  }
  const source = { graph, inputs, routeKey: route.key, stage };
  const common = {
    timeoutMs: timeoutOf(inputs["timeoutMilliseconds"]),
    mapping: compileMapping(inputs, stage.variables),
  };
  return type === "AWS_PROXY" ? planLambda(source, common) : planHttp(source, common);
}

// H188: 30 s unless the integration says less; the range is checked at creation.
function timeoutOf(value: Value | undefined): number {
  return typeof value === "number" ? value : 30_000;
}
