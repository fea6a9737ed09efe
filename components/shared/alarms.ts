import type * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import { integerProblem, type Problem } from "./arguments";
import { limits } from "./limits";

/** Who hears of alarms. */
export interface AlarmArgs {
  /**
   * ARNs of SNS topics, told when an alarm begins and when it ends.
   * @default none: alarms are seen in CloudWatch only
   */
  readonly notify?: readonly pulumi.Input<string>[];
}

/** A series of numbers in CloudWatch. */
export interface Metric {
  readonly namespace: pulumi.Input<string>;
  readonly metricName: string;
  readonly dimensions?: { readonly [name: string]: pulumi.Input<string> };
}

/** What every alarm has. */
export interface AlarmSettings {
  /** What has happened and where to look first, for the reader of the message. */
  readonly description: string;
  readonly notify: AlarmArgs["notify"];
}

/** An alarm on one number's share of another. */
export interface ShareAlarmSettings extends AlarmSettings {
  readonly part: QueriedMetric;
  readonly whole: QueriedMetric;
  /** What is held against the threshold: the part itself, or what the whole has besides. */
  readonly share: "part" | "rest";
  readonly thresholdPercent: number;
}

/** A metric, and how the numbers of a period become one. */
export interface QueriedMetric extends Metric {
  readonly statistic: "Sum" | "SampleCount";
}

const PERIOD_SECONDS = 300;
/** With fewer requests in a period one failure would be a large share of them. */
const LEAST_REQUESTS = 20;

/** Two of three periods: a burst of a minute wakes nobody, a fault is told within ten. */
const lasting = { evaluationPeriods: 3, datapointsToAlarm: 2 };

/** Alarms on a share of requests, in percent; quiet services raise none. */
export function createShareAlarm(
  name: string,
  { part, whole, share, thresholdPercent, ...settings }: ShareAlarmSettings,
  parent: pulumi.Resource,
): void {
  const counted = share === "part" ? "part" : "(whole - part)";
  new cloudwatch.MetricAlarm(
    name,
    {
      ...commonSettings(settings),
      ...lasting,
      comparisonOperator: "GreaterThanThreshold",
      threshold: thresholdPercent,
      metricQueries: [
        query("part", part),
        query("whole", whole),
        {
          id: "percent",
          label: "Percent",
          expression: `IF(whole >= ${LEAST_REQUESTS}, 100 * ${counted} / whole, 0)`,
          returnData: true,
        },
      ],
    },
    { parent },
  );
}

/** An alarm on a time. */
export interface SlownessAlarmSettings extends AlarmSettings {
  readonly metric: Metric;
  readonly thresholdMilliseconds: number;
}

/** Alarms on the slowest hundredth of requests. */
export function createSlownessAlarm(
  name: string,
  { metric, thresholdMilliseconds, ...settings }: SlownessAlarmSettings,
  parent: pulumi.Resource,
): void {
  new cloudwatch.MetricAlarm(
    name,
    {
      ...commonSettings(settings),
      ...lasting,
      ...metric,
      period: PERIOD_SECONDS,
      extendedStatistic: "p99",
      // A hundredth of a few requests is the slowest of them: a cold start.
      evaluateLowSampleCountPercentiles: "ignore",
      comparisonOperator: "GreaterThanThreshold",
      threshold: thresholdMilliseconds,
    },
    { parent },
  );
}

/** Alarms on the first occurrence of what should never happen. */
export function createOccurrenceAlarm(
  name: string,
  { metric, ...settings }: AlarmSettings & { readonly metric: Metric },
  parent: pulumi.Resource,
): void {
  new cloudwatch.MetricAlarm(
    name,
    {
      ...commonSettings(settings),
      ...metric,
      period: PERIOD_SECONDS,
      statistic: "Sum",
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
    },
    { parent },
  );
}

/** What is wrong with the topics of alarms, and with their thresholds, whatever they are of. */
export function* alarmProblems(args: AlarmArgs): Iterable<Problem> {
  for (const topic of args.notify ?? []) {
    if (typeof topic === "string" && !isTopicArn(topic)) {
      yield `alarms.notify has "${topic}": it must be the ARN of an SNS topic.`;
    }
  }
  for (const [name, value] of Object.entries<unknown>({ ...args })) {
    if (typeof value !== "number") continue;
    const range = name.endsWith("Percent") ? limits.percent : limits.alarmMilliseconds;
    yield integerProblem(`alarms.${name}`, value, range);
  }
}

/** Whether a text has the form of an SNS topic's ARN. */
export function isTopicArn(text: string): boolean {
  return /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/.test(text);
}

function commonSettings({ description, notify = [] }: AlarmSettings) {
  return {
    alarmDescription: description,
    // Nobody came, or nothing of the kind happened.
    treatMissingData: "notBreaching",
    ...(notify.length > 0 && { alarmActions: [...notify], okActions: [...notify] }),
  };
}

function query(id: string, { statistic, ...metric }: QueriedMetric) {
  return { id, metric: { ...metric, stat: statistic, period: PERIOD_SECONDS } };
}
