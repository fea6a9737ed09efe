import { SECRET } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { remove, set } from "../support/stack.ts";

const LEVEL = "defaultRouteSettings.loggingLevel";

describePolicy("stage-exec-logging", [
  {
    it: "refuses the provider's default on a WebSocket API",
    change: set("socket-stage", { [LEVEL]: undefined }),
    says: [`Stage "socket-stage": ${LEVEL} is not set, which means "OFF"; wanted: ERROR or INFO.`],
  },
  {
    it: "refuses OFF on a WebSocket API",
    change: set("socket-stage", { [LEVEL]: "OFF" }),
    says: [`Stage "socket-stage": ${LEVEL} is "OFF"; wanted: ERROR or INFO.`],
  },
  { it: "does not apply to HTTP APIs", change: remove("socket-stage"), applies: false },
]);

const refused = (name: string, value: string | typeof SECRET): Case => ({
  it: `refuses ${name}`,
  change: set("stage", { stageVariables: { [name]: value } }),
  says: [`Stage "stage": stageVariables.${name} is "[${name}]"; wanted: no secret.`],
});

describePolicy("stage-vars-no-secrets", [
  { ...refused("url", SECRET), it: "refuses what the program itself calls a secret" },
  refused("apiKey", "abc"),
  refused("DB_PASSWORD", "abc"),
  refused("key", "AKIAIOSFODNN7EXAMPLE"),
  refused("seed", "kJ8s0Pq2Lx9Vb4Nm7Rt1Wz"),
  {
    it: "accepts names, addresses and references",
    change: set("stage", {
      stageVariables: {
        table: "orders-2026",
        backend: "https://api.example.com/v1",
        tokenEndpoint: "https://auth.example.com/oauth2/token",
        secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
        userPool: "eu-central-1_Qw3RtY7uI",
        bundleHash: "kJ8s0Pq2Lx9Vb4Nm7Rt1Wz",
        commit: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
      },
    }),
  },
  {
    it: "does not apply without variables",
    change: set("stage", { stageVariables: undefined }),
    applies: false,
  },
]);
