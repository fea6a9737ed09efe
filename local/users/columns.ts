import type { UserPool } from "../cognito/pool.ts";

/** The column that names a user; every other one but {@link MFA} is an attribute. */
export const USERNAME = "cognito:username";
/** Whether the user signs in with a second factor. */
export const MFA = "cognito:mfa_enabled";

/**
 * Columns of a pool's file, as the template that Cognito hands out has them.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export function columnsOf({ schema }: UserPool): readonly string[] {
  return [USERNAME, ...schema.keys(), MFA];
}
