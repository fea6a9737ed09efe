import type * as pulumi from "@pulumi/pulumi";
import { type AlarmArgs, createOccurrenceAlarm, createShareAlarm } from "../shared/alarms";
import { any, list, type ShapesOf } from "../shared/shapes";

/** When the failures of functions are told. */
export interface FunctionAlarmArgs extends AlarmArgs {
  /** Calls of a function that end in an error. Percent, 1 to 100. @default 5 */
  readonly functionErrorPercent?: number;
}

/** Shape of {@link FunctionAlarmArgs}. */
export const FUNCTION_ALARMS: ShapesOf<FunctionAlarmArgs> = {
  notify: list(),
  functionErrorPercent: any,
};

const DEFAULT_ERROR_PERCENT = 5;

/** Alarms on failed and refused calls of one function. */
export function createFunctionAlarms(
  name: string,
  functionName: pulumi.Input<string>,
  { notify, functionErrorPercent = DEFAULT_ERROR_PERCENT }: FunctionAlarmArgs,
  parent: pulumi.Resource,
): void {
  const metric = (metricName: string) => ({
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: functionName },
  });
  createShareAlarm(
    `${name}-errors-alarm`,
    {
      description: `More than ${functionErrorPercent} % of the calls of ${name} fail: see its log.`,
      notify,
      part: { ...metric("Errors"), statistic: "Sum" },
      whole: { ...metric("Invocations"), statistic: "Sum" },
      share: "part",
      thresholdPercent: functionErrorPercent,
    },
    parent,
  );
  createOccurrenceAlarm(
    `${name}-throttles-alarm`,
    {
      description: `Lambda refuses calls of ${name}: too many run at once for it or the account.`,
      notify,
      metric: metric("Throttles"),
    },
    parent,
  );
}
