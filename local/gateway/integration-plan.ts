import type { Graph, Properties, Value } from "../program/graph.ts";
import { members, text } from "../program/graph.ts";
import { findFunction } from "./function-uri.ts";
import type { FunctionTarget } from "./function-uri.ts";

/** Form of the event and of the function's answer. */
export type PayloadFormat = "1.0" | "2.0";

/** How a route's requests are answered. */
export type IntegrationPlan =
  | (FunctionTarget & {
      readonly kind: "lambda";
      readonly timeoutMs: number;
      readonly payloadFormat: PayloadFormat;
      /** The gateway takes on a role for the call, so no permission of the function is needed. */
      readonly hasCredentials: boolean;
    })
  /** The gateway tries and fails: 500, the reason in the access log (H187), a hint for the runtime's own log. */
  | { readonly kind: "broken"; readonly reason: string; readonly hint?: string }
  /** This runtime does not imitate it yet: 501. */
  | { readonly kind: "not-served"; readonly reason: string };

/** Text of `$context.integrationErrorMessage` when the call is not allowed (H187). */
export const noPermission =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. " +
  "Check the permissions and try again.";

/**
 * Reads an integration for one stage, whose variables may stand in the URI (H277).
 */
export function planIntegration(
  graph: Graph,
  integration: Properties | undefined,
  stageVariables: Readonly<Record<string, string>>,
): IntegrationPlan {
  if (!integration) return { kind: "broken", reason: "The route has no integration." };
  const reason = notServedReason(integration);
  if (reason !== undefined) return { kind: "not-served", reason };
  const target = findFunction(graph, text(integration["integrationUri"]) ?? "", stageVariables);
  if (!target) return { kind: "broken", reason: noPermission };
  return {
    kind: "lambda",
    ...target,
    timeoutMs: timeoutOf(integration["timeoutMilliseconds"]),
    // The AWS provider's default is 1.0, unlike the console's.
    payloadFormat: integration["payloadFormatVersion"] === "2.0" ? "2.0" : "1.0",
    hasCredentials: integration["credentialsArn"] !== undefined,
  };
}

function notServedReason(integration: Properties): string | undefined {
  const type = text(integration["integrationType"]) ?? "";
  const subtype = text(integration["integrationSubtype"]);
  if (type !== "AWS_PROXY" || subtype !== undefined) {
    return `${subtype ?? type} integrations are not served here yet`;
  }
  const hasMapping =
    Object.keys(members(integration["requestParameters"])).length > 0 ||
    Object.keys(members(integration["responseParameters"])).length > 0;
  return hasMapping ? "parameter mapping is not served here yet" : undefined;
}

// H188: 30 s unless the integration says less; the range is checked at creation.
function timeoutOf(value: Value | undefined): number {
  return typeof value === "number" ? value : 30_000;
}
