import type { Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import { COMPOSITE_ALARM, FUNCTION, METRIC_ALARM, STACK, STAGE, USER_POOL } from "../types.ts";
import { holdsUnknown, isObject, type Properties, type Value, valueAt } from "../values.ts";

/** Metrics that tell of attacks and faults, by what has them; those of REST APIs have names of their own. */
const METRICS: readonly (readonly [type: string, names: readonly string[]])[] = [
  [STAGE, ["4xx", "5xx", "Latency"]],
  [FUNCTION, ["Errors", "Throttles"]],
  [USER_POOL, ["SignInThrottles"]],
];

export const ALARM_RULES: readonly Rule[] = [
  {
    id: "alarm-has-action",
    scope: "stack",
    types: [METRIC_ALARM],
    description: "Alarms tell somebody.",
    why: "One that nobody hears is a graph.",
    remedy: "Set alarmActions to the ARN of a topic.",
    severity: "low",
    enforcement: "advisory",
    profiles: ["hipaa", "nist-800-53"],
    wave: 3,
    unknown: "present",
    ids: [
      "nag:HIPAA.Security-CloudWatchAlarmAction",
      "nag:NIST.800.53.R5-CloudWatchAlarmAction",
      "prow:cloudwatch_alarm_actions_enabled",
      "prow:cloudwatch_alarm_actions_alarm_state_configured",
    ],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    checks: [
      function* (alarm, { stack }) {
        // What it is part of tells somebody instead.
        if (stack.sources(alarm, COMPOSITE_ALARM, "alarmRule").length > 0) return;
        const actions = alarm.value("alarmActions") ?? [];
        if (Array.isArray(actions) && actions.length === 0) {
          yield alarm.violation("alarmActions", "the ARN of a topic");
        } else if (!alarm.flag("actionsEnabled", true)) {
          yield alarm.violation("actionsEnabled", "true");
        }
      },
    ],
  },
  {
    id: "alarm-baseline",
    scope: "stack",
    types: [STACK],
    description: "The stack has alarms on refused, failed, slow and throttled requests.",
    why: "Attacks and faults show in these numbers before anybody reports them.",
    remedy: "Add a MetricAlarm for each metric that is named.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html",
    applies: (_, context) => neededIn(context).length > 0,
    checks: [
      function* (stack, context) {
        const alarms = context.stack.all(METRIC_ALARM);
        // An alarm whose metric is not known yet may be the one.
        if (alarms.some(({ facts: { props } }) => holdsUnknown(metricOf(props)))) return;
        const alarmed = new Set(alarms.flatMap(metricsOf));
        const missing = neededIn(context).filter((name) => !alarmed.has(name.toLowerCase()));
        if (missing.length > 0) {
          yield stack.lacks(`alarm on ${missing.join(", ")}`, "an alarm on each");
        }
      },
    ],
  },
];

function neededIn({ stack }: StackContext): readonly string[] {
  return METRICS.flatMap(([type, names]) => (stack.all(type).length > 0 ? names : []));
}

const metricOf = ({ metricName = null, metricQueries = null }: Properties): Value => [
  metricName,
  metricQueries,
];

/** Names of the metrics of an alarm, in lower case: one, or those of an expression. */
function metricsOf({ facts: { props } }: Resource): readonly string[] {
  const queries = props["metricQueries"];
  const list: readonly Value[] = Array.isArray(queries) ? (queries as readonly Value[]) : [];
  const inQueries = list.map((query) =>
    isObject(query) ? valueAt(query, "metric.metricName") : undefined,
  );
  return [props["metricName"], ...inQueries]
    .filter((name) => typeof name === "string")
    .map((name) => name.toLowerCase());
}
