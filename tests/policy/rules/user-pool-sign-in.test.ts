import { RISK_CONFIGURATION, USER_POOL } from "../../../policy/types.ts";
import type { Value } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { add, all, resource, set } from "../support/stack.ts";

const optional = set("pool", {
  mfaConfiguration: "OPTIONAL",
  "userPoolAddOns.advancedSecurityMode": "ENFORCED",
});

const takeover = (lowAction: string) => {
  const action = (eventAction: string): Value => ({ eventAction, notify: true });
  const actions = {
    highAction: action("BLOCK"),
    mediumAction: action("MFA_REQUIRED"),
    lowAction: action(lowAction),
  };
  return add(
    resource(
      RISK_CONFIGURATION,
      "risk",
      { accountTakeoverRiskConfiguration: { actions } },
      { userPoolId: [USER_POOL, "pool"] },
    ),
  );
};

describePolicy("cog-mfa-required", [
  {
    it: "refuses OPTIONAL",
    change: set("pool", { mfaConfiguration: "OPTIONAL" }),
    says: ['UserPool "pool": mfaConfiguration is "OPTIONAL"; wanted: ON.'],
  },
  {
    it: "refuses the provider's default",
    change: set("pool", { mfaConfiguration: undefined }),
    says: ['UserPool "pool": mfaConfiguration is not set, which means "OFF"; wanted: ON.'],
  },
  {
    it: "accepts OPTIONAL where every risk asks for a second factor",
    change: all(optional, takeover("MFA_REQUIRED")),
  },
  {
    it: "refuses OPTIONAL where a low risk asks for one only if it is set up",
    change: all(optional, takeover("MFA_IF_CONFIGURED")),
    says: ['UserPool "pool": mfaConfiguration is "OPTIONAL"; wanted: ON.'],
  },
  {
    it: "does not apply to a pool without passwords",
    change: set("pool", { "signInPolicy.allowedFirstAuthFactors": ["WEB_AUTHN"] }),
    applies: false,
  },
]);
