import { POLICY, ROLE, ROLE_POLICY_ATTACHMENT } from "../../../policy/types.ts";
import type { Value } from "../../../policy/values.ts";
import { resource, type Stack } from "./stack.ts";

const ACCOUNT = "123456789012";
const GITHUB = "token.actions.githubusercontent.com";

/** A policy document as text. */
export const policy = (...Statement: readonly Value[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement });

/** What a finding quotes of a text. */
export const short = (text: string): string =>
  text.length > 120 ? `${text.slice(0, 120)}…` : text;

/** Lambda may take the role, for one account. */
export const LAMBDA_TRUST = policy({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
});

const GITHUB_TRUST = policy({
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    StringEquals: {
      [`${GITHUB}:aud`]: "sts.amazonaws.com",
      [`${GITHUB}:sub`]: "repo:example/shop:ref:refs/heads/main",
    },
  },
});

/** A role that GitHub's workflows take, with a policy attached. */
export const SECURE_ROLES: Stack = [
  resource(ROLE, "deploy-role", { id: "deploy", assumeRolePolicy: GITHUB_TRUST }),
  resource(POLICY, "orders-policy", {
    arn: `arn:aws:iam::${ACCOUNT}:policy/orders`,
    policy: policy(
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:Query"],
        Resource: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`,
      },
      { Effect: "Allow", Action: ["xray:Put*", "cloudwatch:PutMetricData"], Resource: "*" },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1f2e3d`,
      },
      { Effect: "Allow", Action: "iam:PassRole", Resource: `arn:aws:iam::${ACCOUNT}:role/task` },
    ),
  }),
  resource(
    ROLE_POLICY_ATTACHMENT,
    "orders-attachment",
    { role: "deploy", policyArn: `arn:aws:iam::${ACCOUNT}:policy/orders` },
    { role: [ROLE, "deploy-role"], policyArn: [POLICY, "orders-policy"] },
  ),
];
