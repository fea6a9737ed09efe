import * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import {
  accountTrustPolicy,
  policyDocument,
  type PolicyStatement,
} from "../shared/policy-document";
import { logProtection } from "../shared/service-key";
import { createFunctionAlarms, type FunctionAlarmArgs } from "./function-alarms";
import { type AnyHandler, ENTRY_POINT, functionCode } from "./function-code";

/** Subnets and security groups that a function's network interfaces are in. */
export interface FunctionVpc {
  /** Private subnets of two zones or more: a function there has no way out without NAT or endpoints. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * Versions of Node that AWS supports, as the rule `fn-runtime` has them.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export type FunctionRuntime = "nodejs22.x" | "nodejs24.x";

/** What a function is made from. */
export interface InlineFunctionArgs {
  readonly handler: AnyHandler;
  /** Names the function in error messages, for instance `routes["GET /hello"]`. */
  readonly owner: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly logRetentionDays: number;
  /** KMS key that protects the log. @default the service's own key */
  readonly logKeyArn?: pulumi.Input<string> | undefined;
  /** @default "nodejs24.x" */
  readonly runtime?: FunctionRuntime | undefined;
  /** @default "arm64" */
  readonly architecture?: "arm64" | "x86_64" | undefined;
  readonly vpc?: FunctionVpc | undefined;
  readonly environment?: { readonly [name: string]: pulumi.Input<string> } | undefined;
  readonly policies?: readonly PolicyStatement[] | undefined;
  readonly tracing?: boolean | undefined;
  /** Calls at the same time; undefined leaves it to the account. */
  readonly reservedConcurrency?: number | undefined;
  /** Undefined: nobody is told of failures. */
  readonly alarms?: FunctionAlarmArgs | undefined;
}

/** A function and the role it runs under. */
export interface InlineFunction {
  readonly function: lambda.Function;
  readonly role: iam.Role;
}

const DEFAULT_RUNTIME: FunctionRuntime = "nodejs24.x";
const LAMBDA = "lambda.amazonaws.com";

/**
 * Makes a function of an inline handler, with a role and a log group of its own, below `parent`.
 * Who may call it is the caller's to say.
 */
export function createInlineFunction(
  name: string,
  args: InlineFunctionArgs,
  parent: pulumi.Resource,
): InlineFunction {
  // Before the function: a log group that Lambda makes itself never expires.
  const logGroup = new cloudwatch.LogGroup(
    `${name}-logs`,
    { retentionInDays: args.logRetentionDays, ...logProtection(args.logKeyArn) },
    { parent },
  );
  const role = new iam.Role(
    `${name}-role`,
    {
      description: `Runs ${args.description}`,
      assumeRolePolicy: accountTrustPolicy(LAMBDA, logGroup.arn),
    },
    { parent },
  );
  const policy = new iam.RolePolicy(
    `${name}-policy`,
    { role: role.id, policy: permissions(logGroup.arn, args) },
    { parent },
  );
  const handler = new lambda.Function(
    name,
    {
      description: args.description,
      code: functionCode(args.handler, args.owner),
      handler: ENTRY_POINT,
      runtime: args.runtime ?? DEFAULT_RUNTIME,
      architectures: [args.architecture ?? "arm64"],
      role: role.arn,
      timeout: args.timeoutSeconds,
      memorySize: args.memoryMb,
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
      ...(args.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: args.reservedConcurrency,
      }),
      ...(args.vpc && { vpcConfig: args.vpc }),
      ...(args.tracing === true && { tracingConfig: { mode: "Active" } }),
      ...(args.environment && { environment: { variables: args.environment } }),
    },
    { parent, dependsOn: [policy] },
  );
  if (args.alarms !== undefined) createFunctionAlarms(name, handler.name, args.alarms, parent);
  return { function: handler, role };
}

// X-Ray knows no resources:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
const sendTraces: PolicyStatement = {
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};

// Network interfaces have no ARN before they are made:
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
const joinNetwork: PolicyStatement = {
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: ["*"],
};

function permissions(
  logGroupArn: pulumi.Output<string>,
  { policies = [], tracing = false, vpc }: InlineFunctionArgs,
): pulumi.Output<string> {
  const writeLog = {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [pulumi.interpolate`${logGroupArn}:*`],
  };
  return policyDocument([
    writeLog,
    ...(tracing ? [sendTraces] : []),
    ...(vpc ? [joinNetwork] : []),
    ...policies,
  ]);
}
