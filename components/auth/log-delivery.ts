import * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as cognito from "@pulumi/aws/cognito";
import { serviceKeyTags } from "../shared/service-key";
import type { Tier } from "./tiers";

/** What a pool writes to logs. */
export interface PoolLogs {
  /** Mails and SMS that could not be sent. @default true */
  readonly notifications?: boolean;
  /** Every sign-in, sign-up and password change, with its risk; needs PLUS. @default true with PLUS */
  readonly authEvents?: boolean;
}

/** The pool whose logs are kept. */
export interface LogDeliveryArgs {
  readonly userPoolId: pulumi.Output<string>;
  readonly tier: Tier;
  readonly logs?: PoolLogs;
  readonly retentionInDays: number;
}

const NOTIFICATIONS = {
  log: "notifications",
  source: { eventSource: "userNotification", logLevel: "ERROR" },
};
const AUTH_EVENTS = {
  log: "auth-events",
  source: { eventSource: "userAuthEvents", logLevel: "INFO" },
};

/** Sends a pool's logs to a log group each (C285). */
export function createLogDelivery(
  name: string,
  args: LogDeliveryArgs,
  parent: pulumi.Resource,
): void {
  const { notifications = true, authEvents = args.tier === "PLUS" } = args.logs ?? {};
  const wanted = [...(notifications ? [NOTIFICATIONS] : []), ...(authEvents ? [AUTH_EVENTS] : [])];
  const logConfigurations = wanted.map(({ log, source }) => ({
    ...source,
    cloudWatchLogsConfiguration: {
      logGroupArn: createLogGroup(`${name}-${log}-log`, log, args, parent).arn,
    },
  }));
  if (logConfigurations.length === 0) return;
  new cognito.LogDeliveryConfiguration(
    `${name}-log-delivery`,
    { userPoolId: args.userPoolId, logConfigurations },
    { parent },
  );
}

// Cognito writes to no group that a key of the customer's encrypts, and the prefix spares the
// account's resource policy, which has room for ten groups or so:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
function createLogGroup(
  name: string,
  log: string,
  { userPoolId, retentionInDays }: LogDeliveryArgs,
  parent: pulumi.Resource,
): cloudwatch.LogGroup {
  return new cloudwatch.LogGroup(
    name,
    {
      name: pulumi.interpolate`/aws/vendedlogs/cognito/${userPoolId}/${log}`,
      retentionInDays,
      tags: serviceKeyTags,
    },
    { parent },
  );
}
