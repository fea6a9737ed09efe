import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { policy } from "../support/secure-roles.ts";
import { set } from "../support/stack.ts";

describePolicy("kms-rotation", [
  {
    it: "refuses the provider's default",
    change: set("key", { enableKeyRotation: undefined }),
    says: ['Key "key": enableKeyRotation is not set, which means false; wanted: true.'],
  },
  {
    it: "does not apply to keys that sign",
    change: set("key", { enableKeyRotation: undefined, customerMasterKeySpec: "ECC_NIST_P256" }),
    applies: false,
  },
]);

const everybody = { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt" };

describePolicy("kms-policy-safe", [
  {
    it: "refuses everybody",
    change: set("key", { policy: policy(everybody) }),
    says: [`Key "key": policy is ${JSON.stringify(everybody)}; wanted: named principals.`],
  },
  {
    it: "refuses to leave the lockout check out",
    change: set("key", { bypassPolicyLockoutSafetyCheck: true }),
    says: ['Key "key": bypassPolicyLockoutSafetyCheck is true; wanted: false.'],
  },
  {
    it: "accepts everybody of one account",
    change: set("key", {
      policy: policy({
        ...everybody,
        Condition: { StringEquals: { "kms:CallerAccount": "123456789012" } },
      }),
    }),
  },
  { it: "accepts the provider's default", change: set("key", { policy: undefined }) },
  { it: "waits for a policy that is not known yet", change: set("key", { policy: UNKNOWN }) },
]);
