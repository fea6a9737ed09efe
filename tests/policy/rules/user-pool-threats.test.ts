import { WEB_ACL_ASSOCIATION } from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { add, all, type Change, resource, set } from "../support/stack.ts";

const MODE = "userPoolAddOns.advancedSecurityMode";
const CUSTOM_MODE = "userPoolAddOns.advancedSecurityAdditionalFlows.customAuthMode";
const off = set("pool", { userPoolAddOns: undefined });
const essentials = set("pool", { userPoolTier: "ESSENTIALS" });

describePolicy("cog-threat-protection", [
  {
    it: "refuses a mode that only watches",
    change: set("pool", { [MODE]: "AUDIT" }),
    says: [`UserPool "pool": ${MODE} is "AUDIT"; wanted: ENFORCED.`],
  },
  {
    it: "refuses the provider's default on PLUS",
    change: off,
    says: [`UserPool "pool": ${MODE} is not set, which means "OFF"; wanted: ENFORCED.`],
  },
  {
    it: "refuses a mode that only watches on a tier that lacks it",
    change: all(essentials, set("pool", { [MODE]: "AUDIT" })),
    says: [`UserPool "pool": ${MODE} is "AUDIT"; wanted: ENFORCED.`],
  },
  { it: "waives it on a tier that lacks it", change: all(off, essentials), waives: ["needs PLUS"] },
]);

const flows = (...explicitAuthFlows: readonly string[]) => set("client", { explicitAuthFlows });

describePolicy("cog-threat-protection-custom", [
  {
    it: "refuses a mode that only watches",
    change: set("pool", { [CUSTOM_MODE]: "AUDIT" }),
    says: [`UserPool "pool": ${CUSTOM_MODE} is "AUDIT"; wanted: ENFORCED.`],
  },
  {
    it: "refuses the provider's default",
    change: set("pool", { [CUSTOM_MODE]: undefined }),
    says: [`UserPool "pool": ${CUSTOM_MODE} is not set, which means "AUDIT"; wanted: ENFORCED.`],
  },
  {
    it: "refuses it with the flow's old name",
    change: all(flows("CUSTOM_AUTH_FLOW_ONLY"), set("pool", { [CUSTOM_MODE]: "AUDIT" })),
    says: [`UserPool "pool": ${CUSTOM_MODE} is "AUDIT"; wanted: ENFORCED.`],
  },
  {
    it: "refuses it for a client without flows, where the pool has the trigger",
    change: all(
      set("client", { explicitAuthFlows: undefined }),
      set("pool", { [CUSTOM_MODE]: "AUDIT", "lambdaConfig.defineAuthChallenge": "arn:aws:lambda" }),
    ),
    says: [`UserPool "pool": ${CUSTOM_MODE} is "AUDIT"; wanted: ENFORCED.`],
  },
  { it: "waives it on a tier that lacks it", change: all(off, essentials), waives: ["needs PLUS"] },
  {
    it: "does not apply without custom challenges",
    change: all(flows("ALLOW_USER_SRP_AUTH"), off),
    applies: false,
  },
  {
    it: "does not apply to a client without flows, where no trigger asks challenges",
    change: all(set("client", { explicitAuthFlows: undefined }), off),
    applies: false,
  },
]);

const NO_FIREWALL =
  'UserPool "pool" has no web ACL; wanted: a WebAclAssociation with the pool\'s ARN.';

const noFirewall: Change = (stack) => stack.filter(({ type }) => type !== WEB_ACL_ASSOCIATION);
const balancer = resource(WEB_ACL_ASSOCIATION, "balancer-firewall", {
  resourceArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/a",
});

describePolicy("cog-waf-attached", [
  { it: "refuses a pool without a web ACL", change: noFirewall, says: [NO_FIREWALL] },
  {
    it: "refuses a web ACL in front of something else",
    change: all(noFirewall, add(balancer)),
    says: [NO_FIREWALL],
  },
  {
    it: "waives it for a reason",
    change: all(noFirewall, set("pool", { "tags.webAcl": "none: a load test" })),
    waives: ["none: a load test"],
  },
  {
    it: "refuses a reason that says nothing",
    change: all(noFirewall, set("pool", { "tags.webAcl": "none: " })),
    says: [NO_FIREWALL],
  },
  {
    it: "takes the dependency while the ARN is not known",
    change: set("pool-firewall", { resourceArn: UNKNOWN }),
  },
]);
