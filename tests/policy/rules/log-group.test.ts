import { FUNCTION, LOG_GROUP } from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { policy } from "../support/secure-roles.ts";
import { add, all, changed, remove, resource, set } from "../support/stack.ts";

const DAYS = "retentionInDays";

describePolicy("log-retention", [
  {
    it: "refuses the provider's default",
    change: set("hello-logs", { [DAYS]: undefined }),
    says: [`LogGroup "hello-logs": ${DAYS} is not set, which means 0; wanted: 1 or more.`],
  },
  {
    it: "refuses for ever",
    change: set("hello-logs", { [DAYS]: 0 }),
    says: [`LogGroup "hello-logs": ${DAYS} is 0; wanted: 1 or more.`],
  },
  {
    it: "does not apply to deliveries, which keep two days",
    change: all(
      remove("worker-logs"),
      set("hello-logs", { logGroupClass: "DELIVERY", [DAYS]: undefined }),
    ),
    applies: false,
  },
]);

describePolicy("log-retention-year", [
  {
    it: "refuses 364 days",
    change: set("hello-logs", { [DAYS]: 364 }),
    says: [`LogGroup "hello-logs": ${DAYS} is 364; wanted: 365 or more.`],
  },
  { it: "accepts for ever", change: set("hello-logs", { [DAYS]: 0 }) },
]);

describePolicy("log-cmk", [
  {
    it: "refuses the service's key",
    change: set("hello-logs", { kmsKeyId: undefined }),
    says: ['LogGroup "hello-logs": kmsKeyId is not set; wanted: the ARN of a key, or a reason.'],
  },
  {
    it: "reports the reason in the tag",
    change: set("hello-logs", {
      kmsKeyId: undefined,
      "tags.encryption": "service-owned key, holds no personal data",
    }),
    waives: ["service-owned key, holds no personal data"],
  },
  {
    it: "takes no other tag for a reason",
    change: set("hello-logs", { kmsKeyId: undefined, "tags.encryption": "yes" }),
    says: ['LogGroup "hello-logs": kmsKeyId is not set; wanted: the ARN of a key, or a reason.'],
  },
  { it: "accepts a key that is not known yet", change: set("hello-logs", { kmsKeyId: UNKNOWN }) },
]);

const WANTED = "the name of a log group";

describePolicy("log-group-per-fn", [
  {
    it: "refuses the group that Lambda makes",
    change: remove("worker-logs"),
    says: [`Function "worker": loggingConfig.logGroup is not set; wanted: ${WANTED}.`],
  },
  {
    it: "takes no group of another function",
    change: changed("worker-logs", (facts) => ({
      ...facts,
      props: { ...facts.props, name: "/aws/lambda/worker-2" },
      propertyDependencies: {},
    })),
    says: [`Function "worker": loggingConfig.logGroup is not set; wanted: ${WANTED}.`],
  },
  {
    it: "accepts a group named after the function, both known only later",
    change: all(
      set("worker", { name: UNKNOWN, id: UNKNOWN }),
      set("worker-logs", { name: UNKNOWN }),
    ),
  },
  {
    it: "accepts a group of the same literal name",
    change: add(
      resource(FUNCTION, "plain", { name: "plain" }),
      resource(LOG_GROUP, "plain-logs", { name: "/aws/lambda/plain" }),
    ),
  },
  {
    it: "accepts a group of another stack by its name",
    change: all(remove("hello-logs"), set("hello", { "loggingConfig.logGroup": "shared" })),
  },
]);

describePolicy("log-keep", [
  {
    it: "advises to keep logs",
    change: set("hello-logs", { deletionProtectionEnabled: undefined }),
    says: [
      'LogGroup "hello-logs": deletionProtectionEnabled is not set, which means false; wanted: true.',
    ],
  },
  {
    it: "accepts skipDestroy",
    change: set("hello-logs", { deletionProtectionEnabled: false, skipDestroy: true }),
  },
  {
    it: "accepts protect",
    change: changed("hello-logs", (facts) => ({
      ...facts,
      props: {},
      options: { protect: true, ignoreChanges: [] },
    })),
  },
]);

const everybody = { Effect: "Allow", Principal: "*", Action: "logs:PutLogEvents", Resource: "*" };

describePolicy("log-not-public", [
  {
    it: "refuses everybody",
    change: set("log-policy", { policyDocument: policy(everybody) }),
    says: [
      `LogResourcePolicy "log-policy": policyDocument is ${JSON.stringify(everybody)}; wanted: named principals.`,
    ],
  },
  {
    it: "accepts everybody for one account",
    change: set("log-policy", {
      policyDocument: policy({
        ...everybody,
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      }),
    }),
  },
]);
