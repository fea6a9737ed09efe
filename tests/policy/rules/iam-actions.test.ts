import type { Value } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { policy, short } from "../support/secure-roles.ts";
import { set } from "../support/stack.ts";

type Members = { readonly [name: string]: Value };

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1f2e3d";
const holds = (statement: Members) => set("role-policy", { policy: policy(statement) });

const refused = (title: string, statement: Members, wanted: string): Case => ({
  it: `refuses ${title}`,
  change: holds(statement),
  says: [
    `RolePolicy "role-policy": policy is ${short(JSON.stringify(statement))}; wanted: ${wanted}.`,
  ],
});
const accepted = (title: string, statement: Members): Case => ({
  it: `accepts ${title}`,
  change: holds(statement),
});
const allow = (Action: Value, Resource: Value, more: Members = {}): Members => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

describePolicy("iam-least-actions", [
  refused("every action of a service", allow("s3:*", "arn:aws:s3:::b/*"), "named actions"),
  refused("every action on one resource", allow("*", KEY), "named actions"),
  refused("a list with one of them", allow(["s3:GetObject", "sqs:*"], KEY), "named actions"),
  refused("every resource", allow("s3:GetObject", "*"), "named resources"),
  refused("a list with every resource", allow("s3:GetObject", [KEY, "*"]), "named resources"),
  refused("one bound action among others", allow(["xray:Put*", "s3:Get*"], "*"), "named resources"),
  accepted(
    "actions that know no resources",
    allow(["xray:PutTraceSegments", "ec2:Describe*"], "*"),
  ),
  accepted("the case that AWS ignores", allow("XRAY:putTraceSegments", "*")),
  accepted("messages to telephones", allow("sns:Publish", "*")),
  accepted(
    "the interfaces of a VPC",
    allow(["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"], "*"),
  ),
  accepted("a wildcard at the end of an action", allow("s3:Get*", "arn:aws:s3:::b/*")),
  accepted(
    "resources chosen by tags",
    allow("ec2:StopInstances", "*", {
      Condition: { StringEquals: { "aws:ResourceTag/app": "shop" } },
    }),
  ),
  accepted("that everything is denied", { ...allow("s3:*", "*"), Effect: "Deny" }),
  accepted("what iam-no-admin refuses", allow("*", "*")),
]);

describePolicy("iam-no-not-elements", [
  refused(
    "whatever is not listed",
    { Effect: "Allow", NotAction: "iam:*", Resource: KEY },
    "Action instead of NotAction",
  ),
  refused(
    "whatever resource is not listed",
    { Effect: "Allow", Action: "s3:GetObject", NotResource: KEY },
    "Resource instead of NotResource",
  ),
  {
    it: "refuses everybody but somebody in a trust policy",
    change: set("role", {
      assumeRolePolicy: policy({
        Effect: "Allow",
        NotPrincipal: { AWS: "123456789012" },
        Action: "sts:AssumeRole",
      }),
    }),
    says: [
      'Role "role": assumeRolePolicy is {"Effect":"Allow","NotPrincipal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}; ' +
        "wanted: Principal instead of NotPrincipal.",
    ],
  },
  accepted("that the rest is denied", { Effect: "Deny", NotAction: "iam:*", Resource: "*" }),
]);

const ROLES = "the ARNs of the roles";

describePolicy("iam-passrole-scoped", [
  refused("any role", allow("iam:PassRole", "*"), ROLES),
  refused(
    "any role of the account",
    allow("iam:PassRole", "arn:aws:iam::123456789012:role/*"),
    ROLES,
  ),
  refused("it under a wildcard", allow("iam:Pass*", "*"), ROLES),
  refused(
    "it for one service, too",
    allow("iam:PassRole", "*", {
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    }),
    ROLES,
  ),
  accepted("roles under one path", allow("iam:PassRole", "arn:aws:iam::123456789012:role/tasks/*")),
]);

const combined = (title: string, found: string, ...statements: readonly Members[]): Case => ({
  it: `refuses ${title}`,
  change: set("role-policy", { policy: policy(...statements) }),
  says: [`RolePolicy "role-policy": policy is "${found}"; wanted: no such combination.`],
});

describePolicy("iam-no-escalation", [
  combined("new keys for anybody", "iam:CreateAccessKey", allow("iam:Create*Key", "*")),
  combined(
    "servers with any role, in two statements",
    "iam:PassRole + ec2:RunInstances",
    allow("iam:PassRole", "*"),
    allow("ec2:Run*", "*"),
  ),
  combined(
    "other code for any function",
    "lambda:UpdateFunctionCode",
    allow("lambda:Update*", "arn:aws:lambda:eu-west-1:123456789012:function:*"),
  ),
  accepted(
    "other code for one function",
    allow("lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:123456789012:function:hello"),
  ),
  accepted(
    "own keys",
    allow("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/${aws:username}"),
  ),
  accepted(
    "roles within a boundary",
    allow("iam:PutRolePolicy", "*", {
      Condition: {
        StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/edge" },
      },
    }),
  ),
  accepted("one half alone", allow("ec2:RunInstances", "*")),
]);

const KEYS = "the ARNs of the keys";

describePolicy("iam-kms-scoped", [
  refused("any key", allow("kms:Decrypt", "*"), KEYS),
  refused(
    "any key of a region",
    allow("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/*"),
    KEYS,
  ),
  refused("it under a wildcard", allow("kms:Re*", "*"), KEYS),
  accepted("one key", allow("kms:Decrypt", KEY)),
  accepted(
    "any key of one alias",
    allow("kms:Decrypt", "arn:aws:kms:*:123456789012:key/*", {
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop" } },
    }),
  ),
  accepted("to encrypt only", allow("kms:Encrypt", "*")),
]);

const TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
const USERS = policy({
  Effect: "Allow",
  Principal: { Federated: "cognito-identity.amazonaws.com" },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:1f2e3d" } },
});
const ofUsers = (statement: Members) =>
  set("role", {
    assumeRolePolicy: USERS,
    inlinePolicies: [{ name: "orders", policy: policy(statement) }],
  });
const byUser = {
  Condition: {
    "ForAllValues:StringEquals": {
      "dynamodb:LeadingKeys": ["${cognito-identity.amazonaws.com:sub}"],
    },
  },
};

describePolicy("iam-ddb-leading-keys", [
  refused("all tables", allow("dynamodb:GetItem", "*"), "the ARNs of the tables"),
  refused(
    "all tables of a region",
    allow("dynamodb:*", "arn:aws:dynamodb:eu-west-1:123456789012:table/*"),
    "the ARNs of the tables",
  ),
  {
    it: "advises to keep users to their own items",
    change: ofUsers(allow("dynamodb:Query", TABLE)),
    says: [
      `Role "role": inlinePolicies[0].policy is ${JSON.stringify(allow("dynamodb:Query", TABLE))}; ` +
        "wanted: a condition on dynamodb:LeadingKeys.",
    ],
  },
  { it: "accepts users' own items", change: ofUsers(allow("dynamodb:Query", TABLE, byUser)) },
  accepted("one table", allow("dynamodb:GetItem", TABLE)),
]);
