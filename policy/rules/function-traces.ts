import { textIs } from "../property-checks.ts";
import type { Rule } from "../rule.ts";
import { FUNCTION } from "../types.ts";

/** Levels of `loggingConfig` that write what no production log should hold. */
const VERBOSE = ["DEBUG", "TRACE"];

export const FUNCTION_TRACE_RULES: readonly Rule[] = [
  {
    id: "fn-tracing",
    scope: "resource",
    types: [FUNCTION],
    description: "Every function sends traces to X-Ray.",
    why: "An HTTP API makes no traces, so the function is the only place that can.",
    remedy: 'Set tracingConfig.mode to "Active", and let the role write traces.',
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp"],
    wave: 2,
    unknown: "plain",
    ids: [
      "Lambda.7",
      "nag:Serverless-LambdaTracing",
      "CKV_AWS_50",
      "AVD-AWS-0066",
      "AVD-AWS-0125",
      "pul:aws-lambda-function-enable-tracing-config",
      "pul:aws-lambda-function-configure-tracing-config",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-7",
    remediate: { "tracingConfig.mode": "Active" },
    checks: [textIs("tracingConfig.mode", "Active", "PassThrough")],
  },
  {
    id: "fn-logging",
    scope: "resource",
    types: [FUNCTION],
    description: "Functions log in JSON, and outside of development no finer than INFO.",
    why: "Nobody finds a field in plain text, and verbose logs hold what a request carried.",
    remedy: "Set loggingConfig.logFormat to JSON and the levels to INFO or above.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 2,
    unknown: "edge",
    ids: ["nag:Serverless-LambdaLogging", "nag:Serverless-LambdaLogLevel", "ASVS 16.2.1"],
    reference:
      "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x25-V16-Security-Logging-and-Error-Handling.md",
    remediate: { "loggingConfig.logFormat": "JSON" },
    checks: [
      textIs("loggingConfig.logFormat", "JSON", "Text"),
      function* (handler, { settings }) {
        if (settings.profile === "baseline") return;
        for (const level of ["applicationLogLevel", "systemLogLevel"]) {
          const property = `loggingConfig.${level}`;
          if (VERBOSE.includes(handler.text(property, "INFO").toUpperCase())) {
            yield handler.violation(property, "INFO, WARN, ERROR or FATAL");
          }
        }
      },
    ],
  },
];
