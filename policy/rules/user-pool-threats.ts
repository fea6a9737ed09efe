import type { Resource } from "../resource.ts";
import { type Rule, type StackContext, waiver } from "../rule.ts";
import { CLIENT, USER_POOL, WEB_ACL_ASSOCIATION } from "../types.ts";
import { asksForThreatProtection, isPlus, NEEDS_PLUS } from "./user-pool-tier.ts";

const MODE = "userPoolAddOns.advancedSecurityMode";
const CUSTOM_MODE = "userPoolAddOns.advancedSecurityAdditionalFlows.customAuthMode";
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html";

export const USER_POOL_THREAT_RULES: readonly Rule[] = [
  {
    id: "cog-threat-protection",
    scope: "resource",
    types: [USER_POOL],
    description: "Threat protection of a user pool acts, and does more than write down.",
    why: "That one address tries a thousand accounts can be seen by the service only.",
    remedy: "Set advancedSecurityMode to ENFORCED, on the tier PLUS.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: [
      "Cognito.1",
      "cfg:cognito-user-pool-advanced-security-enabled",
      "prow:cognito_user_pool_advanced_security_enabled",
    ],
    reference: `${CONTROLS}#cognito-1`,
    checks: [
      function* (pool) {
        if (!asksForThreatProtection(pool) && !isPlus(pool)) yield waiver(NEEDS_PLUS);
        else if (pool.text(MODE, "OFF") !== "ENFORCED") yield pool.violation(MODE, "ENFORCED");
      },
    ],
  },
  {
    id: "cog-threat-protection-custom",
    scope: "stack",
    types: [USER_POOL],
    description: "Threat protection acts on sign-in by custom challenges too.",
    why: "Custom challenges have a switch of their own; the ordinary check passes them by.",
    remedy: "Set customAuthMode to ENFORCED.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp"],
    wave: 2,
    unknown: "plain",
    ids: ["Cognito.4", "cfg:cognito-userpool-cust-auth-threat-full-check"],
    reference: `${CONTROLS}#cognito-4`,
    applies: (pool, { stack }) =>
      stack
        .sources(pool, CLIENT, "userPoolId")
        .some((client) => allowsCustomChallenges(client, pool)),
    checks: [
      function* (pool) {
        if (!asksForThreatProtection(pool) && !isPlus(pool)) yield waiver(NEEDS_PLUS);
        else if (pool.text(CUSTOM_MODE, "AUDIT") !== "ENFORCED") {
          yield pool.violation(CUSTOM_MODE, "ENFORCED");
        }
      },
    ],
  },
];

export const USER_POOL_FIREWALL_RULES: readonly Rule[] = [
  {
    id: "cog-waf-attached",
    scope: "stack",
    types: [USER_POOL],
    description: "A web ACL stands in front of a user pool.",
    why: "Anybody reaches a pool's endpoints; nothing else limits how often one address may try.",
    remedy:
      'Associate a REGIONAL web ACL, with a rate-based rule and AWS\'s managed rule groups; or say why not in the tag webAcl: "none: REASON".',
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 1,
    unknown: "edge",
    ids: ["prow:cognito_user_pool_waf_acl_attached"],
    reference: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html",
    checks: [
      function* (pool, context) {
        if (hasFirewall(pool, context)) return;
        const reason = reasonForNone(pool);
        yield reason === undefined
          ? pool.lacks("web ACL", "a WebAclAssociation with the pool's ARN")
          : waiver(reason);
      },
    ],
  },
];

/** Why a pool has no web ACL, where the program says so in the tag `webAcl`. */
function reasonForNone(pool: Resource): string | undefined {
  const { webAcl } = pool.members("tags");
  return typeof webAcl === "string" && /^none: \S/.test(webAcl) ? webAcl : undefined;
}

/** Whether a web ACL of the stack stands in front of the pool. */
export function hasFirewall(pool: Resource, { stack }: StackContext): boolean {
  return stack.sources(pool, WEB_ACL_ASSOCIATION, "resourceArn").length > 0;
}

/** A client that names no flows has them all by default; without the trigger they lead nowhere. */
function allowsCustomChallenges(client: Resource, pool: Resource): boolean {
  const flows = client.texts("explicitAuthFlows");
  if (flows.length === 0) return pool.has("lambdaConfig.defineAuthChallenge");
  return flows.some(({ value }) => /^(ALLOW_CUSTOM_AUTH|CUSTOM_AUTH_FLOW_ONLY)$/.test(value));
}
