import type * as pulumi from "@pulumi/pulumi";
import type * as cognito from "@pulumi/aws/cognito";
import * as lambda from "@pulumi/aws/lambda";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import { type RotationEvent, rotateClientSecret } from "../../handlers/secret-rotation/rotate";
import type { FunctionAlarmArgs } from "../function/function-alarms";
import { createInlineFunction } from "../function/inline-function";
import { integerProblem, type Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { DEFAULT_LOG_RETENTION_DAYS } from "../shared/log-retention";
import type { StoredSecret } from "./stored-secret";

/** When a client's secret is replaced. */
export interface SecretRotationArgs {
  /**
   * Days from one rotation to the next, for which the secret that was replaced stays valid. 1 to 1,000.
   */
  readonly everyDays: number;
}

/** Settings of the function that rotates, those of the layer's other functions. */
export interface RotationFunctionArgs {
  readonly logRetentionDays?: number;
  readonly tracing?: boolean;
  readonly alarms?: FunctionAlarmArgs | undefined;
}

/** What is rotated, when, and by what. */
export interface Rotation extends SecretRotationArgs {
  readonly stored: StoredSecret;
  readonly client: cognito.UserPoolClient;
  readonly userPoolArn: pulumi.Input<string>;
  readonly functions: RotationFunctionArgs;
}

// Seven calls at most in one step, each of which gives up after 2 s.
const TIMEOUT_SECONDS = 30;
const MEMORY_MB = 256;

const SECRET_ACTIONS = [
  "secretsmanager:DescribeSecret",
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecretVersionStage",
];
const POOL_ACTIONS = [
  "cognito-idp:AddUserPoolClientSecret",
  "cognito-idp:DeleteUserPoolClientSecret",
  "cognito-idp:ListUserPoolClientSecrets",
];

/**
 * Has Secrets Manager replace a client's secret time and again, by a function that only it may call. The first time is
 * `everyDays` from now: the secret is new.
 */
export function rotateStoredSecret(
  name: string,
  { stored, client, userPoolArn, everyDays, functions }: Rotation,
  parent: pulumi.Resource,
): void {
  const { secret, version } = stored;
  const { logRetentionDays = DEFAULT_LOG_RETENTION_DAYS, tracing, alarms } = functions;
  const { function: rotate } = createInlineFunction(
    name,
    {
      handler: async (event: RotationEvent) => rotateClientSecret(event),
      owner: "secretRotation",
      description: `rotation of ${name}`,
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMb: MEMORY_MB,
      logRetentionDays,
      tracing,
      alarms,
      environment: { USER_POOL_ID: client.userPoolId, CLIENT_ID: client.id },
      policies: [
        { actions: SECRET_ACTIONS, resources: [secret.arn] },
        { actions: POOL_ACTIONS, resources: [userPoolArn] },
      ],
    },
    parent,
  );
  const permission = new lambda.Permission(
    `${name}-permission`,
    {
      action: "lambda:InvokeFunction",
      function: rotate.name,
      principal: "secretsmanager.amazonaws.com",
      sourceArn: secret.arn,
    },
    { parent },
  );
  new secretsmanager.SecretRotation(
    name,
    {
      secretId: secret.id,
      rotationLambdaArn: rotate.arn,
      rotationRules: { automaticallyAfterDays: everyDays },
      // Else every change of `everyDays` would delete a secret that servers may still use.
      rotateImmediately: false,
    },
    { parent, dependsOn: [permission, version] },
  );
}

/** What is wrong with a rotation. */
export function secretRotationProblem(
  path: string,
  rotation: SecretRotationArgs | undefined,
): Problem {
  return integerProblem(`${path}.everyDays`, rotation?.everyDays, limits.rotationDays);
}
