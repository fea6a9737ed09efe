import { isForEverybody } from "../iam-access.ts";
import { statementsAt } from "../iam-document.ts";
import type { Resource } from "../resource.ts";
import { type Rule, type StackContext, waiver } from "../rule.ts";
import { serviceKeyReason } from "../service-key.ts";
import { FUNCTION, LOG_GROUP, LOG_RESOURCE_POLICY } from "../types.ts";

const DAYS = "retentionInDays";
const OF_LAMBDA = "/aws/lambda/";

/** Groups of this class keep two days, whatever is set. */
const isKept = (group: Resource): boolean => group.text("logGroupClass") !== "DELIVERY";

export const LOG_GROUP_RULES: readonly Rule[] = [
  {
    id: "log-retention",
    scope: "resource",
    types: [LOG_GROUP],
    description: "Every log group says how long it keeps its lines.",
    why: "By default they are kept, and paid for, for ever.",
    remedy: "Set retentionInDays: 30 in development, 365 in production.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "hipaa", "nist-800-53", "pci"],
    wave: 1,
    unknown: "plain",
    ids: [
      "nag:HIPAA.Security-CloudWatchLogGroupRetentionPeriod",
      "nag:NIST.800.53.R5-CloudWatchLogGroupRetentionPeriod",
      "nag:PCI.DSS.321-CloudWatchLogGroupRetentionPeriod",
      "nag:Serverless-CloudWatchLogGroupRetentionPeriod",
      "CKV_AWS_66",
      "guard:cw_loggroup_retention_period_check",
      "prow:cloudwatch_log_group_retention_policy_specific_days_enabled",
    ],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    remediate: { [DAYS]: 365 },
    applies: isKept,
    checks: [
      function* (group) {
        if (group.number(DAYS, 0) <= 0) yield group.violation(DAYS, "1 or more");
      },
    ],
  },
  {
    id: "log-retention-year",
    scope: "resource",
    types: [LOG_GROUP],
    description: "Log groups keep their lines for a year.",
    why: "Break-ins are often found months later.",
    remedy: "Set retentionInDays to 365.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp"],
    wave: 2,
    unknown: "plain",
    ids: ["CloudWatch.16", "CKV_AWS_338"],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16",
    thresholds: { days: { default: 365, minimum: 1, description: "Fewest days" } },
    applies: isKept,
    checks: [
      function* (group, { threshold }) {
        const days = group.number(DAYS, 0);
        // Zero is for ever, which log-retention has a word on.
        if (days > 0 && days < threshold("days")) {
          yield group.violation(DAYS, `${threshold("days")} or more`);
        }
      },
    ],
  },
  {
    id: "log-cmk",
    scope: "resource",
    types: [LOG_GROUP],
    description: "Log groups are encrypted with a customer's own key.",
    why: "Uses of an own key are on record, and it can be taken away.",
    remedy:
      'Set kmsKeyId, and let the logs service use the key; or say why not in the tag encryption: "service-owned key, REASON".',
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod", "hipaa", "nist-800-53", "pci"],
    wave: 2,
    unknown: "present",
    ids: [
      "nag:HIPAA.Security-CloudWatchLogGroupEncrypted",
      "nag:NIST.800.53.R5-CloudWatchLogGroupEncrypted",
      "nag:PCI.DSS.321-CloudWatchLogGroupEncrypted",
      "CKV_AWS_158",
      "AVD-AWS-0017",
      "guard:cloudwatch_log_group_encrypted",
      "prow:cloudwatch_log_group_kms_encryption_enabled",
    ],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    checks: [
      function* (group) {
        if (group.has("kmsKeyId")) return;
        const reason = serviceKeyReason(group);
        yield reason === undefined
          ? group.violation("kmsKeyId", "the ARN of a key, or a reason")
          : waiver(reason);
      },
    ],
  },
  {
    id: "log-group-per-fn",
    scope: "stack",
    types: [FUNCTION],
    description: "Every function writes to a log group of the program.",
    why: "Lambda makes the group itself otherwise, and what it makes never expires.",
    remedy: "Make a LogGroup before the function and name it in loggingConfig.logGroup.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "edge",
    ids: ["nag:Serverless-LambdaLogging"],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    checks: [
      function* (handler, context) {
        // A group of that name may be another stack's.
        if (handler.has("loggingConfig.logGroup") || hasGroup(handler, context)) return;
        yield handler.violation("loggingConfig.logGroup", "the name of a log group");
      },
    ],
  },
  {
    id: "log-keep",
    scope: "resource",
    types: [LOG_GROUP],
    description: "Log groups outlive the program.",
    why: "What happened before somebody removed the stack is in them.",
    remedy: "Set deletionProtectionEnabled, skipDestroy, or protect in the options.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
    checks: [
      function* (group) {
        if (group.facts.options.protect || group.flag("skipDestroy", false)) return;
        const property = "deletionProtectionEnabled";
        if (!group.flag(property, false)) yield group.violation(property, "true");
      },
    ],
  },
  {
    id: "log-not-public",
    scope: "resource",
    types: [LOG_RESOURCE_POLICY],
    description: "Policies of log groups name who may write or read.",
    why: "Lines hold addresses and names of users.",
    remedy: "Name the service and the account it acts for.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: ["prow:cloudwatch_log_group_not_publicly_accessible"],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: [
      function* (policy) {
        for (const statement of statementsAt(policy, "policyDocument")) {
          if (!isForEverybody(statement)) continue;
          const { path, members } = statement;
          yield policy.violation(path, "named principals", { found: members });
        }
      },
    ],
  },
];

/** Whether the stack has the group that Lambda would make by itself. */
function hasGroup(handler: Resource, { stack }: StackContext): boolean {
  const { name } = handler.facts.props;
  const own = typeof name === "string" ? `${OF_LAMBDA}${name}` : undefined;
  const byName =
    own !== undefined && stack.all(LOG_GROUP).some((group) => group.facts.props["name"] === own);
  return (
    byName ||
    stack.sources(handler, LOG_GROUP, "name").some(({ facts }) => {
      const group = facts.props["name"];
      return typeof group !== "string" || group.startsWith(OF_LAMBDA);
    })
  );
}
