import type * as pulumi from "@pulumi/pulumi";
import { FUNCTION_ALARMS, type FunctionAlarmArgs } from "../function/function-alarms";
import { createOccurrenceAlarm, createShareAlarm, type Metric } from "../shared/alarms";
import { any, type ShapesOf } from "../shared/shapes";

/** When failed sign-ins, and failures of the triggers' functions, are told. */
export interface SignInAlarmArgs extends FunctionAlarmArgs {
  /** Sign-ins at one client that fail, from 20 in five minutes on. Percent, 1 to 100. @default 50 */
  readonly failedSignInPercent?: number;
}

/** Shape of {@link SignInAlarmArgs}. */
export const SIGN_IN_ALARMS: ShapesOf<SignInAlarmArgs> = {
  ...FUNCTION_ALARMS,
  failedSignInPercent: any,
};

const DEFAULT_FAILED_PERCENT = 50;

/** The app clients of a pool, by name. */
export interface AlarmedClients {
  readonly userPoolId: pulumi.Input<string>;
  readonly clients: { readonly [name: string]: { readonly id: pulumi.Input<string> } };
}

/**
 * Alarms on failed and throttled sign-ins at each app client. Cognito counts by client: there is
 * no metric of a whole pool.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
 */
export function createSignInAlarms(
  name: string,
  { userPoolId, clients }: AlarmedClients,
  args: SignInAlarmArgs,
  parent: pulumi.Resource,
): void {
  for (const [key, { id }] of Object.entries(clients)) {
    const dimensions = { UserPool: userPoolId, UserPoolClient: id };
    createClientAlarms(`${name}-${key}`, dimensions, args, parent);
  }
}

function createClientAlarms(
  name: string,
  dimensions: Required<Metric>["dimensions"],
  { notify, failedSignInPercent = DEFAULT_FAILED_PERCENT }: SignInAlarmArgs,
  parent: pulumi.Resource,
): void {
  const metric = (metricName: string): Metric => ({
    namespace: "AWS/Cognito",
    metricName,
    dimensions,
  });
  // One per success and zero per failure: its samples are all sign-ins, its sum the good ones.
  const signIns = metric("SignInSuccesses");
  createShareAlarm(
    `${name}-failed-alarm`,
    {
      description: `More than ${failedSignInPercent} % of the sign-ins at ${name} fail: somebody may be guessing.`,
      notify,
      part: { ...signIns, statistic: "Sum" },
      whole: { ...signIns, statistic: "SampleCount" },
      share: "rest",
      thresholdPercent: failedSignInPercent,
    },
    parent,
  );
  createOccurrenceAlarm(
    `${name}-throttles-alarm`,
    {
      description: `Cognito refuses sign-ins at ${name}: more come than the account's quota takes.`,
      notify,
      metric: metric("SignInThrottles"),
    },
    parent,
  );
}
