import type * as pulumi from "@pulumi/pulumi";
import type * as cognito from "@pulumi/aws/cognito";
import * as iam from "@pulumi/aws/iam";
import type * as kms from "@pulumi/aws/kms";
import * as lambda from "@pulumi/aws/lambda";
import type { FunctionAlarmArgs } from "../function/function-alarms";
import type { AnyHandler } from "../function/function-code";
import { optionProblems } from "../function/function-options";
import { createInlineFunction, type InlineFunction } from "../function/inline-function";
import type { Problem } from "../shared/arguments";
import { DEFAULT_LOG_RETENTION_DAYS } from "../shared/log-retention";
import { policyDocument, type PolicyStatement } from "../shared/policy-document";
import { type ClaimsArgs, claimsHandler, hasRules } from "./claim-rules";
import { allowDecrypt, createSenderKey, isSender, KEY_VARIABLE } from "./sender-key";
import type { CustomAuthChallenge, TriggerOptions, Triggers } from "./triggers";

/** The arguments that give a pool functions. */
export interface PoolTriggerArgs {
  readonly triggers?: Triggers;
  readonly claims?: ClaimsArgs;
  readonly logRetentionDays?: number;
  readonly tracing?: boolean;
  readonly alarms?: FunctionAlarmArgs | undefined;
}

/** A trigger and its function. */
export interface PoolTrigger {
  /** Logical name of the function. */
  readonly name: string;
  readonly plan: TriggerPlan;
  readonly made: InlineFunction;
  /** Encrypts what the function is to send; undefined for one that sends nothing. */
  readonly senderKey: kms.Key | undefined;
}

type TriggerKey = Exclude<keyof Triggers, "customAuthChallenge"> | keyof CustomAuthChallenge;

interface TriggerPlan extends TriggerOptions {
  /** Member of the pool's `lambdaConfig`. */
  readonly key: TriggerKey;
  /** Path of the argument. */
  readonly owner: string;
  readonly handler: AnyHandler;
  /** Of the event. */
  readonly version: 1 | 2 | 3;
}

// Cognito waits 5 seconds, a cold start included, and nothing changes that (C303). Processor time
// comes with memory: half a gigabyte starts well within it.
const TIMEOUT_SECONDS = 5;
// Nobody waits for a sender, and the services that it calls have their slow moments.
const SENDER_TIMEOUT_SECONDS = 30;
const DEFAULT_MEMORY_MB = 512;

/** Makes the functions of a pool's triggers, before the pool. */
export function createTriggers(
  name: string,
  args: PoolTriggerArgs,
  parent: pulumi.Resource,
): PoolTrigger[] {
  const planned = plans(args);
  const senderKey = planned.some(isSender) ? createSenderKey(name, parent) : undefined;
  return planned.map((plan) => {
    const { key, owner, handler, policies, reservedConcurrency } = plan;
    const ownKey = isSender(plan) ? senderKey : undefined;
    const settings = {
      handler,
      owner,
      description: `${key} of ${name}`,
      timeoutSeconds: ownKey ? SENDER_TIMEOUT_SECONDS : TIMEOUT_SECONDS,
      memoryMb: plan.memoryMb ?? DEFAULT_MEMORY_MB,
      logRetentionDays: args.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
      tracing: args.tracing,
      environment: ownKey ? { ...plan.environment, [KEY_VARIABLE]: ownKey.arn } : plan.environment,
      policies,
      reservedConcurrency,
      alarms: args.alarms,
    };
    const functionName = `${name}-${key}`;
    const made = createInlineFunction(functionName, settings, parent);
    return { name: functionName, plan, made, senderKey: ownKey };
  });
}

/** The pool's part of its triggers. Without any it is left out, which removes all of them (F64). */
export function lambdaConfig(
  triggers: readonly PoolTrigger[],
): Pick<cognito.UserPoolArgs, "lambdaConfig"> {
  if (triggers.length === 0) return {};
  const members = triggers.map(({ plan, made, senderKey }) => {
    const { arn } = made.function;
    if (senderKey) {
      return { [plan.key]: { lambdaArn: arn, lambdaVersion: "V1_0" }, kmsKeyId: senderKey.arn };
    }
    if (plan.key !== "preTokenGeneration") return { [plan.key]: arn };
    // Both, and equal: AWS refuses two that differ (C49), and the provider goes on sending what it
    // last read of the one that is left out (measured: the plan of an update to another function).
    const config = { lambdaArn: arn, lambdaVersion: `V${plan.version}_0` };
    return { preTokenGeneration: arn, preTokenGenerationConfig: config };
  });
  return { lambdaConfig: Object.assign({}, ...members) };
}

/**
 * Lets the pool, and only it, call the functions (C304), and the functions do with the pool what
 * they say. After the pool, and apart from the functions, which the pool needs first: no cycle
 * (C347, C348).
 */
export function connectTriggers(
  triggers: readonly PoolTrigger[],
  pool: cognito.UserPool,
  parent: pulumi.Resource,
): void {
  for (const { name, plan, made, senderKey } of triggers) {
    new lambda.Permission(
      `${name}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: made.function.name,
        principal: "cognito-idp.amazonaws.com",
        sourceArn: pool.arn,
      },
      { parent },
    );
    if (senderKey) allowDecrypt(name, { key: senderKey, role: made.role, pool }, parent);
    if (plan.poolActions === undefined) continue;
    const access: PolicyStatement = { actions: plan.poolActions, resources: [pool.arn] };
    new iam.RolePolicy(
      `${name}-pool-policy`,
      { role: made.role.id, policy: policyDocument([access]) },
      { parent },
    );
  }
}

/** Everything that is wrong with a pool's triggers. */
export function* triggerProblems(args: PoolTriggerArgs): Iterable<Problem> {
  if (args.claims !== undefined && args.triggers?.preTokenGeneration !== undefined) {
    yield (
      "claims and triggers.preTokenGeneration are both given: a pool has one function before its " +
      "tokens. Write the rules into it, or remove it."
    );
  }
  for (const plan of plans(args)) {
    const { owner, poolActions = [], memoryMb, policies, reservedConcurrency } = plan;
    if (isSender(plan) && plan.environment?.[KEY_VARIABLE] !== undefined) {
      yield `${owner}.environment sets ${KEY_VARIABLE}, which has the ARN of the layer's own key: choose another name.`;
    }
    yield* optionProblems(owner, {
      ...(memoryMb !== undefined && { memoryMb }),
      ...(policies !== undefined && { policies }),
    });
    if (reservedConcurrency !== undefined && !(reservedConcurrency >= 1)) {
      yield `${owner}.reservedConcurrency is ${reservedConcurrency}: the function would never run.`;
    }
    const action = poolActions.find((name) => !/^cognito-idp:[A-Za-z]+$/.test(name));
    if (action !== undefined) {
      yield `${owner}.poolActions allows "${action}": name each action, such as "cognito-idp:AdminGetUser".`;
    }
  }
}

function plans({ triggers = {}, claims }: PoolTriggerArgs): TriggerPlan[] {
  const { customAuthChallenge, ...others } = triggers;
  const given = [
    ...Object.entries<AnyTrigger>(others).map(([key, trigger]) =>
      planOf(key, `triggers.${key}`, trigger),
    ),
    ...Object.entries<AnyTrigger>({ ...customAuthChallenge }).map(([key, trigger]) =>
      planOf(key, `triggers.customAuthChallenge.${key}`, trigger),
    ),
  ];
  if (claims === undefined || !hasRules(claims)) return given;
  const handler = claimsHandler(claims);
  return [...given, { key: "preTokenGeneration", owner: "claims", handler, version: 2 }];
}

type AnyTrigger =
  AnyHandler | (TriggerOptions & { readonly handler: AnyHandler; readonly version?: 1 | 2 | 3 });

function planOf(key: string, owner: string, trigger: AnyTrigger): TriggerPlan {
  const settings = typeof trigger === "function" ? { handler: trigger } : trigger;
  return { version: 2, ...settings, key: key as TriggerKey, owner };
}
