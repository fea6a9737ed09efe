import {
  API,
  CONFIGURATION,
  FUNCTION,
  INTEGRATION,
  LOG_GROUP,
  WEB_ACL,
  WEB_ACL_LOGGING,
} from "../../../policy/types.ts";
import type { Value } from "../../../policy/values.ts";
import { policy } from "./secure-roles.ts";
import { add, all, type Change, remove, resource, set } from "./stack.ts";

const ACCOUNT = "123456789012";
const everybody = (Action: string): string => policy({ Effect: "Allow", Principal: "*", Action });
const allow = (Action: string, Resource: string): Value => ({ Effect: "Allow", Action, Resource });

const functions = all(
  set("hello", {
    runtime: "nodejs18.x",
    "tracingConfig.mode": "PassThrough",
    "loggingConfig.logFormat": "Text",
    timeout: 3,
    memorySize: 128,
    description: undefined,
    "environment.variables.DB_PASSWORD": "hunter2hunter2",
    kmsKeyArn: undefined,
    code: { archive: { "index.js": { text: ["ghp", "a1B2".repeat(9)].join("_") } } },
    codeSigningConfigArn: undefined,
    "layers[0]": "arn:aws:lambda:eu-west-1:210987654321:layer:other:1",
    "vpcConfig.subnetIds": ["subnet-1"],
  }),
  set("worker", { timeout: 20, role: `arn:aws:iam::${ACCOUNT}:role/pre-token` }),
  set("worker-url", { authorizationType: "NONE" }),
  remove("worker-logs"),
  // No permission lets the API call it.
  add(
    resource(
      INTEGRATION,
      "to-worker",
      { apiId: "a1b2c3d4e5" },
      { apiId: [API, "api"], integrationUri: [FUNCTION, "worker"] },
    ),
  ),
);

const permissions = all(
  set("bucket-permission", { principal: "*", action: "lambda:*" }),
  set("pre-token-permission", { sourceArn: undefined }),
  set("permission", { sourceArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:a1b2c3d4e5/*/*` }),
);

const roles = all(
  set("role", {
    assumeRolePolicy: policy({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } }),
    maxSessionDuration: 7200,
  }),
  set("role-policy", { policy: policy(allow("*", "*")) }),
  set("orders-policy", {
    policy: policy(
      allow("s3:*", "arn:aws:s3:::uploads"),
      { Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::uploads" },
      allow("iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/*`),
      allow("ec2:RunInstances", `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/*`),
      allow("kms:Decrypt", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/*`),
      allow("dynamodb:GetItem", `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/*`),
    ),
  }),
  set("orders-attachment", { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
  set("deploy-role", {
    managedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/own`],
    assumeRolePolicy: policy({
      Effect: "Allow",
      Principal: { Federated: "token.actions.githubusercontent.com" },
      Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts" } },
    }),
  }),
);

const data = all(
  set("hello-logs", {
    retentionInDays: 0,
    kmsKeyId: undefined,
    deletionProtectionEnabled: undefined,
  }),
  add(
    resource(LOG_GROUP, "short-logs", {
      retentionInDays: 30,
      kmsKeyId: "key",
      deletionProtectionEnabled: true,
    }),
  ),
  set("log-policy", { policyDocument: everybody("logs:PutLogEvents") }),
  set("orders", {
    pointInTimeRecovery: undefined,
    serverSideEncryption: undefined,
    deletionProtectionEnabled: false,
    billingMode: "PROVISIONED",
  }),
  set("orders-access", { policy: everybody("dynamodb:Query") }),
  set("sessions", { ttl: undefined }),
  set("key", { enableKeyRotation: false, policy: everybody("kms:Decrypt") }),
);

const METRICS = { visibilityConfig: { cloudwatchMetricsEnabled: true } };
const counts = (name: string, statement: Value): Value => ({
  name,
  action: { count: {} },
  statement,
  ...METRICS,
});

const firewalls = all(
  set("acl", {
    scope: "CLOUDFRONT",
    defaultAction: { block: {} },
    rules: [],
    "visibilityConfig.cloudwatchMetricsEnabled": false,
  }),
  set("acl-log", {
    "logDestinationConfigs[0]": `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:waf`,
    redactedFields: undefined,
  }),
  add(
    resource(WEB_ACL, "counting-acl", {
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: [
        counts("known-bad", {
          managedRuleGroupStatement: { name: "AWSManagedRulesKnownBadInputsRuleSet" },
        }),
        counts("rate", { rateBasedStatement: { limit: 500 } }),
      ],
      ...METRICS,
    }),
    resource(
      WEB_ACL_LOGGING,
      "counting-log",
      {
        logDestinationConfigs: ["arn:aws:s3:::aws-waf-logs-shop"],
        redactedFields: ["authorization", "cookie"]
          .map((name): Value => ({ singleHeader: { name } }))
          .concat({ queryString: {} }),
      },
      { resourceArn: [WEB_ACL, "counting-acl"] },
    ),
  ),
);

const configuration = { "shop:apiKey": "k3y-0f-a-partner", "aws:defaultTags": "{}" };
const program: Change = (stack) =>
  remove("Errors-alarm")(stack).map((facts) =>
    facts.type === CONFIGURATION
      ? { ...facts, props: { ...facts.props, ...configuration } }
      : facts,
  );

/** Every mistake that policies on functions, roles, data, web ACLs and the program know, each of them once. */
export const BREAK_ACCOUNT: Change = all(functions, permissions, roles, data, firewalls, program);
