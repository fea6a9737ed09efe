import * as pulumi from "@pulumi/pulumi";
import * as iam from "@pulumi/aws/iam";
import { type ConditionalStatement, policyDocument } from "../shared/policy-document";

/** What users may do with a service of AWS, with credentials of their own. */
export type UserStatement = ConditionalStatement;

/** A role of users. */
export interface UserRole {
  /** @default none: what it may do is added elsewhere, for instance by `UserFiles` */
  readonly policies?: readonly UserStatement[];
}

/** A role of an identity pool, as others name it. */
export interface IdentityRole {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
}

const SERVICE = "cognito-identity.amazonaws.com";

/** What a policy writes for the user's own identity: nobody reaches the data of another. */
export const IDENTITY_ID = `\${${SERVICE}:sub}`;

/** What a role of an identity pool is made from. */
export interface IdentityRoleArgs extends UserRole {
  readonly identityPoolId: pulumi.Input<string>;
  readonly description: string;
  /** Whether it is for users who have signed in, or for guests. */
  readonly signIn: "authenticated" | "unauthenticated";
}

/** Makes a role that one identity pool may give to its users, and no other pool of any account. */
export function createIdentityRole(
  name: string,
  args: IdentityRoleArgs,
  parent: pulumi.Resource,
): IdentityRole {
  const { identityPoolId, description, signIn, policies = [] } = args;
  const role = new iam.Role(
    name,
    { description, assumeRolePolicy: trustPolicy(identityPoolId, signIn) },
    { parent },
  );
  if (policies.length > 0) {
    new iam.RolePolicy(
      `${name}-policy`,
      { role: role.id, policy: policyDocument(policies) },
      { parent },
    );
  }
  return { name: role.name, arn: role.arn };
}

// C321. Claims become tags of the session, which takes an action of its own (C320).
function trustPolicy(
  identityPoolId: pulumi.Input<string>,
  signIn: IdentityRoleArgs["signIn"],
): pulumi.Output<string> {
  const tagging = signIn === "authenticated" ? ["sts:TagSession"] : [];
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: SERVICE },
        Action: ["sts:AssumeRoleWithWebIdentity", ...tagging],
        Condition: {
          StringEquals: { [`${SERVICE}:aud`]: identityPoolId },
          "ForAnyValue:StringLike": { [`${SERVICE}:amr`]: signIn },
        },
      },
    ],
  });
}
