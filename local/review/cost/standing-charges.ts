import { type Graph, members, objects, type Resource, text } from "../../program/graph.ts";
import { KMS_KEY, ROUTE, STAGE } from "../../program/types.ts";
import type { Metered } from "./charge.ts";
import { PRICES } from "./prices.ts";
import { ASSUMED, type Usage } from "./usage.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
const LOG_METRIC = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

/** 4xx, 5xx, Count, IntegrationLatency, Latency and DataProcessed. */
const METRICS_PER_ROUTE = 6;

/** Requests that a web ACL in front of the pool judges in a month; none where there is none. */
export function judgedRequests(graph: Graph, pool: Resource | undefined, usage: Usage): number {
  const isGuarded = graph
    .ofType(ASSOCIATION)
    .some(({ inputs }) => pool !== undefined && inputs["resourceArn"] === pool.outputs["arn"]);
  return isGuarded ? usage.users * ASSUMED.poolRequestsPerUser + usage.machineTokens : 0;
}

/** What is paid by the month whoever comes, and the web ACL's requests. */
export function standingCharges(
  graph: Graph,
  judged: number,
  { requests }: Usage,
): readonly Metered[] {
  const webAcls = graph.ofType(WEB_ACL);
  const rules = webAcls.flatMap(({ inputs }) => objects(inputs["rules"]));
  const alarms = graph.ofType(ALARM).map(({ inputs }) => watchedMetrics(inputs));
  const keys = graph.ofType(KMS_KEY).length;
  return [
    { what: "Web ACLs", quantity: webAcls.length, price: PRICES.webAcls },
    { what: "Rules of web ACLs", quantity: rules.length, price: PRICES.webAclRules },
    { what: "Requests to web ACLs", quantity: judged, price: PRICES.webAclRequests },
    {
      what: "Alarms, by the metrics they watch",
      quantity: alarms.reduce((total, count) => total + count, 0),
      price: PRICES.alarmMetrics,
    },
    {
      what: "Metrics of log lines and of routes",
      // A metric costs in the hours that it has values in, and routes have none until they are called.
      quantity: logMetrics(graph) + (requests > 0 ? routeMetrics(graph) : 0),
      price: PRICES.metrics,
    },
    { what: "Dashboards", quantity: graph.ofType(DASHBOARD).length, price: PRICES.dashboards },
    { what: "Keys of KMS", quantity: keys, price: PRICES.keys },
  ];
}

function watchedMetrics(inputs: Resource["inputs"]): number {
  const queries = objects(inputs["metricQueries"]);
  if (queries.length === 0) return 1;
  return queries.filter(({ metric }) => metric !== undefined).length;
}

function logMetrics(graph: Graph): number {
  const names = graph.ofType(LOG_METRIC).map(({ inputs }) => {
    const { namespace, name } = members(inputs["metricTransformation"]);
    return `${text(namespace)} ${text(name)}`;
  });
  return new Set(names).size;
}

/** Of stages with detailed metrics: CloudWatch has each metric once for every route. */
function routeMetrics(graph: Graph): number {
  const counts = graph.ofType(STAGE).map(({ inputs }) => {
    const isDetailed = members(inputs["defaultRouteSettings"])["detailedMetricsEnabled"] === true;
    if (isDetailed) return graph.where(ROUTE, "apiId", inputs["apiId"] ?? null).length;
    return objects(inputs["routeSettings"]).filter(
      (each) => each["detailedMetricsEnabled"] === true,
    ).length;
  });
  return counts.reduce((total, count) => total + count, 0) * METRICS_PER_ROUTE;
}
