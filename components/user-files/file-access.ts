import * as pulumi from "@pulumi/pulumi";
import { IDENTITY_ID, type IdentityRole, type UserStatement } from "../identity/identity-role";

/** The folder of the user who asks: the identity pool's id for the user, which outlives names and addresses. */
const FOLDER = `users/${IDENTITY_ID}`;

/** The address is proved: a tag of every session of `IdentityPool`. */
const VERIFIED = { "aws:PrincipalTag/email_verified": "true" };

/**
 * What a user may do with a bucket: load, store, delete and list files of the own folder.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
 */
export function ownFiles(bucketArn: pulumi.Input<string>): UserStatement[] {
  return [
    {
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      resources: [pulumi.interpolate`${bucketArn}/${FOLDER}/*`],
      conditions: { StringEquals: VERIFIED },
    },
    {
      actions: ["s3:ListBucket"],
      resources: [bucketArn],
      conditions: { StringEquals: VERIFIED, StringLike: { "s3:prefix": [`${FOLDER}/*`] } },
    },
  ];
}

/**
 * What a bucket refuses to everybody, whatever other policies allow: connections without TLS 1.2, and users' files for
 * whoever has none of the roles, administrators included.
 */
export function bucketPolicy(
  bucketArn: pulumi.Input<string>,
  roles: readonly IdentityRole[],
): pulumi.Output<string> {
  const all = [bucketArn, pulumi.interpolate`${bucketArn}/*`];
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyTls",
        ...refusal("s3:*", all),
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "OnlyCurrentTls",
        ...refusal("s3:*", all),
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
      },
      {
        Sid: "OnlyUsers",
        ...refusal(
          ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"],
          [pulumi.interpolate`${bucketArn}/users/*`],
        ),
        Condition: { ArnNotEquals: { "aws:PrincipalArn": roles.map(({ arn }) => arn) } },
      },
    ],
  });
}

function refusal(actions: string | readonly string[], resources: readonly pulumi.Input<string>[]) {
  return { Effect: "Deny", Principal: "*", Action: actions, Resource: resources };
}
