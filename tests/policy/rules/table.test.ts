import { BACKUP_SELECTION, SCALING_TARGET } from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { policy } from "../support/secure-roles.ts";
import { add, all, remove, resource, set } from "../support/stack.ts";

const switchedOff = (property: string, table = "orders"): readonly Case[] => [
  {
    it: "refuses the provider's default",
    change: set(table, { [property]: undefined }),
    says: [`Table "${table}": ${property} is not set, which means false; wanted: true.`],
  },
  {
    it: "refuses false",
    change: set(table, { [property]: false }),
    says: [`Table "${table}": ${property} is false; wanted: true.`],
  },
];

describePolicy("ddb-pitr", switchedOff("pointInTimeRecovery.enabled"));
describePolicy("ddb-deletion-protection", switchedOff("deletionProtectionEnabled"));
describePolicy("ddb-ttl", [
  ...switchedOff("ttl.enabled", "sessions"),
  { it: "does not apply to other tables", change: remove("sessions"), applies: false },
]);

const ENABLED = "serverSideEncryption.enabled";
const KEY = "serverSideEncryption.kmsKeyArn";

describePolicy("ddb-cmk", [
  {
    it: "refuses AWS's own key",
    change: set("orders", { serverSideEncryption: undefined }),
    says: [`Table "orders": ${ENABLED} is not set, which means false; wanted: true, or a reason.`],
  },
  {
    it: "refuses the key that AWS manages",
    change: set("orders", { [KEY]: undefined }),
    says: [`Table "orders": ${KEY} is not set; wanted: the ARN of a key, or a reason.`],
  },
  {
    it: "reports the reason in the tag",
    change: set("orders", {
      serverSideEncryption: undefined,
      "tags.encryption": "service-owned key",
    }),
    waives: ["service-owned key"],
  },
  { it: "accepts a key that is not known yet", change: set("orders", { [KEY]: UNKNOWN }) },
]);

const fixed = set("orders", { billingMode: "PROVISIONED" });

describePolicy("ddb-scaling", [
  {
    it: "refuses a fixed capacity",
    change: fixed,
    says: [
      'Table "orders": billingMode is "PROVISIONED"; wanted: PAY_PER_REQUEST, or a scaling target.',
    ],
  },
  {
    it: "refuses the provider's default",
    change: set("orders", { billingMode: undefined }),
    says: [
      'Table "orders": billingMode is not set, which means "PROVISIONED"; wanted: PAY_PER_REQUEST, or a scaling target.',
    ],
  },
  {
    it: "accepts a capacity that scales",
    change: all(fixed, add(resource(SCALING_TARGET, "scaling", { resourceId: "table/orders" }))),
  },
  {
    it: "takes no scaling of another table",
    change: all(fixed, add(resource(SCALING_TARGET, "scaling", { resourceId: "table/orders-2" }))),
    says: [
      'Table "orders": billingMode is "PROVISIONED"; wanted: PAY_PER_REQUEST, or a scaling target.',
    ],
  },
]);

describePolicy("ddb-backup", [
  {
    it: "advises to back up",
    change: all(set("backup", { selectionTags: undefined })),
    says: ['Table "sessions" has no backup selection; wanted: a backup.Selection of the table.'],
  },
  {
    it: "accepts a selection of all tables",
    change: all(
      set("backup", { selectionTags: undefined }),
      add(resource(BACKUP_SELECTION, "every", { resources: ["arn:aws:dynamodb:*:*:table/*"] })),
    ),
  },
]);

const access = (...principals: readonly string[]) => ({
  Effect: "Allow",
  Principal: { AWS: principals },
  Action: "dynamodb:Query",
});
const foreign = (title: string, ...principals: readonly string[]): Case => ({
  it: `refuses ${title}`,
  change: set("orders-access", { policy: policy(access(...principals)) }),
  says: [
    `ResourcePolicy "orders-access": policy is ${JSON.stringify(access(...principals))}; wanted: principals of the own account.`,
  ],
});

describePolicy("ddb-no-foreign", [
  foreign("everybody", "*"),
  foreign("another account", "arn:aws:iam::210987654321:root"),
  foreign("another account by its number", "123456789012", "210987654321"),
  {
    it: "accepts that others are denied",
    change: set("orders-access", {
      policy: policy({ ...access("210987654321"), Effect: "Deny" }),
    }),
  },
  {
    it: "waits while the table's account is not known",
    change: set("orders-access", { resourceArn: UNKNOWN, policy: policy(access("210987654321")) }),
  },
]);
