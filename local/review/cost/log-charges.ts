import { type Graph, members, type Resource, text } from "../../program/graph.ts";
import { API, STAGE } from "../../program/types.ts";
import type { Metered } from "./charge.ts";
import type { Called } from "./function-charges.ts";
import { PRICES } from "./prices.ts";
import { ASSUMED, type Usage } from "./usage.ts";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const WEB_ACL_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";

const DAYS_A_MONTH = 30;
/** A group without retention keeps everything for good: it is counted as after a year. */
const DAYS_FOR_GOOD = 365;

/** What goes to a log group in a month. */
interface Logged {
  /** Name or ARN. */
  readonly group: string | undefined;
  readonly bytes: number;
}

/** What log lines cost when they are taken in, and as long as they are kept. */
export function logCharges(
  graph: Graph,
  called: readonly Called[],
  usage: Usage,
  poolRequests: number,
): readonly Metered[] {
  const logged = [
    ...accessLogs(graph, usage),
    ...called.map(({ function: { inputs, outputs }, calls }) => ({
      group:
        text(members(inputs["loggingConfig"])["logGroup"]) ??
        `/aws/lambda/${text(outputs["name"]) ?? ""}`,
      bytes: calls * ASSUMED.functionLogBytes,
    })),
    ...webAclLogs(graph, poolRequests),
  ];
  const bytes = logged.reduce((total, each) => total + each.bytes, 0);
  const kept = logged.reduce((total, each) => total + keptBytes(graph, each), 0);
  const price = PRICES.logLines;
  const spent = Math.min(bytes, price.free);
  return [
    { what: "Log lines", quantity: bytes, price },
    // Lines and their storage share one allowance.
    { what: "Kept logs", quantity: kept, price: PRICES.keptLogs, free: price.free - spent },
  ];
}

function accessLogs(graph: Graph, { requests }: Usage): readonly Logged[] {
  const stages = graph
    .ofType(STAGE)
    .filter(({ inputs }) => graph.byId(API, inputs["apiId"]) !== undefined);
  return stages.flatMap(({ inputs }) => {
    const group = text(members(inputs["accessLogSettings"])["destinationArn"]);
    if (group === undefined) return [];
    return [{ group, bytes: (requests / stages.length) * ASSUMED.accessLogBytes }];
  });
}

function webAclLogs(graph: Graph, poolRequests: number): readonly Logged[] {
  return graph.ofType(WEB_ACL_LOGGING).map(({ inputs }) => {
    const [group] = inputs["logDestinationConfigs"] as readonly string[];
    return { group, bytes: poolRequests * ASSUMED.webAclLogBytes };
  });
}

function keptBytes(graph: Graph, { group, bytes }: Logged): number {
  const found = graph.ofType(LOG_GROUP).find((one) => isNamed(one, group));
  const days = Number(found?.inputs["retentionInDays"] ?? 0) || DAYS_FOR_GOOD;
  return (bytes * days * ASSUMED.keptLogPercent) / (DAYS_A_MONTH * 100);
}

function isNamed({ outputs }: Resource, group: string | undefined): boolean {
  return outputs["name"] === group || outputs["arn"] === group;
}
