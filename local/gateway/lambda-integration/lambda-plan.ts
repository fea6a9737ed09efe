import { text } from "../../program/graph.ts";
import type { Broken, CommonPlan, IntegrationSource } from "../plan/integration-source.ts";
import { findFunction, type FunctionTarget } from "./function-uri.ts";
import type { PayloadFormat } from "./payload-format.ts";

/** A Lambda function answers. */
export interface LambdaPlan extends CommonPlan, FunctionTarget {
  readonly kind: "lambda";
  readonly payloadFormat: PayloadFormat;
  /** The gateway takes on a role for the call, so no permission of the function is needed. */
  readonly hasCredentials: boolean;
}

/** Text of `$context.integrationErrorMessage` when the call is not allowed (H187). */
export const noPermission =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. " +
  "Check the permissions and try again.";

/** Finds the function of an `AWS_PROXY` integration. */
export function planLambda(source: IntegrationSource, common: CommonPlan): LambdaPlan | Broken {
  const { graph, inputs, stage } = source;
  const uri = text(inputs["integrationUri"]) ?? "";
  const target = findFunction(graph, uri, stage.variables);
  if (!target) {
    const hint = `the program has no function at integrationUri ${uri} in stage ${stage.name}`;
    return { kind: "broken", reason: noPermission, hint };
  }
  return {
    kind: "lambda",
    ...common,
    ...target,
    // The AWS provider's default is 1.0, unlike the console's.
    payloadFormat: inputs["payloadFormatVersion"] === "2.0" ? "2.0" : "1.0",
    hasCredentials: inputs["credentialsArn"] !== undefined,
  };
}
