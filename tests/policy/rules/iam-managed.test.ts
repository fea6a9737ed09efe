import { ROLE, ROLE_POLICY, ROLE_POLICY_ATTACHMENT } from "../../../policy/types.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { policy } from "../support/secure-roles.ts";
import { add, all, remove, resource, set } from "../support/stack.ts";

const AWS = "arn:aws:iam::aws:policy";
const FULL = "named actions on named resources";

const attached = (name: string, wanted: string, level?: "advisory"): Case => ({
  it: `refuses ${name}`,
  change: set("orders-attachment", { policyArn: `${AWS}/${name}` }),
  says: [
    `RolePolicyAttachment "orders-attachment": policyArn is "${AWS}/${name}"; wanted: ${wanted}.`,
  ],
  ...(level && { level }),
});

describePolicy("iam-managed-policies", [
  attached("AdministratorAccess", FULL),
  attached("AmazonS3FullAccess", FULL),
  attached("AmazonSSMFullAccess", FULL),
  attached("service-role/AWSLambdaBasicExecutionRole", "a policy of your own", "advisory"),
  attached("ReadOnlyAccess", "a policy of your own", "advisory"),
  {
    it: "refuses it in the role's own list",
    change: set("role", { managedPolicyArns: [`${AWS}/PowerUserAccess`] }),
    says: [`Role "role": managedPolicyArns[0] is "${AWS}/PowerUserAccess"; wanted: ${FULL}.`],
  },
]);

const inline = { name: "own", policy: policy() };

describePolicy(
  "iam-no-inline",
  [
    {
      it: "advises against an inline policy in the role",
      change: set("role", { inlinePolicies: [inline] }),
      says: [
        'Role "role": inlinePolicies[0] is {"name":"own","policy":"{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}"}; ' +
          "wanted: no inline policy.",
      ],
    },
    {
      it: "advises against an inline policy beside it",
      change: add(resource(ROLE_POLICY, "own", { policy: policy() })),
      says: [
        'RolePolicy "own": policy is "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}"; wanted: no inline policy.',
      ],
    },
    {
      it: "says nothing in other profiles",
      change: set("role", { inlinePolicies: [inline] }),
      settings: { profile: "prod" },
      applies: true,
    },
  ],
  remove("role-policy"),
);

const OWN = "arn:aws:iam::123456789012:policy/own";
const beside = (policyArn: string) =>
  add(
    resource(
      ROLE_POLICY_ATTACHMENT,
      "beside",
      { role: "app", policyArn },
      { role: [ROLE, "role"] },
    ),
  );
const inlineBeside = (name: string) =>
  add(resource(ROLE_POLICY, "beside", { role: "app", name }, { role: [ROLE, "role"] }));

describePolicy("iam-no-conflict", [
  {
    it: "refuses a list beside attachments",
    change: all(set("role", { managedPolicyArns: [OWN] }), beside(`${OWN}-2`)),
    says: [
      `Role "role": managedPolicyArns is ["${OWN}"]; wanted: nothing beside RolePolicyAttachment.`,
    ],
  },
  {
    it: "refuses inline policies in the role beside others",
    change: all(set("role", { inlinePolicies: [inline] }), inlineBeside("other")),
    says: [
      'Role "role": inlinePolicies is [{"name":"own","policy":"{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}"}]; ' +
        "wanted: nothing beside RolePolicy.",
    ],
  },
  {
    it: "accepts what the provider lists after an update",
    change: all(
      set("role", { managedPolicyArns: [OWN], inlinePolicies: [inline] }),
      beside(OWN),
      add(resource(ROLE_POLICY, "own", { role: "app", name: "own" }, { role: [ROLE, "role"] })),
    ),
  },
  { it: "accepts a list alone", change: set("role", { managedPolicyArns: [OWN] }) },
]);
