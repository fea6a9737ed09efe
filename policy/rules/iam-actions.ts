import { conditionKeysOf, covers } from "../iam-access.ts";
import { type Statement, statementsAt, statementsOf } from "../iam-document.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { POLICY, ROLE, ROLE_POLICY } from "../types.ts";
import type { Properties } from "../values.ts";
import { isAdmin } from "./iam-policy.ts";

/**
 * Actions that know no resources, so that `*` is all there is to write; `sns:Publish` because phone numbers have no
 * ARN.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const WITHOUT_RESOURCE = [
  "acm:ListCertificates",
  "autoscaling:Describe*",
  "ce:Get*",
  "cloudwatch:GetMetric*",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "cognito-idp:ListUserPools",
  "comprehend:Detect*",
  "dynamodb:ListStreams",
  "dynamodb:ListTables",
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:Describe*",
  "ec2:UnassignPrivateIpAddresses",
  "ecr-public:GetAuthorizationToken",
  "ecr:GetAuthorizationToken",
  "elasticloadbalancing:Describe*",
  "iam:ListAccountAliases",
  "kms:GenerateRandom",
  "kms:ListAliases",
  "kms:ListKeys",
  "lambda:ListFunctions",
  "logs:*LogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "polly:SynthesizeSpeech",
  "rekognition:Detect*",
  "route53:ListHostedZones*",
  "s3:ListAllMyBuckets",
  "secretsmanager:GetRandomPassword",
  "secretsmanager:ListSecrets",
  "sns:ListTopics",
  "sns:Publish",
  "sqs:ListQueues",
  "ssm:DescribeParameters",
  "ssmmessages:*Channel",
  "sts:GetCallerIdentity",
  "sts:GetServiceBearerToken",
  "tag:Get*",
  "textract:*",
  "translate:TranslateText",
  "xray:GetSampling*",
  "xray:Put*",
];

const NEGATIONS = ["NotAction", "NotResource", "NotPrincipal"];

export const IAM_ACTION_RULES: readonly Rule[] = [
  {
    id: "iam-least-actions",
    scope: "resource",
    types: [ROLE, ROLE_POLICY, POLICY],
    description: "Policies name their actions and the resources that these are for.",
    why: "What a service learns to do later is allowed at once where a wildcard stands.",
    remedy: "Write the actions one by one and the ARNs they are for.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 1,
    unknown: "wait",
    ids: [
      "IAM.21",
      "nag:AwsSolutions-IAM5",
      "nag:Serverless-StarPermissions",
      "nag:HIPAA.Security-IAMPolicyNoStatementsWithFullAccess",
      "nag:NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess",
      "nag:PCI.DSS.321-IAMPolicyNoStatementsWithFullAccess",
      "CKV_AWS_49",
      "CKV_AWS_63",
      "AVD-AWS-0057",
      "AVD-AWS-0345",
      "guard:iam_policy_no_statements_with_full_access",
      "guard:iam_role_no_wildcard_actions_on_permissions",
    ],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21",
    checks: [
      function* (resource) {
        for (const statement of statementsOf(resource)) {
          const wanted = isAdmin(statement) ? undefined : wantedOf(statement);
          if (wanted === undefined) continue;
          yield resource.violation(statement.path, wanted, { found: statement.members });
        }
      },
    ],
  },
  {
    id: "iam-no-not-elements",
    scope: "resource",
    types: [ROLE, ROLE_POLICY, POLICY],
    description: "No policy allows whatever is not listed.",
    why: "Everything that AWS will ever add is allowed then, too.",
    remedy: "List what is allowed, or turn the statement into a Deny.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: [
      "guard:iam_role_or_policy_no_allow_plus_not_action",
      "guard:iam_role_or_policy_no_allow_plus_not_resource",
      "guard:iam_role_or_policy_no_allow_plus_not_principal",
    ],
    reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    checks: [
      (resource) => negationsIn(resource, statementsOf(resource)),
      (resource) =>
        resource.facts.type === ROLE
          ? negationsIn(resource, statementsAt(resource, "assumeRolePolicy"))
          : [],
    ],
  },
];

/** What a statement should hold instead of a wildcard. */
function wantedOf({ effect, actions, resources, members }: Statement): string | undefined {
  if (effect === "Deny") return undefined;
  if (actions.some((action) => /^([^:]*:)?\*$/.test(action))) return "named actions";
  if (!resources.includes("*") || isTagged(members)) return undefined;
  const isBound = (action: string): boolean => !WITHOUT_RESOURCE.some((one) => covers(one, action));
  return actions.some(isBound) ? "named resources" : undefined;
}

/** Tags choose resources as well as ARNs do. */
function isTagged(members: Properties): boolean {
  return conditionKeysOf(members).some((key) => /^[\w-]+:resourcetag\//.test(key));
}

function* negationsIn(resource: Resource, statements: Iterable<Statement>) {
  for (const { path, effect, members } of statements) {
    const negation = NEGATIONS.find((name) => name in members);
    if (effect === "Deny" || negation === undefined) continue;
    const wanted = `${negation.slice("Not".length)} instead of ${negation}`;
    yield resource.violation(path, wanted, { found: members });
  }
}
