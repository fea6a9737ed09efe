import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { WEB_ACL, WEB_ACL_RULE } from "../types.ts";
import { type Path, type Properties, valueAt } from "../values.ts";
import {
  type AclRule,
  hasRule,
  ownRulesOf,
  rulesOf as allRulesOf,
  stops,
} from "../web-acl-rules.ts";

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
    applies: (acl, context) => allRulesOf(acl, context).length > 0,
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
    scope: "resource",
    types: [WEB_ACL, WEB_ACL_RULE],
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
    remediate: (resource) => Object.fromEntries(metricsOf(resource).map((path) => [path, true])),
    checks: [
      function* (resource) {
        for (const path of metricsOf(resource)) {
          if (!resource.flag(path, false)) yield resource.violation(path, "true");
        }
      },
      function* (resource) {
        for (const { path, members } of rulesOf(resource)) {
          if (path !== "ruleJson") continue;
          // The JSON is the service's own, which writes the name so.
          if (valueAt(members, "visibilityConfig.cloudWatchMetricsEnabled") === true) continue;
          yield resource.violation(path, "metrics", { found: members["name"] ?? null });
        }
      },
    ],
  },
];

/** Where an ACL or a rule says whether it publishes metrics: for itself, and for the rules in its list. */
function metricsOf(resource: Resource): readonly string[] {
  const rules = rulesOf(resource).filter(({ path }) => path !== "ruleJson");
  return [METRICS, ...rules.map(({ path }) => `${stepsIn(path)}.${METRICS}`)];
}

function rulesOf(resource: Resource): readonly AclRule[] {
  return resource.facts.type === WEB_ACL ? ownRulesOf(resource) : [];
}

const stepsIn = (path: Path): string => (typeof path === "string" ? path : path.join("."));

/** Requests in five minutes that a rule lets through; infinite for other rules. */
function requestsOf(rule: Properties): number {
  const limit = valueAt(rule, `${RATE}.limit`);
  const seconds = valueAt(rule, `${RATE}.evaluationWindowSec`) ?? WINDOW_SECONDS;
  const isRate = typeof limit === "number" && typeof seconds === "number" && seconds > 0;
  return isRate ? (limit * WINDOW_SECONDS) / seconds : Number.POSITIVE_INFINITY;
}
