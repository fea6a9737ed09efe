import type * as cognito from "@pulumi/aws/cognito";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../shared/policy-document";

/** Environment variable in which a sender finds the ARN of the key. */
export const KEY_VARIABLE = "KEY_ARN";

// What is encrypted here is good for a day, a temporary password for a week unless the pool says
// otherwise.
const DELETION_DAYS = 7;

/** Whether the trigger sends messages in place of the pool. */
export function isSender({ key }: { readonly key: string }): boolean {
  return key === "customEmailSender" || key === "customSmsSender";
}

/**
 * Makes the key that a pool encrypts codes with for its senders. Its policy is KMS's own, by which the
 * account's IAM policies decide; Cognito gets its grant from whoever deploys, who needs
 * `kms:CreateGrant`.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 */
export function createSenderKey(name: string, parent: pulumi.Resource): kms.Key {
  return new kms.Key(
    `${name}-sender-key`,
    {
      description: `Codes of ${name} on their way to its senders`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_DAYS,
    },
    { parent },
  );
}

/** What a sender is made of. */
export interface SenderParts {
  readonly key: kms.Key;
  readonly role: iam.Role;
  readonly pool: cognito.UserPool;
}

/** Lets a sender decrypt what is for its pool. After the pool, which needs the function: no cycle. */
export function allowDecrypt(
  name: string,
  { key, role, pool }: SenderParts,
  parent: pulumi.Resource,
): void {
  const statement = {
    actions: ["kms:Decrypt"],
    resources: [key.arn],
    // Cognito binds each message to its pool.
    conditions: { StringEquals: { "kms:EncryptionContext:userpool-id": pool.id } },
  };
  new iam.RolePolicy(
    `${name}-key-policy`,
    { role: role.id, policy: policyDocument([statement]) },
    { parent },
  );
}
