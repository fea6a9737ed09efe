import type { Rule } from "../rule.ts";
import { WEB_ACL, WEB_ACL_ASSOCIATION, WEB_ACL_LOGGING } from "../types.ts";
import { holdsUnknown, isObject, type Value, valueAt } from "../values.ts";
import { hasRule, stops } from "../web-acl-rules.ts";

/** What carries credentials: its name, where a field names it, and the header. */
const REDACTED: readonly (readonly [what: string, path: string, header?: string])[] = [
  ["authorization", "singleHeader.name", "authorization"],
  ["cookie", "singleHeader.name", "cookie"],
  ["the query string", "queryString"],
];
/** The service takes destinations of this name only. */
const LOG_NAME = /(:log-group:|:s3:::|:deliverystream\/)aws-waf-logs-/;

export const FIREWALL_RULES: readonly Rule[] = [
  {
    id: "waf-logging",
    scope: "stack",
    types: [WEB_ACL, WEB_ACL_LOGGING],
    description: "A web ACL logs what it does.",
    why: "Nobody can tell a stopped attack from a stopped customer otherwise.",
    remedy: "Add a WebAclLoggingConfiguration; its destination's name begins with aws-waf-logs-.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp", "hipaa", "nist-800-53", "pci"],
    wave: 2,
    unknown: "edge",
    ids: [
      "WAF.11",
      "nag:HIPAA.Security-WAFv2LoggingEnabled",
      "nag:NIST.800.53.R5-WAFv2LoggingEnabled",
      "nag:PCI.DSS.321-WAFv2LoggingEnabled",
      "CKV2_AWS_31",
      "guard:wafv2_logging_enabled",
      "prow:wafv2_webacl_logging_enabled",
    ],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11",
    checks: [
      function* (resource, { stack }) {
        if (resource.facts.type === WEB_ACL_LOGGING) return;
        if (stack.sources(resource, WEB_ACL_LOGGING, "resourceArn").length === 0) {
          yield resource.lacks("logging configuration", "a WebAclLoggingConfiguration");
        }
      },
      function* (resource) {
        if (resource.facts.type === WEB_ACL) return;
        for (const { path, value } of resource.texts("logDestinationConfigs")) {
          if (!LOG_NAME.test(value)) {
            yield resource.violation(path, "a destination whose name begins with aws-waf-logs-");
          }
        }
      },
    ],
  },
  {
    id: "waf-redact",
    scope: "resource",
    types: [WEB_ACL_LOGGING],
    description: "Logs of a web ACL leave out what carries credentials.",
    why: "Passwords, codes and tokens pass through it on their way to the sign-in page.",
    remedy: "Redact the headers authorization and cookie, and the query string.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 2,
    unknown: "wait",
    ids: ["ASVS 16.2.5"],
    reference:
      "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x25-V16-Security-Logging-and-Error-Handling.md",
    checks: [
      function* (logging) {
        const fields = logging.items("redactedFields").map(({ value }) => value);
        const missing = REDACTED.filter(([, path, name]) => !fields.some(redacts(path, name)));
        const list = logging.value("redactedFields") ?? [];
        // A field that is not known yet may be the one.
        if (holdsUnknown(list)) return;
        if (missing.length > 0) {
          const names = missing.map(([what]) => what).join(", ");
          yield logging.violation("redactedFields", `${names} as well`);
        }
      },
    ],
  },
  {
    id: "waf-default-action",
    scope: "stack",
    types: [WEB_ACL],
    description: "A web ACL that lets the rest through has a rule that stops something.",
    why: "Letting through is right for a sign-in page, if it was meant.",
    remedy: "Block by default, or add rules that block.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: ["guard:waf_web_acl_default_action_rule"],
    reference: "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
    checks: [
      function* (acl, context) {
        const { block } = acl.members("defaultAction");
        if (block === undefined && !hasRule(acl, context, stops)) {
          yield acl.violation("defaultAction", "block, or rules that block");
        }
      },
    ],
  },
  {
    id: "waf-scope",
    scope: "stack",
    types: [WEB_ACL],
    description:
      "A web ACL for pools and APIs is a regional one, and one for CloudFront is in us-east-1.",
    why: "The service refuses the other, half-way through a deployment.",
    remedy: "Set scope to REGIONAL; for CloudFront make the ACL in us-east-1 and name it there.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
    checks: [
      function* (acl, { stack }) {
        if (acl.text("scope") !== "CLOUDFRONT") return;
        // Distributions name their ACL themselves: associations are for everything else.
        if (stack.sources(acl, WEB_ACL_ASSOCIATION, "webAclArn").length > 0) {
          yield acl.violation("scope", "REGIONAL");
        } else if (acl.text("region", "us-east-1") !== "us-east-1") {
          yield acl.violation("region", "us-east-1");
        }
      },
    ],
  },
];

function redacts(path: string, header: string | undefined): (field: Value) => boolean {
  return (field) => {
    const value = isObject(field) ? valueAt(field, path) : undefined;
    if (header === undefined) return value !== undefined;
    return typeof value === "string" && value.toLowerCase() === header;
  };
}
