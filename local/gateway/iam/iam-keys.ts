import { accountId } from "../../account.ts";
import type { ConditionKeys } from "./iam-conditions.ts";
import type { IssuedCredentials } from "./issued-credentials.ts";
import type { Received } from "../received.ts";
import { requestKeys } from "./request-keys.ts";

/**
 * Condition keys of a request that was signed with credentials of an identity pool.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function conditionKeys(
  credentials: IssuedCredentials,
  received: Received,
  region: string,
): ConditionKeys {
  const { cognitoIdentity, principalTags, roleArn, userId } = credentials;
  const tags = new Map(
    Object.entries(principalTags).map(([tag, value]) => [
      `aws:principaltag/${tag.toLowerCase()}`,
      [value],
    ]),
  );
  const known: Readonly<Record<string, readonly string[]>> = {
    ...absent,
    ...requestKeys(received),
    "aws:federatedprovider": ["cognito-identity.amazonaws.com"],
    "aws:principalaccount": [accountId],
    "aws:principalarn": [roleArn],
    "aws:principalisawsservice": ["false"],
    "aws:principaltype": ["AssumedRole"],
    "aws:requestedregion": [region],
    "aws:tokenissuetime": [new Date(credentials.issuedAt).toISOString()],
    "aws:userid": [userId],
    "aws:viaawsservice": ["false"],
    "cognito-identity.amazonaws.com:amr": cognitoIdentity.amr,
    "cognito-identity.amazonaws.com:aud": [cognitoIdentity.identityPoolId],
    "cognito-identity.amazonaws.com:sub": [cognitoIdentity.identityId],
  };
  return (key) => {
    if (key.startsWith("aws:principaltag/")) return tags.get(key) ?? [];
    if (key.startsWith("aws:requesttag/")) return [];
    return Object.hasOwn(known, key) ? known[key] : undefined;
  };
}

/** Keys that no such request has. */
const absent = Object.fromEntries(
  [
    "aws:multifactorauthage",
    "aws:multifactorauthpresent",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceidentity",
    "aws:sourceorgid",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:tagkeys",
    "aws:username",
    "aws:vpcsourceip",
  ].map((key) => [key, []]),
) satisfies Record<string, readonly string[]>;
