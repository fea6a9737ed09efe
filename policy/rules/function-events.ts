import type { Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import { FUNCTION, FUNCTION_EVENT_CONFIG, PERMISSION } from "../types.ts";

/** Services that invoke without waiting for the answer. */
const ASYNCHRONOUS =
  /^(s3|sns|events|ses|logs(\.[\w-]+)?|iot|config|codecommit|cloudformation)\.amazonaws\.com(\.cn)?$/;

export const FUNCTION_EVENT_RULES: readonly Rule[] = [
  {
    id: "fn-dlq-async",
    scope: "stack",
    types: [FUNCTION],
    description: "Events that a function could not handle are kept.",
    why: "The sender does not wait, so an event that fails three times is gone without a word.",
    remedy: "Set deadLetterConfig, or onFailure in a FunctionEventInvokeConfig.",
    severity: "low",
    enforcement: "advisory",
    profiles: ["hipaa", "nist-800-53"],
    wave: 3,
    unknown: "edge",
    ids: [
      "nag:HIPAA.Security-LambdaDLQ",
      "nag:NIST.800.53.R5-LambdaDLQ",
      "nag:Serverless-LambdaDLQ",
      "nag:Serverless-LambdaAsyncFailureDestination",
      "CKV_AWS_116",
      "prow:awslambda_function_no_dead_letter_queue",
    ],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    // APIs and user pools wait for the answer.
    applies: isInvokedWithoutWaiting,
    checks: [
      function* (handler, { stack }) {
        const keeps = stack
          .sources(handler, FUNCTION_EVENT_CONFIG, "functionName")
          .some((events) => events.has("destinationConfig.onFailure.destination"));
        if (!keeps && !handler.has("deadLetterConfig.targetArn")) {
          yield handler.violation("deadLetterConfig.targetArn", "the ARN of a queue or a topic");
        }
      },
    ],
  },
];

function isInvokedWithoutWaiting(handler: Resource, { stack }: StackContext): boolean {
  return stack
    .sources(handler, PERMISSION, "function")
    .some((permission) => ASYNCHRONOUS.test(permission.text("principal")));
}
