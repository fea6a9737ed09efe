import type { Rule } from "../rule.ts";
import { STAGE } from "../types.ts";
import {
  isSecretVariable,
  LOG_FIELDS,
  MAX_FORMAT_BYTES,
  SAFE_FORMAT,
  variablesOf,
} from "./access-log-format.ts";

const SETTINGS = "accessLogSettings";
const DESTINATION = `${SETTINGS}.destinationArn`;
const FORMAT = `${SETTINGS}.format`;
const LOG_DESTINATION =
  /^arn:[\w-]+:(logs:[^:]+:\d{12}:log-group:|firehose:[^:]+:\d{12}:deliverystream\/amazon-apigateway-)./;
const ASVS_LOGGING =
  "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x25-V16-Security-Logging-and-Error-Handling.md";

export const STAGE_LOG_RULES: readonly Rule[] = [
  {
    id: "stage-access-logs",
    scope: "resource",
    types: [STAGE],
    description: "A stage logs each request, to a destination and in a format.",
    why: "Without a line of its own nobody can tell why a request was refused, or that it was made.",
    remedy: "Point accessLogSettings at a log group that keeps its lines, and give a format.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 1,
    unknown: "edge",
    ids: [
      "APIGateway.9",
      "nag:AwsSolutions-APIG1",
      "nag:Serverless-APIGWAccessLogging",
      "CKV_AWS_76",
      "AVD-AWS-0001",
      "AVD-AWS-0116",
      "AC_AWS_0442",
      "prow:apigatewayv2_api_access_logging_enabled",
      "guard:api_gwv2_access_logs_enabled",
      "pul:stage-enable-access-logging",
      "pul:stage-configure-access-logging",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-9",
    checks: [
      function* (stage) {
        if (!stage.has(SETTINGS)) yield stage.violation(SETTINGS, "a destination and a format");
        else if (!LOG_DESTINATION.test(stage.text(DESTINATION))) {
          yield stage.violation(DESTINATION, "the ARN of a log group or of a delivery stream");
        }
      },
      function* (stage) {
        const isBare = stage.has(SETTINGS) && !stage.has(FORMAT);
        if (isBare) yield stage.violation(FORMAT, "a format");
      },
    ],
  },
  {
    id: "stage-log-json",
    scope: "resource",
    types: [STAGE],
    description: "An access log line is JSON and says who asked for what, and why it was refused.",
    why: "Lines of plain text cannot be searched by field, and a caller's blanks and line ends forge them.",
    remedy:
      `Write the format as JSON of at most 3 KB, for instance ${SAFE_FORMAT}. ` +
      "Routes without claims name the caller by $context.authorizer.principalId or $context.identity.userArn.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "wait",
    ids: ["nag:Serverless-APIGWStructuredLogging", "ASVS 16.2"],
    reference: ASVS_LOGGING,
    remediate: { [FORMAT]: SAFE_FORMAT },
    applies: (stage) => stage.has(FORMAT),
    checks: [
      function* (stage) {
        const format = stage.text(FORMAT);
        const variables = variablesOf(format);
        const missing = LOG_FIELDS.filter((names) => !names.some((name) => variables.has(name)));
        if (!isJsonObject(format)) yield stage.violation(FORMAT, "one JSON object");
        else if (missing.length > 0) {
          const wanted = missing.map(([name]) => name).join(", ");
          yield stage.violation(FORMAT, `JSON with ${wanted} as well`);
        } else if (Buffer.byteLength(format) > MAX_FORMAT_BYTES) {
          yield stage.violation(FORMAT, "at most 3 KB");
        }
      },
    ],
  },
  {
    id: "stage-log-no-secrets",
    scope: "resource",
    types: [STAGE],
    description: "An access log holds no token, key or cookie.",
    why: "Whoever may read the log could use what stands in it.",
    remedy: "Take the variable out of the format.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 2,
    unknown: "wait",
    ids: ["ASVS 16.2.5"],
    reference: ASVS_LOGGING,
    applies: (stage) => stage.has(FORMAT),
    checks: [
      function* (stage) {
        const found = [...variablesOf(stage.text(FORMAT))].filter(isSecretVariable);
        if (found.length === 0) return;
        const remedy = `Take ${found.join(", ")} out of the format.`;
        yield stage.violation(FORMAT, `a format without ${found.join(", ")}`, { remedy });
      },
    ],
  },
];

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
