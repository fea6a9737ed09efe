import type * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import { FUNCTION_ALARMS, type FunctionAlarmArgs } from "../function/function-alarms";
import { createShareAlarm, createSlownessAlarm, type Metric } from "../shared/alarms";
import { any, type ShapesOf } from "../shared/shapes";
import { accessLogMetric, apiMetric, type WatchedApi } from "./api-metrics";

/**
 * When an API's refusals and failures are told. Shares are of the requests of five minutes, in
 * percent, 1 to 100, and count from 20 requests on.
 */
export interface ApiAlarmArgs extends FunctionAlarmArgs {
  /** Answers 500 to 599. @default 5 */
  readonly serverErrorPercent?: number;
  /** Answers 400 to 499. @default 25 */
  readonly clientErrorPercent?: number;
  /** Answers 401 and 403: tokens that are expired, forged or stolen from another page. @default 20 */
  readonly refusedPercent?: number;
  /** Answers 429. @default 5 */
  readonly throttledPercent?: number;
  /** The slowest hundredth of answers takes longer. 1 to 30,000. @default 3000 */
  readonly latencyMilliseconds?: number;
}

/** Shape of an API's alarms. */
export const API_ALARMS: ShapesOf<ApiAlarmArgs> = {
  ...FUNCTION_ALARMS,
  serverErrorPercent: any,
  clientErrorPercent: any,
  refusedPercent: any,
  throttledPercent: any,
  latencyMilliseconds: any,
};

interface ErrorAlarm {
  readonly key: string;
  readonly argument: keyof typeof DEFAULTS;
  readonly metricName: string;
  /** Counted in the access log, as API Gateway has no metric of single statuses. */
  readonly statuses?: readonly number[];
  readonly meaning: string;
}

const DEFAULTS = {
  serverErrorPercent: 5,
  clientErrorPercent: 25,
  refusedPercent: 20,
  throttledPercent: 5,
  latencyMilliseconds: 3_000,
};

const ERROR_ALARMS: readonly ErrorAlarm[] = [
  {
    key: "5xx",
    argument: "serverErrorPercent",
    metricName: "5xx",
    meaning: "fail: integrationError in the access log says why",
  },
  {
    key: "4xx",
    argument: "clientErrorPercent",
    metricName: "4xx",
    meaning: "are refused or ask for what there is not: see status in the access log",
  },
  {
    key: "refused",
    argument: "refusedPercent",
    metricName: "Refused",
    statuses: [401, 403],
    meaning: "are answered 401 or 403: authorizerError in the access log says why",
  },
  {
    key: "throttled",
    argument: "throttledPercent",
    metricName: "Throttled",
    statuses: [429],
    meaning: "are answered 429: see sourceIp in the access log, then the throttle setting",
  },
];

/** Alarms on refused, failed and slow requests of an API. */
export function createApiAlarms(
  name: string,
  api: WatchedApi,
  args: ApiAlarmArgs,
  parent: pulumi.Resource,
): void {
  const { notify } = args;
  const ofStage = (metricName: string) => apiMetric(api, metricName);
  for (const alarm of ERROR_ALARMS) {
    const percent = args[alarm.argument] ?? DEFAULTS[alarm.argument];
    const metric =
      alarm.statuses === undefined
        ? ofStage(alarm.metricName)
        : createLogMetric(`${name}-${alarm.key}`, api, alarm, parent);
    createShareAlarm(
      `${name}-${alarm.key}-alarm`,
      {
        description: `More than ${percent} % of the requests to ${name} ${alarm.meaning}.`,
        notify,
        part: { ...metric, statistic: "Sum" },
        whole: { ...ofStage("Count"), statistic: "Sum" },
        share: "part",
        thresholdPercent: percent,
      },
      parent,
    );
  }
  const thresholdMilliseconds = args.latencyMilliseconds ?? DEFAULTS.latencyMilliseconds;
  createSlownessAlarm(
    `${name}-latency-alarm`,
    {
      description: `One of 100 requests to ${name} takes longer than ${thresholdMilliseconds} ms.`,
      notify,
      metric: ofStage("Latency"),
      thresholdMilliseconds,
    },
    parent,
  );
}

/** A metric of the access log's lines with one of the statuses. */
function createLogMetric(
  name: string,
  api: WatchedApi,
  { metricName, statuses = [] }: ErrorAlarm,
  parent: pulumi.Resource,
): Metric {
  const metric = accessLogMetric(api, metricName);
  new cloudwatch.LogMetricFilter(
    `${name}-lines`,
    {
      logGroupName: api.accessLogName,
      // The log's format quotes every variable, so a status is a text.
      pattern: `{ ${statuses.map((status) => `($.status = "${status}")`).join(" || ")} }`,
      metricTransformation: {
        namespace: metric.namespace,
        name: metricName,
        value: "1",
        defaultValue: "0",
      },
    },
    { parent },
  );
  return metric;
}
