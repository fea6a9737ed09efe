import type { Rule } from "../rule.ts";
import { WEB_ACL } from "../types.ts";
import { type Properties, valueAt, within } from "../values.ts";
import { hasRule, rulesOf, stops } from "../web-acl-rules.ts";

const KNOWN_BAD = "AWSManagedRulesKnownBadInputsRuleSet";
const METRICS = "visibilityConfig.cloudwatchMetricsEnabled";
const RATE = "statement.rateBasedStatement";
/** Seconds that the limit of a policy is for, and that the provider takes where a rule says nothing. */
const WINDOW_SECONDS = 300;

export const FIREWALL_RULE_RULES: readonly Rule[] = [
  {
    id: "waf-has-rules",
    scope: "stack",
    types: [WEB_ACL],
    description: "A web ACL has a rule at least.",
    why: "Without one it lets everything through and looks like protection.",
    remedy: "Add rules, or remove the ACL.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 2,
    unknown: "wait",
    ids: ["WAF.10", "CKV_AWS_175", "prow:wafv2_webacl_with_rules"],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10",
    checks: [
      function* (acl, context) {
        if (!hasRule(acl, context, () => true)) yield acl.violation("rules", "one rule or more");
      },
    ],
  },
  {
    id: "waf-rules-act",
    scope: "stack",
    types: [WEB_ACL],
    description: "A web ACL has a rule that stops requests.",
    why: "An attack that is only counted arrives.",
    remedy: "Let rules block, and count while you tune them only.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "plain",
    ids: ["CKV_AWS_342"],
    reference: "https://www.checkov.io/5.Policy%20Index/all.html",
    applies: (acl, context) => rulesOf(acl, context).length > 0,
    checks: [
      function* (acl, context) {
        if (valueAt(acl.facts.props, "defaultAction.block") !== undefined) return;
        if (!hasRule(acl, context, stops)) {
          const found = "rules that count or allow";
          yield acl.violation("rules", "a rule that blocks", { found });
        }
      },
    ],
  },
  {
    id: "waf-known-bad",
    scope: "stack",
    types: [WEB_ACL],
    description: "A web ACL has AWS's rules against inputs that are known to be attacks.",
    why: "Exploits that everybody tries are refused at no effort.",
    remedy: `Add ${KNOWN_BAD}, with the common rules and those by IP reputation.`,
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "wait",
    ids: ["CKV_AWS_192", "CKV2_AWS_77"],
    reference: "https://www.checkov.io/5.Policy%20Index/all.html",
    checks: [
      function* (acl, context) {
        const isKnownBad = (rule: Properties): boolean =>
          valueAt(rule, "statement.managedRuleGroupStatement.name") === KNOWN_BAD;
        if (!hasRule(acl, context, isKnownBad)) yield acl.lacks(`rule ${KNOWN_BAD}`, "that rule");
      },
    ],
  },
  {
    id: "waf-rate-limit",
    scope: "stack",
    types: [WEB_ACL],
    description: "A web ACL limits how often one caller may come.",
    why: "Passwords are guessed by trying many, and a limit makes that slow.",
    remedy: "Add a rate-based rule of 1,000 requests in 5 minutes, on the sign-in paths at least.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "wait",
    ids: ["OWASP API2:2023", "OWASP API4:2023"],
    reference: "https://owasp.org/API-Security/editions/2023/en/0x11-t10/",
    thresholds: {
      requests: {
        default: 1000,
        minimum: 10,
        description: "Most requests of a caller in 5 minutes",
      },
    },
    checks: [
      function* (acl, context) {
        const most = context.threshold("requests");
        if (hasRule(acl, context, (rule) => requestsOf(rule) <= most)) return;
        yield acl.lacks("rate limit", `a rule of ${most} requests in 5 minutes or fewer`);
      },
    ],
  },
  {
    id: "waf-metrics",
    scope: "stack",
    types: [WEB_ACL],
    description: "A web ACL and its rules publish metrics.",
    why: "Alarms on attacks are made of them.",
    remedy: "Set cloudwatchMetricsEnabled in each visibilityConfig.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 2,
    unknown: "plain",
    ids: ["WAF.12", "prow:wafv2_webacl_rule_logging_enabled"],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-12",
    checks: [
      function* (acl) {
        if (!acl.flag(METRICS, false)) yield acl.violation(METRICS, "true");
      },
      function* (acl, context) {
        for (const { resource, path, members } of rulesOf(acl, context)) {
          // Groups that are added beside the ACL have no such setting.
          if (members["visibilityConfig"] === undefined) continue;
          if (path === "ruleJson") {
            const metrics = "visibilityConfig.cloudWatchMetricsEnabled";
            const found = members["name"] ?? null;
            if (valueAt(members, metrics) !== true) yield acl.violation(path, "metrics", { found });
          } else {
            const at = path === "" ? METRICS : within(path, ...METRICS.split("."));
            if (!resource.flag(at, false)) yield resource.violation(at, "true");
          }
        }
      },
    ],
  },
];

/** Requests in five minutes that a rule lets through; infinite for other rules. */
function requestsOf(rule: Properties): number {
  const limit = valueAt(rule, `${RATE}.limit`);
  const seconds = valueAt(rule, `${RATE}.evaluationWindowSec`) ?? WINDOW_SECONDS;
  const isRate = typeof limit === "number" && typeof seconds === "number" && seconds > 0;
  return isRate ? (limit * WINDOW_SECONDS) / seconds : Number.POSITIVE_INFINITY;
}
