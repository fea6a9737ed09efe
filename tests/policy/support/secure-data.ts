import {
  BACKUP_SELECTION,
  CONFIGURATION,
  FUNCTION,
  KMS_KEY,
  LOG_GROUP,
  LOG_RESOURCE_POLICY,
  METRIC_ALARM,
  TABLE,
  TABLE_RESOURCE_POLICY,
} from "../../../policy/types.ts";
import { SECRET } from "../../../policy/values.ts";
import { policy } from "./secure-roles.ts";
import { resource, type Stack } from "./stack.ts";

const ACCOUNT = "123456789012";
const KEY_ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1f2e3d`;
const TABLE_ARN = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table`;

const LOG_SETTINGS = { retentionInDays: 365, kmsKeyId: KEY_ARN, deletionProtectionEnabled: true };
const TABLE_SETTINGS = {
  billingMode: "PAY_PER_REQUEST",
  pointInTimeRecovery: { enabled: true },
  serverSideEncryption: { enabled: true, kmsKeyArn: KEY_ARN },
  deletionProtectionEnabled: true,
};

/** Logs, tables and their keys. */
export const SECURE_DATA: Stack = [
  resource(KMS_KEY, "key", {
    arn: KEY_ARN,
    enableKeyRotation: true,
    policy: policy({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "kms:*",
      Resource: "*",
    }),
  }),
  resource(LOG_GROUP, "hello-logs", { id: "hello-logs", name: "hello-logs", ...LOG_SETTINGS }),
  resource(
    LOG_GROUP,
    "worker-logs",
    { name: "/aws/lambda/worker", ...LOG_SETTINGS },
    { name: [FUNCTION, "worker"] },
  ),
  resource(LOG_RESOURCE_POLICY, "log-policy", {
    policyDocument: policy({
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/*`,
    }),
  }),
  resource(TABLE, "orders", { id: "orders", arn: `${TABLE_ARN}/orders`, ...TABLE_SETTINGS }),
  resource(TABLE, "sessions", {
    id: "sessions",
    arn: `${TABLE_ARN}/sessions`,
    tags: { backup: "daily" },
    ttl: { enabled: true, attributeName: "expiresAt" },
    ...TABLE_SETTINGS,
  }),
  resource(
    TABLE_RESOURCE_POLICY,
    "orders-access",
    {
      resourceArn: `${TABLE_ARN}/orders`,
      policy: policy({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/reports` },
        Action: "dynamodb:Query",
        Resource: `${TABLE_ARN}/orders`,
      }),
    },
    { resourceArn: [TABLE, "orders"] },
  ),
  resource(
    BACKUP_SELECTION,
    "backup",
    {
      resources: [`${TABLE_ARN}/orders`],
      selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }],
    },
    { resources: [TABLE, "orders"] },
  ),
];

const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:alarms`;
const alarm = (metricName: string) =>
  resource(METRIC_ALARM, `${metricName}-alarm`, { metricName, alarmActions: [TOPIC] });

/** The configuration, as the recorder tells it, and alarms. */
export const SECURE_PROGRAM: Stack = [
  resource(CONFIGURATION, "shop-test", {
    "aws:defaultTags": '{"tags":{"project":"shop","stack":"test"}}',
    "shop:token": SECRET,
    "shop:profile": "prod",
  }),
  ...["4xx", "5xx", "Errors", "Throttles", "SignInThrottles"].map(alarm),
  resource(METRIC_ALARM, "latency-alarm", {
    metricQueries: [
      { id: "p99", metric: { metricName: "Latency", namespace: "AWS/ApiGateway", stat: "p99" } },
    ],
    alarmActions: [TOPIC],
  }),
];
