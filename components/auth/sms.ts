import * as pulumi from "@pulumi/pulumi";
import * as iam from "@pulumi/aws/iam";
import * as sns from "@pulumi/aws/sns";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { integerProblem, type Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { policyDocument } from "../shared/policy-document";

/** Messages to phones. They cost money, and strangers can make a pool send them. */
export interface SmsArgs {
  /**
   * Most that all SMS of this account and Region may cost in a month, US dollars: Amazon SNS knows no
   * smaller unit. AWS caps it as well, at $1 for an account that never asked for more.
   * Source: https://docs.aws.amazon.com/sns/latest/dg/channels-sms-awssupport-spend-threshold.html
   */
  readonly spendLimitUsd: number;
}

/** What is wrong with the spend limit. */
export function smsProblem(sms: SmsArgs | undefined): Problem {
  return sms && integerProblem("sms.spendLimitUsd", sms.spendLimitUsd, limits.smsSpendLimitUsd);
}

/** Makes the role that a pool sends SMS with, and limits what they cost: before the pool (C346). */
export function createSmsSender(name: string, sms: SmsArgs, parent: pulumi.Resource) {
  const externalId = `${pulumi.getProject()}-${pulumi.getStack()}-${name}`;
  new sns.SmsPreferences(
    `${name}-sms-preferences`,
    { monthlySpendLimit: sms.spendLimitUsd, defaultSmsType: "Transactional" },
    { parent },
  );
  const role = new iam.Role(
    `${name}-sms-role`,
    {
      description: `Sends the SMS of ${name}`,
      assumeRolePolicy: trustPolicy(externalId, parent),
    },
    { parent },
  );
  const policy = new iam.RolePolicy(
    `${name}-sms-policy`,
    // A phone number is no resource:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
    { role: role.id, policy: policyDocument([{ actions: ["sns:Publish"], resources: ["*"] }]) },
    { parent },
  );
  // Cognito tries the role when it is told of it, so the policy has to be there.
  const snsCallerArn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
  return { smsConfiguration: { externalId, snsCallerArn } };
}

/**
 * Cognito may take the role for this account only, and for a pool that knows the external id. The
 * pool's own ARN would be a cycle.
 */
function trustPolicy(externalId: string, parent: pulumi.Resource): pulumi.Output<string> {
  const account = getCallerIdentityOutput({}, { parent }).accountId;
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cognito-idp.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": externalId, "aws:SourceAccount": account },
        },
      },
    ],
  });
}
