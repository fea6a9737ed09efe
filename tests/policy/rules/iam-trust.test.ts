import type { Value } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { policy, short } from "../support/secure-roles.ts";
import { remove, set } from "../support/stack.ts";

type Members = { readonly [name: string]: Value };

const allow = (Principal: Value, Condition?: Value): Members => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...(Condition !== undefined && { Condition }),
});
const trusts = (role: string, statement: Members) =>
  set(role, { assumeRolePolicy: policy(statement) });

const refused = (title: string, statement: Members, wanted: string, level?: "advisory"): Case => ({
  it: `refuses ${title}`,
  change: trusts("deploy-role", statement),
  says: [
    `Role "deploy-role": assumeRolePolicy is ${short(JSON.stringify(statement))}; wanted: ${wanted}.`,
  ],
  ...(level && { level }),
});
const accepted = (title: string, statement: Members): Case => ({
  it: `accepts ${title}`,
  change: trusts("deploy-role", statement),
});

const SOURCE = "a condition on aws:SourceAccount or aws:SourceArn";
const service = (name: string): Value => ({ Service: name });
const equals = (key: string, value: Value): Value => ({ StringEquals: { [key]: value } });

describePolicy("iam-trust-narrow", [
  refused("everybody", allow("*"), "named principals"),
  refused("everybody as an account", allow({ AWS: ["*"] }), "named principals"),
  refused("a service on behalf of anybody", allow(service("lambda.amazonaws.com")), SOURCE),
  refused(
    "one such service in a list",
    allow({ Service: ["ec2.amazonaws.com", "sns.amazonaws.com"] }),
    SOURCE,
  ),
  refused(
    "anybody of an identity provider",
    allow({ Federated: "cognito-identity.amazonaws.com" }),
    "a condition on who has signed in",
  ),
  accepted(
    "a service for one resource",
    allow(service("apigateway.amazonaws.com"), {
      ArnLike: { "AWS:SourceArn": "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/*" },
    }),
  ),
  accepted(
    "a user pool that sends messages",
    allow(service("cognito-idp.amazonaws.com"), equals("sts:ExternalId", "shop-1f2e3d")),
  ),
  accepted("instances, which send no source", allow(service("ec2.amazonaws.com"))),
  accepted(
    "everybody of one organization",
    allow("*", equals("aws:PrincipalOrgID", "o-a1b2c3d4e5")),
  ),
  accepted("an account", allow({ AWS: "arn:aws:iam::210987654321:root" })),
  accepted("that everybody is denied", { ...allow("*"), Effect: "Deny" }),
]);

const GITHUB = "token.actions.githubusercontent.com";
const workflow = (Condition: Value): Members =>
  allow({ Federated: `arn:aws:iam::123456789012:oidc-provider/${GITHUB}` }, Condition);
const REPOSITORY = "the repository in sub";

describePolicy("iam-github-oidc", [
  refused("any repository", workflow(equals(`${GITHUB}:aud`, "sts.amazonaws.com")), REPOSITORY),
  refused(
    "any repository of an owner",
    workflow({ StringLike: { [`${GITHUB}:sub`]: "repo:example/*" } }),
    REPOSITORY,
  ),
  refused(
    "any owner",
    workflow({ StringLike: { [`${GITHUB}:sub`]: ["repo:example/shop:*", "repo:*"] } }),
    REPOSITORY,
  ),
  refused(
    "a condition that holds without sub",
    workflow({
      StringEqualsIfExists: { [`${GITHUB}:sub`]: "repo:example/shop:ref:refs/heads/main" },
    }),
    REPOSITORY,
  ),
  refused(
    "any branch",
    workflow({ StringLike: { [`${GITHUB}:sub`]: "repo:example/shop:*" } }),
    "the branch or environment in sub",
    "advisory",
  ),
  accepted(
    "an environment",
    workflow(equals(`${GITHUB}:sub`, "repo:example/shop:environment:prod")),
  ),
  accepted(
    "any tag",
    workflow({ StringLike: { [`${GITHUB}:sub`]: "repo:example/shop:ref:refs/tags/*" } }),
  ),
  accepted(
    "a subject of the organization's own form",
    workflow(equals(`${GITHUB}:sub`, "repository_owner_id:1:repository_id:2")),
  ),
  { it: "does not apply without such a role", change: remove("deploy-role"), applies: false },
]);

describePolicy("iam-session-boundary", [
  {
    it: "advises against sessions of two hours",
    change: set("role", { maxSessionDuration: 7200 }),
    says: ['Role "role": maxSessionDuration is 7200; wanted: 3600 or less.'],
  },
]);
