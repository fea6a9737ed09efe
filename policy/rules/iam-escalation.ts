import { conditionKeysOf, covers, isAnyResource } from "../iam-access.ts";
import { type Statement, statementsOf } from "../iam-document.ts";
import type { Rule } from "../rule.ts";
import { POLICY, ROLE, ROLE_POLICY } from "../types.ts";

/**
 * Actions that make an administrator of whoever may do all of one line on any resource.
 * Source: https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation
 */
const COMBINATIONS: readonly (readonly string[])[] = [
  ["iam:CreatePolicyVersion"],
  ["iam:SetDefaultPolicyVersion"],
  ["iam:CreateAccessKey"],
  ["iam:CreateLoginProfile"],
  ["iam:UpdateLoginProfile"],
  ["iam:AttachUserPolicy"],
  ["iam:AttachGroupPolicy"],
  ["iam:AttachRolePolicy"],
  ["iam:PutUserPolicy"],
  ["iam:PutGroupPolicy"],
  ["iam:PutRolePolicy"],
  ["iam:AddUserToGroup"],
  ["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
  ["sts:AssumeRole"],
  ["lambda:UpdateFunctionCode"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:AddPermission"],
  ["iam:PassRole", "ec2:RunInstances"],
  ["iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"],
  ["iam:PassRole", "cloudformation:CreateStack"],
  ["iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild"],
  ["iam:PassRole", "glue:CreateDevEndpoint"],
  ["iam:PassRole", "glue:CreateJob", "glue:StartJobRun"],
  ["iam:PassRole", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"],
  ["iam:PassRole", "sagemaker:CreateNotebookInstance"],
];

const ANY_ROLE = /^(\*|arn:[\w-]+:iam::[^:]*:(\*|role\/\*))$/;

export const IAM_ESCALATION_RULES: readonly Rule[] = [
  {
    id: "iam-passrole-scoped",
    scope: "resource",
    types: [ROLE, ROLE_POLICY, POLICY],
    description: "Roles that may be passed on are named.",
    why: "Whoever passes an administrator's role to a service of his works as that administrator.",
    remedy: "Write the ARNs of the roles.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: ["AVD-AWS-0342", "guard:no_wildcard_resource_on_passrole"],
    reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    checks: [
      function* (resource) {
        for (const { path, effect, actions, resources, members } of statementsOf(resource)) {
          if (effect === "Deny" || !resources.some((one) => ANY_ROLE.test(one))) continue;
          if (actions.some((action) => isNamed(action) && covers(action, "iam:PassRole"))) {
            yield resource.violation(path, "the ARNs of the roles", { found: members });
          }
        }
      },
    ],
  },
  {
    id: "iam-no-escalation",
    scope: "resource",
    types: [ROLE, ROLE_POLICY, POLICY],
    description: "No policy lets its holder make himself an administrator.",
    why: "Rights that look harmless one by one add up to all rights.",
    remedy: "Take one of the actions away, or name the resources it is for.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: ["prow:iam_policy_allows_privilege_escalation"],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: [
      function* (resource) {
        const statements = [...statementsOf(resource)];
        for (const path of new Set(statements.map((one) => one.path))) {
          const combination = combinationIn(statements.filter((one) => one.path === path));
          if (combination === undefined) continue;
          const found = combination.join(" + ");
          yield resource.violation(path, "no such combination", { found });
        }
      },
    ],
  },
];

/** `*` is the business of iam-no-admin and iam-least-actions. */
function isNamed(action: string): boolean {
  return action.includes(":") && action !== "*:*";
}

/** The first combination that a document allows on any resource. */
function combinationIn(statements: readonly Statement[]): readonly string[] | undefined {
  const actions = statements.filter(isUnbound).flatMap((statement) => statement.actions);
  const named = actions.filter(isNamed);
  return COMBINATIONS.find((combination) =>
    combination.every((one) => named.some((action) => covers(action, one))),
  );
}

/** A boundary or a service that a right is bound to keeps it from being passed on. */
function isUnbound({ effect, resources, members }: Statement): boolean {
  const isBound = conditionKeysOf(members).some((key) => key.startsWith("iam:"));
  return effect === "Allow" && !isBound && resources.some(isAnyResource);
}
