import { WEB_ACL, WEB_ACL_RULE, WEB_ACL_RULE_GROUP_ASSOCIATION } from "../../../policy/types.ts";
import { UNKNOWN, type Value } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { add, all, remove, resource, set } from "../support/stack.ts";

const KNOWN_BAD = "AWSManagedRulesKnownBadInputsRuleSet";
const GROUP = "rules[0].statement.managedRuleGroupStatement.name";

const rules = (...list: readonly Value[]) => set("acl", { rules: list });
const json = (...list: readonly Value[]) =>
  set("acl", { rules: undefined, ruleJson: JSON.stringify(list) });
const ofAcl = { webAclArn: [WEB_ACL, "acl"] as const };
const beside = (rule: { readonly [name: string]: Value }) =>
  add(resource(WEB_ACL_RULE, "beside", rule, ofAcl));
const group = (overrideAction?: string) =>
  add(
    resource(
      WEB_ACL_RULE_GROUP_ASSOCIATION,
      "group",
      { managedRuleGroup: { name: KNOWN_BAD }, ...(overrideAction && { overrideAction }) },
      ofAcl,
    ),
  );
const counting = { name: "a", action: { count: {} } };

describePolicy("waf-has-rules", [
  {
    it: "refuses none",
    change: set("acl", { rules: undefined }),
    says: ['WebAcl "acl": rules is not set; wanted: one rule or more.'],
  },
  {
    it: "refuses an empty list",
    change: rules(),
    says: ['WebAcl "acl": rules is []; wanted: one rule or more.'],
  },
  { it: "accepts rules as JSON", change: json({ Name: "a" }) },
  { it: "accepts rules beside it", change: all(rules(), beside({ name: "a" })) },
  { it: "accepts groups beside it", change: all(rules(), group()) },
  { it: "waits for a rule that is not known yet", change: rules(UNKNOWN) },
]);

const COUNTS = 'WebAcl "acl": rules is "rules that count or allow"; wanted: a rule that blocks.';

describePolicy("waf-rules-act", [
  { it: "refuses rules that count", change: rules(counting), says: [COUNTS] },
  {
    it: "refuses rules that allow",
    change: rules({ name: "a", action: { allow: {} } }),
    says: [COUNTS],
  },
  {
    it: "refuses JSON that counts",
    change: json({ Name: "a", OverrideAction: { Count: {} } }),
    says: [COUNTS],
  },
  {
    it: "refuses a group beside it that counts",
    change: all(rules(), group("count")),
    says: [COUNTS],
  },
  { it: "accepts a challenge", change: rules(counting, { name: "b", action: { challenge: {} } }) },
  { it: "accepts JSON that blocks", change: json({ Name: "a", Action: { Block: {} } }) },
  { it: "accepts a group beside it", change: all(rules(), group()) },
  {
    it: "accepts to count where the rest is blocked",
    change: all(rules(counting), set("acl", { defaultAction: { block: {} } })),
  },
  { it: "does not apply to none", change: rules(), applies: false },
]);

describePolicy("waf-known-bad", [
  {
    it: "refuses to do without",
    change: set("acl", { [GROUP]: "AWSManagedRulesCommonRuleSet" }),
    says: [`WebAcl "acl" has no rule ${KNOWN_BAD}; wanted: that rule.`],
  },
  { it: "waits for a name that is not known yet", change: set("acl", { [GROUP]: UNKNOWN }) },
  {
    it: "accepts it as JSON",
    change: json({ Statement: { ManagedRuleGroupStatement: { Name: KNOWN_BAD } } }),
  },
  { it: "accepts it beside the ACL", change: all(rules(), group()) },
]);

const rate = (limit: Value, more: { readonly [name: string]: Value } = {}) =>
  rules({ name: "rate", statement: { rateBasedStatement: { limit, ...more } } });
const NO_RATE =
  'WebAcl "acl" has no rate limit; wanted: a rule of 1000 requests in 5 minutes or fewer.';

describePolicy("waf-rate-limit", [
  { it: "refuses to do without", change: rules(counting), says: [NO_RATE] },
  { it: "refuses 1,001 in 5 minutes", change: rate(1001), says: [NO_RATE] },
  {
    it: "refuses 201 in a minute",
    change: rate(201, { evaluationWindowSec: 60 }),
    says: [NO_RATE],
  },
  { it: "accepts 2,000 in 10 minutes", change: rate(2000, { evaluationWindowSec: 600 }) },
  { it: "waits for a limit that is not known yet", change: rate(UNKNOWN) },
]);

const METRICS = "visibilityConfig.cloudwatchMetricsEnabled";

describePolicy("waf-metrics", [
  {
    it: "refuses an ACL without",
    change: set("acl", { [METRICS]: false }),
    says: [`WebAcl "acl": ${METRICS} is false; wanted: true.`],
  },
  {
    it: "refuses a rule without",
    change: set("acl", { [`rules[1].${METRICS}`]: undefined }),
    says: [`WebAcl "acl": rules[1].${METRICS} is not set, which means false; wanted: true.`],
  },
  {
    it: "refuses a rule without, in JSON",
    change: json({ Name: "rate", VisibilityConfig: { CloudWatchMetricsEnabled: false } }),
    says: ['WebAcl "acl": ruleJson is "rate"; wanted: metrics.'],
  },
  {
    it: "refuses a rule without, beside the ACL",
    change: beside({ name: "rate", visibilityConfig: { cloudwatchMetricsEnabled: false } }),
    says: [`WebAclRule "beside": ${METRICS} is false; wanted: true.`],
  },
]);

const OTHER_LOG = "arn:aws:logs:eu-west-1:123456789012:log-group:waf";

describePolicy("waf-logging", [
  {
    it: "refuses an ACL without",
    change: remove("acl-log"),
    says: ['WebAcl "acl" has no logging configuration; wanted: a WebAclLoggingConfiguration.'],
  },
  {
    it: "refuses a destination of another name",
    change: set("acl-log", { "logDestinationConfigs[0]": OTHER_LOG }),
    says: [
      `WebAclLoggingConfiguration "acl-log": logDestinationConfigs[0] is "${OTHER_LOG}"; wanted: a destination whose name begins with aws-waf-logs-.`,
    ],
  },
  {
    it: "accepts a bucket",
    change: set("acl-log", { "logDestinationConfigs[0]": "arn:aws:s3:::aws-waf-logs-shop" }),
  },
]);

describePolicy("waf-redact", [
  {
    it: "refuses to log everything",
    change: set("acl-log", { redactedFields: undefined }),
    says: [
      'WebAclLoggingConfiguration "acl-log": redactedFields is not set; wanted: authorization, cookie, the query string as well.',
    ],
  },
  {
    it: "refuses to log cookies",
    change: set("acl-log", {
      redactedFields: [{ singleHeader: { name: "Authorization" } }, { queryString: {} }],
    }),
    says: [
      'WebAclLoggingConfiguration "acl-log": redactedFields is [{"singleHeader":{"name":"Authorization"}},{"queryString":{}}]; wanted: cookie as well.',
    ],
  },
  {
    it: "waits for a field that is not known yet",
    change: set("acl-log", { "redactedFields[1]": UNKNOWN }),
  },
]);

describePolicy("waf-default-action", [
  {
    it: "advises against letting everything through",
    change: rules(counting),
    says: ['WebAcl "acl": defaultAction is {"allow":{}}; wanted: block, or rules that block.'],
  },
  {
    it: "accepts to block the rest",
    change: all(rules(counting), set("acl", { defaultAction: { block: {} } })),
  },
]);

describePolicy("waf-scope", [
  {
    it: "refuses CLOUDFRONT before a pool",
    change: set("acl", { scope: "CLOUDFRONT" }),
    says: ['WebAcl "acl": scope is "CLOUDFRONT"; wanted: REGIONAL.'],
  },
  {
    it: "refuses CLOUDFRONT in another region",
    change: all(remove("acl-of-pool"), set("acl", { scope: "CLOUDFRONT", region: "eu-west-1" })),
    says: ['WebAcl "acl": region is "eu-west-1"; wanted: us-east-1.'],
  },
  {
    it: "accepts CLOUDFRONT for a distribution",
    change: all(remove("acl-of-pool"), set("acl", { scope: "CLOUDFRONT", region: "us-east-1" })),
  },
]);
