import type { Problem } from "../shared/arguments";

/**
 * What a function may do with the users of a pool, by verb. Each is the list of its IAM actions, and
 * none has a wildcard.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
export const GRANTS = {
  /** Find users and look at their profiles, groups and second factors. */
  readUsers: [
    "cognito-idp:AdminGetUser",
    "cognito-idp:AdminListGroupsForUser",
    "cognito-idp:AdminListUserAuthEvents",
    "cognito-idp:ListUsers",
    "cognito-idp:ListUsersInGroup",
  ],
  /** Invite users. */
  createUsers: ["cognito-idp:AdminCreateUser"],
  /** Change profiles. */
  updateUsers: ["cognito-idp:AdminDeleteUserAttributes", "cognito-idp:AdminUpdateUserAttributes"],
  /** Lock users out, and let them in again. */
  suspendUsers: ["cognito-idp:AdminDisableUser", "cognito-idp:AdminEnableUser"],
  deleteUsers: ["cognito-idp:AdminDeleteUser"],
  /** Make users choose a new password. */
  resetPasswords: ["cognito-idp:AdminResetUserPassword"],
  /** End every session of a user. */
  signOutUsers: ["cognito-idp:AdminUserGlobalSignOut"],
  /** Put users into groups and take them out. */
  manageMemberships: [
    "cognito-idp:AdminAddUserToGroup",
    "cognito-idp:AdminListGroupsForUser",
    "cognito-idp:AdminRemoveUserFromGroup",
  ],
  /** Everything that a help desk does, short of deleting. */
  manageUsers: [
    "cognito-idp:AdminCreateUser",
    "cognito-idp:AdminDisableUser",
    "cognito-idp:AdminEnableUser",
    "cognito-idp:AdminGetUser",
    "cognito-idp:AdminListGroupsForUser",
    "cognito-idp:AdminResetUserPassword",
    "cognito-idp:AdminUpdateUserAttributes",
    "cognito-idp:AdminUserGlobalSignOut",
    "cognito-idp:ListUsers",
  ],
} as const;

/** A verb of {@link GRANTS}. */
export type PoolGrant = keyof typeof GRANTS;

/** IAM actions of the verbs, each once, sorted. */
export function grantedActions(grants: readonly PoolGrant[]): string[] {
  return [...new Set(grants.flatMap((grant) => GRANTS[grant]))].sort();
}

/** What is wrong with a list of verbs. */
export function grantProblem(grants: readonly PoolGrant[]): Problem {
  const known = Object.keys(GRANTS);
  if (grants.length === 0) return `grant names nothing: say one of ${known.join(", ")}.`;
  const unknown = grants.find((grant) => !known.includes(grant));
  return unknown && `grant has "${unknown}", which is not one of ${known.join(", ")}.`;
}
