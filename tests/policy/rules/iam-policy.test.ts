import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { policy } from "../support/secure-roles.ts";
import { set } from "../support/stack.ts";

const ADMIN = { Effect: "Allow", Action: "*", Resource: "*" };
const FOUND = '{"Effect":"Allow","Action":"*","Resource":"*"}';

describePolicy("iam-no-admin", [
  {
    it: "refuses every action on every resource",
    change: set("role-policy", { policy: policy(ADMIN) }),
    says: [
      `RolePolicy "role-policy": policy is ${FOUND}; wanted: named actions on named resources.`,
    ],
  },
  {
    it: "refuses it in a role's inline policies",
    change: set("role", { inlinePolicies: [{ name: "all", policy: policy(ADMIN) }] }),
    says: [
      `Role "role": inlinePolicies[0].policy is ${FOUND}; wanted: named actions on named resources.`,
    ],
  },
  {
    it: "refuses it among other actions, in lists",
    change: set("role-policy", {
      policy: policy({ Effect: "Allow", Action: ["s3:GetObject", "*:*"], Resource: ["*"] }),
    }),
    says: [
      'RolePolicy "role-policy": policy is {"Effect":"Allow","Action":["s3:GetObject","*:*"],"Resource":["*"]}; ' +
        "wanted: named actions on named resources.",
    ],
  },
  {
    it: "accepts that everything is denied",
    change: set("role-policy", { policy: policy({ ...ADMIN, Effect: "Deny" }) }),
  },
  {
    it: "accepts every action on one resource",
    change: set("role-policy", { policy: policy({ ...ADMIN, Resource: "arn:aws:s3:::b" }) }),
  },
  {
    it: "refuses it beside a policy that is not known yet",
    change: set("role", {
      inlinePolicies: [
        { name: "later", policy: UNKNOWN },
        { name: "all", policy: policy(ADMIN) },
      ],
    }),
    says: [
      `Role "role": inlinePolicies[1].policy is ${FOUND}; wanted: named actions on named resources.`,
    ],
  },
]);
