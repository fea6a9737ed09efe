import { principalsOf, statementsAt } from "../iam-document.ts";
import { flagIs } from "../property-checks.ts";
import type { Resource } from "../resource.ts";
import { type Rule, type StackContext, waiver } from "../rule.ts";
import { serviceKeyReason } from "../service-key.ts";
import { BACKUP_SELECTION, SCALING_TARGET, TABLE, TABLE_RESOURCE_POLICY } from "../types.ts";
import { holdsUnknown, isObject, type Value } from "../values.ts";

/** Names of tables whose rows end by themselves. */
const SHORT_LIVED = /session|state|token|nonce|otp|cache|lock|idempoten/i;
const ALL_TABLES = /^(\*|arn:[\w-]+:dynamodb:[^:]*:[^:]*:(\*|table\/\*))$/;
const ACCOUNT = /^(?:arn:[^:]*:[^:]*:[^:]*:)?(?<account>\d{12})(?:$|:)/;

export const TABLE_RULES: readonly Rule[] = [
  {
    id: "ddb-pitr",
    scope: "resource",
    types: [TABLE],
    description: "Tables can be restored to any moment of the last weeks.",
    why: "Nothing else takes a wrong write back.",
    remedy: "Set pointInTimeRecovery.enabled.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp", "hipaa", "nist-800-53"],
    wave: 1,
    unknown: "plain",
    ids: [
      "DynamoDB.2",
      "nag:AwsSolutions-DDB3",
      "nag:HIPAA.Security-DynamoDBPITREnabled",
      "nag:NIST.800.53.R5-DynamoDBPITREnabled",
      "CKV_AWS_28",
      "CKV_AWS_165",
      "AVD-AWS-0024",
      "prow:dynamodb_tables_pitr_enabled",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-2",
    remediate: { "pointInTimeRecovery.enabled": true },
    checks: [flagIs("pointInTimeRecovery.enabled", true, false)],
  },
  {
    id: "ddb-cmk",
    scope: "resource",
    types: [TABLE],
    description: "Tables are encrypted with a customer's own key.",
    why: "Uses of an own key are on record, and it can be taken away.",
    remedy:
      'Set serverSideEncryption with enabled and kmsKeyArn (off means AWS\'s key, not none); or say why not in the tag encryption: "service-owned key, REASON".',
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "present",
    ids: [
      "awsg:dynamodb-table-encryption-enabled",
      "CKV_AWS_119",
      "CKV_AWS_271",
      "AVD-AWS-0025",
      "prow:dynamodb_tables_kms_cmk_encryption_enabled",
      "guard:dynamodb_table_encrypted_kms",
    ],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: [
      function* (table) {
        const isEnabled = table.flag("serverSideEncryption.enabled", false);
        const property = isEnabled
          ? "serverSideEncryption.kmsKeyArn"
          : "serverSideEncryption.enabled";
        if (isEnabled && table.has(property)) return;
        const wanted = isEnabled ? "the ARN of a key, or a reason" : "true, or a reason";
        const reason = serviceKeyReason(table);
        yield reason === undefined ? table.violation(property, wanted) : waiver(reason);
      },
    ],
  },
  {
    id: "ddb-deletion-protection",
    scope: "resource",
    types: [TABLE],
    description: "Tables cannot be deleted in one step.",
    why: "A new name in the program is enough to replace a table, and its items with it.",
    remedy: "Set deletionProtectionEnabled.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: ["DynamoDB.6", "prow:dynamodb_table_deletion_protection_enabled"],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-6",
    remediate: { deletionProtectionEnabled: true },
    checks: [flagIs("deletionProtectionEnabled", true, false)],
  },
  {
    id: "ddb-scaling",
    scope: "stack",
    types: [TABLE],
    description: "The capacity of tables follows their load.",
    why: "A fixed one is too small one day and too dear on all others.",
    remedy: "Set billingMode to PAY_PER_REQUEST, or add an appautoscaling.Target.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp", "hipaa", "nist-800-53"],
    wave: 2,
    unknown: "plain",
    ids: [
      "DynamoDB.1",
      "nag:HIPAA.Security-DynamoDBAutoScalingEnabled",
      "nag:NIST.800.53.R5-DynamoDBAutoScalingEnabled",
      "CKV2_AWS_16",
      "guard:dynamodb_billing_mode_rule",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-1",
    checks: [
      function* (table, { stack }) {
        if (table.text("billingMode", "PROVISIONED") === "PAY_PER_REQUEST") return;
        if (stack.sources(table, SCALING_TARGET, "resourceId").length > 0) return;
        yield table.violation("billingMode", "PAY_PER_REQUEST, or a scaling target");
      },
    ],
  },
  {
    id: "ddb-backup",
    scope: "stack",
    types: [TABLE],
    description: "Tables are in a backup plan.",
    why: "Recovery to a moment goes back 35 days, and not at all for a deleted table.",
    remedy: "Select the table in a backup.Selection, by its ARN or by a tag.",
    severity: "low",
    enforcement: "advisory",
    profiles: ["fsbp", "hipaa", "nist-800-53"],
    wave: 3,
    unknown: "edge",
    ids: [
      "DynamoDB.4",
      "nag:HIPAA.Security-DynamoDBInBackupPlan",
      "nag:NIST.800.53.R5-DynamoDBInBackupPlan",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-4",
    checks: [
      function* (table, context) {
        if (!isSelected(table, context)) {
          yield table.lacks("backup selection", "a backup.Selection of the table");
        }
      },
    ],
  },
  {
    id: "ddb-no-foreign",
    scope: "resource",
    types: [TABLE_RESOURCE_POLICY],
    description: "Policies of tables let nobody of another account in.",
    why: "Roles of this account suffice for everything that belongs to it.",
    remedy: "Take the principal out; let the other account take a role of this one.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: ["prow:dynamodb_table_cross_account_access"],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: [
      function* (policy) {
        const own = accountOf(policy.facts.props["resourceArn"]);
        for (const { path, effect, members } of statementsAt(policy, "policy")) {
          const isForeign = principalsOf(members).some((one) => {
            const account = accountOf(one);
            return one === "*" || (account !== undefined && own !== undefined && account !== own);
          });
          if (effect === "Allow" && isForeign) {
            yield policy.violation(path, "principals of the own account", { found: members });
          }
        }
      },
    ],
  },
  {
    id: "ddb-ttl",
    scope: "resource",
    types: [TABLE],
    description: "Rows of sessions and the like expire.",
    why: "What is never deleted becomes a record of everybody's visits.",
    remedy: "Set ttl.enabled and ttl.attributeName, and write expiresAt.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
    applies: ({ facts }) => SHORT_LIVED.test(facts.name),
    checks: [flagIs("ttl.enabled", true, false)],
  },
];

function isSelected(table: Resource, { stack }: StackContext): boolean {
  if (stack.sources(table, BACKUP_SELECTION, "resources").length > 0) return true;
  const tags = table.members("tags");
  return stack.all(BACKUP_SELECTION).some((selection) => {
    const { resources = null, selectionTags = null } = selection.facts.props;
    // What is not known yet may select the table.
    if (holdsUnknown([resources, selectionTags, tags])) return true;
    const isAll = selection.texts("resources").some(({ value }) => ALL_TABLES.test(value));
    return (
      isAll ||
      selection.items("selectionTags").some(({ value }) => {
        const { key, value: wanted } = isObject(value) ? value : {};
        return typeof key === "string" && tags[key] === wanted;
      })
    );
  });
}

/** The account of an ARN or of an account's own number. */
function accountOf(principal: Value | undefined): string | undefined {
  return typeof principal === "string" ? ACCOUNT.exec(principal)?.groups?.["account"] : undefined;
}
