import * as pulumi from "@pulumi/pulumi";
import type * as cognito from "@pulumi/aws/cognito";
import * as iam from "@pulumi/aws/iam";
import { policyDocument } from "../shared/policy-document";

/**
 * Makes the role that Cognito writes the log of user imports with; gives its ARN.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-cli-cloudwatch-iam-role.html
 */
export function createUserImportRole(
  name: string,
  pool: cognito.UserPool,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const role = new iam.Role(
    name,
    { description: "Writes the log of user imports", assumeRolePolicy: trustPolicy(pool.arn) },
    { parent },
  );
  // Cognito names the group after the pool, /aws/cognito/userpools/ID/NAME.
  const logs = pulumi.all([pool.arn, pool.id]).apply(([arn, id]) => {
    const [, partition, , region, account] = arn.split(":");
    return `arn:${partition}:logs:${region}:${account}:log-group:/aws/cognito/userpools/${id}/*`;
  });
  const actions = [
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
  ];
  new iam.RolePolicy(
    `${name}-policy`,
    { role: role.id, policy: policyDocument([{ actions, resources: [logs] }]) },
    { parent },
  );
  return role.arn;
}

function trustPolicy(userPoolArn: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cognito-idp.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:SourceArn": userPoolArn } },
      },
    ],
  });
}
