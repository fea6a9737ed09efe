import type { Graph, Resource } from "../../program/graph.ts";
import type { RouteRow } from "../route-rows.ts";
import { type Charge, chargeAll, totalOf } from "./charge.ts";
import { shownDollars } from "./money.ts";
import { PRICED_IN, PRICED_REGION, PRICES } from "./prices.ts";
import { sendsBySes, tierOf, TIERS, userCharges } from "./sign-in-charges.ts";
import { ASSUMED, type Usage } from "./usage.ts";

/** Types that AWS asks money for and the estimate has no price of. */
const NOT_COUNTED: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket": "files in S3",
  "aws:s3/bucketV2:BucketV2": "files in S3",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": "composite alarms",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "delivery streams",
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": "provisioned concurrency",
  "aws:lb/loadBalancer:LoadBalancer": "load balancers",
  "aws:ec2/natGateway:NatGateway": "NAT gateways",
  "aws:secretsmanager/secret:Secret": "secrets of Secrets Manager",
  "aws:sns/topic:Topic": "notifications of SNS",
};

/** Cognito's own sender stops there (C299). */
const FREE_MAILS_A_DAY = 50;
const DAYS_A_MONTH = 30;
/** From here on AWS gives a discount that the price table leaves out (C333). */
const MANY_MACHINE_TOKENS = 250_000;

export interface NoteArgs {
  readonly graph: Graph;
  readonly pool: Resource | undefined;
  readonly rows: readonly RouteRow[];
  readonly charges: readonly Charge[];
  readonly usage: Usage;
}

/** What a reader has to know to judge the estimate. */
export function notesOn({ graph, pool, rows, charges, usage }: NoteArgs): readonly string[] {
  const { users, mail, machineTokens, datasets, hasAllowances } = usage;
  return [
    pricesNote(pool),
    hasAllowances
      ? "Free are the allowances of the whole account: --no-free-allowance where others use them up"
      : undefined,
    `Taken for granted: functions work ${usage.milliseconds} ms a call, a request leaves ` +
      `${bytes(ASSUMED.accessLogBytes)} of access log and ${bytes(ASSUMED.functionLogBytes)} of a function's, ` +
      `a user makes ${ASSUMED.poolRequestsPerUser} requests to the pool`,
    pool && users > 0 ? otherTiers(pool, usage) : undefined,
    users > 0 ? "A token refresh makes a user active, sign-in or not (C330)" : undefined,
    usage.sms > 0 && usage.smsPrice === undefined
      ? "Text messages are to the United States, without carriers' fees: --sms-price for other countries"
      : undefined,
    pool && !sendsBySes(pool) && mail > FREE_MAILS_A_DAY * DAYS_A_MONTH
      ? `${mail.toLocaleString("en-US")} mails a month: Cognito's own sender costs nothing and stops at ${FREE_MAILS_A_DAY} a day`
      : undefined,
    machineTokens > MANY_MACHINE_TOKENS
      ? "AWS gives a discount on many machine tokens, which is left out; clients that keep a token until it expires need few"
      : undefined,
    charges.some(({ price }) => price === PRICES.traces)
      ? "Traces at most: X-Ray takes a function's first call in each second and 5 percent of the others"
      : undefined,
    charges.some(({ price }) => price === PRICES.metrics)
      ? "Metrics at most: AWS counts the hours in which there was something to count"
      : undefined,
    rows.some(({ authorization }) => authorization === "CUSTOM")
      ? "Calls of Lambda authorizers are not counted"
      : undefined,
    datasets > 0 ? `A dataset has ${bytes(ASSUMED.datasetBytes)}` : undefined,
    ...notCounted(graph),
  ].filter((note) => note !== undefined);
}

/** A tier is a price that hides in one word. */
function otherTiers(pool: Resource, usage: Usage): string {
  const prices = TIERS.filter((tier) => tier !== tierOf(pool)).map((tier) => {
    const cents = totalOf(chargeAll(userCharges(pool, tier, usage), usage));
    return `${shownDollars(cents)} with ${tier}`;
  });
  return `The users alone would be ${prices.join(", ")}`;
}

function pricesNote(pool: Resource | undefined): string {
  const region = pool?.region ?? PRICED_REGION;
  const elsewhere = region === PRICED_REGION ? "" : `; ${region} has prices of its own`;
  return `Prices without taxes, as of ${PRICED_IN} in ${PRICED_REGION}${elsewhere}`;
}

function notCounted(graph: Graph): readonly string[] {
  const types = new Set(graph.recording.resources.map(({ type }) => type));
  const found = Object.entries(NOT_COUNTED).flatMap(([type, words]) =>
    types.has(type) ? [words] : [],
  );
  return found.length === 0 ? [] : [`Not counted: ${[...new Set(found)].join(", ")}`];
}

function bytes(count: number): string {
  return `${count / 1024} kB`;
}
