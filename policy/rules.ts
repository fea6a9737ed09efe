import type { Rule } from "./rule.ts";
import { CLIENT_REDIRECT_RULES } from "./rules/client-redirects.ts";
import { IAM_POLICY_RULES } from "./rules/iam-policy.ts";
import { PERMISSION_RULES } from "./rules/permission.ts";
import { ROUTE_ACCESS_RULES } from "./rules/route-access.ts";
import { USER_POOL_PASSWORD_RULES } from "./rules/user-pool-password.ts";
import { USER_POOL_SIGN_IN_RULES } from "./rules/user-pool-sign-in.ts";

/** Every policy of the pack. */
export const RULES: readonly Rule[] = [
  ...USER_POOL_PASSWORD_RULES,
  ...USER_POOL_SIGN_IN_RULES,
  ...CLIENT_REDIRECT_RULES,
  ...ROUTE_ACCESS_RULES,
  ...PERMISSION_RULES,
  ...IAM_POLICY_RULES,
];
