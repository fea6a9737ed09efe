import {
  FUNCTION,
  FUNCTION_EVENT_CONFIG,
  FUNCTION_URL,
  PERMISSION,
  ROLE,
} from "../../../policy/types.ts";
import { resource, type Stack } from "./stack.ts";

const ACCOUNT = "123456789012";
const LAMBDA_ARN = `arn:aws:lambda:eu-west-1:${ACCOUNT}`;

/** A function of an API, and one that a bucket invokes without waiting. */
export const SECURE_FUNCTIONS: Stack = [
  resource(
    FUNCTION,
    "hello",
    {
      id: "hello",
      name: "hello",
      arn: `${LAMBDA_ARN}:function:hello`,
      description: "GET /hello",
      runtime: "nodejs24.x",
      role: `arn:aws:iam::${ACCOUNT}:role/hello`,
      timeout: 10,
      memorySize: 256,
      reservedConcurrentExecutions: 10,
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: "hello-logs" },
      environment: { variables: { TABLE: "orders" } },
      kmsKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1f2e3d`,
      code: { archive: { "index.js": { text: "exports.handler = async () => ({});" } } },
      codeSigningConfigArn: `${LAMBDA_ARN}:code-signing-config:csc-1`,
      layers: [`${LAMBDA_ARN}:layer:shared:7`],
      vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
    },
    { role: [ROLE, "role"] },
  ),
  resource(FUNCTION, "worker", {
    id: "worker",
    name: "worker",
    arn: `${LAMBDA_ARN}:function:worker`,
    description: "Makes thumbnails",
    runtime: "python3.14",
    role: `arn:aws:iam::${ACCOUNT}:role/worker`,
    timeout: 300,
    memorySize: 1024,
    reservedConcurrentExecutions: 5,
    tracingConfig: { mode: "Active" },
    loggingConfig: { logFormat: "JSON", applicationLogLevel: "WARN" },
    codeSigningConfigArn: `${LAMBDA_ARN}:code-signing-config:csc-1`,
    vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
  }),
  resource(
    PERMISSION,
    "bucket-permission",
    {
      action: "lambda:InvokeFunction",
      function: "worker",
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::uploads",
    },
    { function: [FUNCTION, "worker"] },
  ),
  resource(
    FUNCTION_EVENT_CONFIG,
    "worker-events",
    {
      functionName: "worker",
      destinationConfig: { onFailure: { destination: `arn:aws:sqs:eu-west-1:${ACCOUNT}:failed` } },
    },
    { functionName: [FUNCTION, "worker"] },
  ),
  resource(
    FUNCTION_URL,
    "worker-url",
    { functionName: "worker", authorizationType: "AWS_IAM" },
    { functionName: [FUNCTION, "worker"] },
  ),
];
