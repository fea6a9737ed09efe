import type { Invocation } from "../../functions/invocation.ts";
import { ServiceError } from "../../json-api/errors.ts";
import type { PoolContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import type { BrokenTrigger, TriggerName, TriggerPlan } from "./plan.ts";
import { firstInTime } from "./time-limit.ts";
import { emptyResponse, readResponse, type TriggerResponse } from "./responses.ts";

/** One call of a trigger. */
export interface TriggerCall {
  readonly trigger: TriggerName;
  /** The part of `triggerSource` after the trigger's name. */
  readonly source: string;
  readonly userName: string;
  /** Null where no app client is concerned. */
  readonly clientId: string | null;
  readonly request: { readonly [member: string]: unknown };
}

/**
 * Calls a trigger of the pool and waits for its answer.
 * @returns the `response` that it filled in, its members' types checked; undefined where the pool has no such trigger
 * @throws ServiceError UserLambdaValidationException for what the function threw, UnexpectedLambdaException for one out
 *   of reach or too slow, InvalidLambdaResponseException for a response of another form (C303, C304)
 */
export async function callTrigger(
  { service, pool }: PoolContext,
  call: TriggerCall,
): Promise<TriggerResponse | undefined> {
  const { trigger } = call;
  const plan = pool.triggers.get(trigger);
  if (!plan) return undefined;
  if ("error" in plan) throw outOfReach({ service, pool }, trigger, plan);
  const event = JSON.stringify(envelope(pool, plan, call));
  const invocation = await firstInTime(() => service.functions.invoke(plan.urn, event));
  if (!invocation) {
    throw unexpected(trigger, "Socket timeout while invoking Lambda function");
  }
  if (!invocation.ok) throw failure({ service, pool }, trigger, invocation);
  const response = readResponse(trigger, invocation.payload);
  if (!response) {
    service.log(`user pool ${pool.name}: ${trigger} returned no event with a usable response`);
    throw invalidResponse();
  }
  return response;
}

/**
 * Calls a trigger as AWS calls custom senders: nobody waits for it, and what it returns changes nothing (C306). What
 * goes wrong in it is said in the runtime's log.
 * @throws ServiceError UnexpectedLambdaException for one out of reach (C304)
 */
export function startTrigger(
  { service, pool }: PoolContext,
  plan: TriggerPlan | BrokenTrigger,
  call: TriggerCall,
): void {
  const { trigger } = call;
  if ("error" in plan) throw outOfReach({ service, pool }, trigger, plan);
  // Such events have no place for a response.
  const { response: _, ...event } = envelope(pool, plan, call);
  const failed = (why: string): void =>
    service.log(
      `user pool ${pool.name}: ${trigger} failed, and AWS would try it twice more: ${why}`,
    );
  service.functions.invoke(plan.urn, JSON.stringify(event)).then(
    (end) => !end.ok && failed(`${end.errorType}: ${end.errorMessage}`),
    (error: unknown) => failed(String(error)),
  );
}

/** A response that the pool cannot use (C303). */
export function invalidResponse(): ServiceError {
  return new ServiceError("InvalidLambdaResponseException", "Unrecognizable lambda output");
}

/** What events say about a stored user; all values are texts (C307). */
export function eventAttributes({ pool }: PoolContext, user: User): Record<string, string> {
  const { email, email_verified: isVerified } = user.attributes;
  const isAlias = pool.aliasAttributes.includes("email") && isVerified === "true";
  return {
    sub: user.sub,
    "cognito:user_status": user.status,
    ...(isAlias && email && { "cognito:email_alias": email }),
    ...user.attributes,
  };
}

function envelope(
  pool: PoolContext["pool"],
  { version }: TriggerPlan,
  { trigger, source, userName, clientId, request }: TriggerCall,
) {
  return {
    version,
    region: pool.region,
    userPoolId: pool.id,
    userName,
    callerContext: {
      awsSdkVersion: "aws-sdk-unknown-unknown",
      clientId: clientId ?? "CLIENT_ID_NOT_APPLICABLE",
    },
    // The sources of this trigger alone have another name before them (C50).
    triggerSource: `${trigger === "PreTokenGeneration" ? "TokenGeneration" : trigger}_${source}`,
    request,
    response: emptyResponse(trigger, version),
  };
}

function failure(
  context: PoolContext,
  trigger: TriggerName,
  { kind, errorType, errorMessage }: Extract<Invocation, { ok: false }>,
): ServiceError {
  // Lambda's own refusals: the function said nothing.
  if (kind === "missing" || kind === "throttled") {
    return outOfReach(context, trigger, { error: errorType, hint: errorMessage });
  }
  return new ServiceError(
    "UserLambdaValidationException",
    `${trigger} failed with error ${errorMessage}.`,
  );
}

function outOfReach(
  { service, pool }: PoolContext,
  trigger: TriggerName,
  { error, hint }: BrokenTrigger,
): ServiceError {
  service.log(`user pool ${pool.name}: ${trigger} cannot be called: ${hint}`);
  return unexpected(trigger, error);
}

function unexpected(trigger: TriggerName, error: string): ServiceError {
  return new ServiceError(
    "UnexpectedLambdaException",
    `${trigger} invocation failed due to error ${error}.`,
  );
}
