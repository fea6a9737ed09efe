import type { Rule } from "../rule.ts";
import { looksSecret } from "../secret-text.ts";
import { STAGE } from "../types.ts";
import { SECRET } from "../values.ts";
import { isWebSocket } from "./protocol.ts";

const LEVEL = "defaultRouteSettings.loggingLevel";

export const STAGE_SETTING_RULES: readonly Rule[] = [
  {
    id: "stage-exec-logging",
    scope: "stack",
    types: [STAGE],
    description: "A stage of a WebSocket API logs its errors.",
    why: "Messages on an open connection have no access log line that says how they failed.",
    remedy: "Set loggingLevel to ERROR. Stages of HTTP APIs have no execution log.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "fsbp", "hipaa", "nist-800-53", "pci"],
    wave: 3,
    unknown: "plain",
    ids: [
      "APIGateway.1",
      "nag:AwsSolutions-APIG6",
      "nag:HIPAA.Security-APIGWExecutionLoggingEnabled",
      "nag:NIST.800.53.R5-APIGWExecutionLoggingEnabled",
      "nag:PCI.DSS.321-APIGWExecutionLoggingEnabled",
      "CKV2_AWS_4",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-1",
    applies: isWebSocket,
    checks: [
      function* (stage) {
        const isLogged = ["ERROR", "INFO"].includes(stage.text(LEVEL, "OFF"));
        if (!isLogged) yield stage.violation(LEVEL, "ERROR or INFO");
      },
    ],
  },
  {
    id: "stage-vars-no-secrets",
    scope: "resource",
    types: [STAGE],
    description: "Stage variables hold no secrets.",
    why: "Whoever may look at the API sees them, and they stand in every event.",
    remedy:
      "Keep the value in Secrets Manager or as a SecureString, and give the function its name.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html",
    applies: (stage) => stage.has("stageVariables"),
    checks: [
      function* (stage) {
        for (const [name, value] of Object.entries(stage.members("stageVariables"))) {
          const isSecret =
            value === SECRET || (typeof value === "string" && looksSecret(name, value));
          // The name says where; the value is nobody's business.
          const found = `[${name}]`;
          if (isSecret) yield stage.violation(["stageVariables", name], "no secret", { found });
        }
      },
    ],
  },
];
