import * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { Metric } from "../shared/alarms";
import { accessLogMetric, apiMetric, type WatchedApi } from "./api-metrics";

/** What a dashboard shows. */
export interface DashboardArgs {
  readonly api: WatchedApi;
  /** Of the API; says in which Region the numbers are. */
  readonly executionArn: pulumi.Output<string>;
  readonly functionNames: Promise<readonly pulumi.Output<string>[]>;
}

/** A graph and its lines: each is a metric and how it is summed up. */
interface Graph {
  readonly title: string;
  readonly lines: readonly (readonly [Metric, statistic: string])[];
}

const PERIOD_SECONDS = 300;
/** Of 24 columns: two graphs in a row. */
const SIZE = { width: 12, height: 6 };

/** A dashboard of what the alarms watch: requests, refusals, times and the API's functions. */
export function createApiDashboard(
  name: string,
  { api, executionArn, functionNames }: DashboardArgs,
  parent: pulumi.Resource,
): void {
  const region = executionArn.apply((arn) => arn.split(":")[3] ?? "");
  const widgets = pulumi
    .output(functionNames)
    .apply((names) => graphsOf(api, names).map((graph, index) => widget(graph, index, region)));
  new cloudwatch.Dashboard(
    name,
    {
      // A name of its own in every stack of the account.
      dashboardName: pulumi.interpolate`${name}-${api.apiId}`,
      dashboardBody: pulumi.jsonStringify({ widgets }),
    },
    { parent },
  );
}

function graphsOf(api: WatchedApi, functionNames: readonly string[]): readonly Graph[] {
  const ofFunctions = (metricName: string, statistic: string): Graph["lines"] =>
    functionNames.map((name) => [lambdaMetric(name, metricName), statistic]);
  return [
    {
      title: "Requests",
      lines: ["Count", "4xx", "5xx"].map((metric) => [apiMetric(api, metric), "Sum"]),
    },
    {
      title: "Refused (401, 403) and throttled (429)",
      lines: ["Refused", "Throttled"].map((metric) => [accessLogMetric(api, metric), "Sum"]),
    },
    {
      title: "Time to answer, milliseconds",
      lines: [
        [apiMetric(api, "Latency"), "p50"],
        [apiMetric(api, "Latency"), "p99"],
        [apiMetric(api, "IntegrationLatency"), "p99"],
      ],
    },
    { title: "Functions: errors", lines: ofFunctions("Errors", "Sum") },
    { title: "Functions: throttles", lines: ofFunctions("Throttles", "Sum") },
    { title: "Functions: duration, milliseconds", lines: ofFunctions("Duration", "p99") },
  ].filter(({ lines }) => lines.length > 0) as Graph[];
}

function lambdaMetric(functionName: string, metricName: string): Metric {
  return { namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: functionName } };
}

/**
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
function widget({ title, lines }: Graph, index: number, region: pulumi.Output<string>) {
  return {
    type: "metric",
    x: (index % 2) * SIZE.width,
    y: Math.floor(index / 2) * SIZE.height,
    ...SIZE,
    properties: {
      title,
      region,
      period: PERIOD_SECONDS,
      metrics: lines.map(([{ namespace, metricName, dimensions = {} }, stat]) => [
        namespace,
        metricName,
        ...Object.entries(dimensions).flat(),
        { stat },
      ]),
    },
  };
}
