import type { Rule } from "../rule.ts";
import { FUNCTION, INTEGRATION } from "../types.ts";

export const FUNCTION_SETTING_RULES: readonly Rule[] = [
  {
    id: "fn-timeout",
    scope: "stack",
    types: [FUNCTION],
    description:
      "Every function says its timeout; behind an HTTP API it ends before the API gives up.",
    why: "Three seconds by default suit hardly any function, and an API waits 30 s at most.",
    remedy: "Set timeout, below that of the integration.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: ["nag:Serverless-LambdaDefaultTimeout"],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    thresholds: {
      shortest: { default: 5, minimum: 1, description: "Fewest seconds of a function" },
      longest: { default: 29, minimum: 1, description: "Most seconds of an API's function" },
    },
    checks: [
      function* (handler, { stack, threshold }) {
        const seconds = handler.number("timeout", 3);
        // A queue or a schedule may wait far longer.
        const isOfApi = stack.sources(handler, INTEGRATION, "integrationUri").length > 0;
        const most = isOfApi ? threshold("longest") : Number.POSITIVE_INFINITY;
        if (seconds >= threshold("shortest") && seconds <= most) return;
        const range = isOfApi
          ? `${threshold("shortest")} to ${most}`
          : `${threshold("shortest")} or more`;
        yield handler.violation("timeout", `${range} seconds`);
      },
    ],
  },
  {
    id: "fn-memory",
    scope: "resource",
    types: [FUNCTION],
    description: "Every function says its memory, 256 MB or more.",
    why: "A function gets processor time in proportion to its memory.",
    remedy: "Set memorySize to 256 or more.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: ["nag:Serverless-LambdaDefaultMemorySize"],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    thresholds: {
      memoryMb: { default: 256, minimum: 128, description: "Least memory in MB" },
    },
    checks: [
      function* (handler, { threshold }) {
        const least = threshold("memoryMb");
        if (handler.number("memorySize", 128) < least) {
          yield handler.violation("memorySize", `${least} or more`);
        }
      },
    ],
  },
  {
    id: "fn-description",
    scope: "resource",
    types: [FUNCTION],
    description: "Every function says what it does.",
    why: "Whoever is woken by an alarm knows nothing else of it.",
    remedy: "Set description, the route's key for instance.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: ["pul:aws-lambda-function-missing-description"],
    reference: "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    checks: [
      function* (handler) {
        if (handler.text("description").trim() === "") {
          yield handler.violation("description", "what the function does");
        }
      },
    ],
  },
  {
    id: "fn-concurrency",
    scope: "resource",
    types: [FUNCTION],
    description: "Every function reserves its concurrency.",
    why: "One flooded function uses up what all functions of the account share.",
    remedy: "Set reservedConcurrentExecutions; 0 would switch the function off.",
    severity: "low",
    enforcement: "advisory",
    profiles: ["hipaa", "nist-800-53"],
    wave: 3,
    unknown: "plain",
    ids: [
      "nag:HIPAA.Security-LambdaConcurrency",
      "nag:NIST.800.53.R5-LambdaConcurrency",
      "CKV_AWS_115",
      "guard:lambda_concurrency_check",
    ],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    checks: [
      function* (handler) {
        const property = "reservedConcurrentExecutions";
        if (handler.number(property, -1) < 1) yield handler.violation(property, "1 or more");
      },
    ],
  },
];
