import type * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import type { Problem } from "../shared/arguments";
import type { Lifecycle } from "../shared/lifecycle";
import type { GroupTable } from "./groups";
import type { SignIn } from "./sign-in-names";

/** A user who can sign in at once: the address counts as proved, the password as chosen. */
export interface TestUser {
  readonly email: string;
  /** Marked secret, as the state holds it. */
  readonly password: pulumi.Output<string>;
  /** Names of the layer's groups that the user is in. @default none */
  readonly groups?: readonly string[];
}

/** Test users by name, which is the last part of their logical names. */
export interface TestUserTable {
  readonly [name: string]: TestUser;
}

/** A pool, who is to be in it, and its groups by name. */
export interface TestUsersArgs {
  readonly userPoolId: pulumi.Input<string>;
  readonly users: TestUserTable;
  readonly groups: ReadonlyMap<string, cognito.UserGroup>;
}

/** Makes test users and their memberships. Nobody is told of them by mail. */
export function createTestUsers(
  name: string,
  { userPoolId, users, groups }: TestUsersArgs,
  parent: pulumi.Resource,
): void {
  for (const [key, { email, password, groups: memberOf = [] }] of Object.entries(users)) {
    const { username } = new cognito.User(
      `${name}-${key}`,
      {
        userPoolId,
        username: email,
        password,
        attributes: { email, email_verified: "true" },
        messageAction: "SUPPRESS",
      },
      { parent },
    );
    for (const [group, { name: groupName }] of groups) {
      if (!memberOf.includes(group)) continue;
      const membership = { userPoolId, username, groupName };
      new cognito.UserInGroup(`${name}-${key}-in-${group}`, membership, { parent });
    }
  }
}

/** What is wrong with test users: a known password is no way into a pool that holds people. */
export function testUsersProblem({
  testUsers = {},
  lifecycle,
  signIn,
  groups = {},
}: {
  readonly testUsers?: TestUserTable;
  readonly lifecycle?: Lifecycle;
  readonly signIn?: SignIn;
  readonly groups?: GroupTable;
}): Problem {
  const [name] = Object.keys(testUsers);
  if (name === undefined) return undefined;
  if (lifecycle !== "ephemeral") {
    return `testUsers has "${name}", and lifecycle is not "ephemeral": test users belong to throw-away stacks only.`;
  }
  if (signIn === "phone") {
    return `testUsers has "${name}", who has an e-mail address, and signIn is "phone": remove the user.`;
  }
  for (const [key, { groups: memberOf = [] }] of Object.entries(testUsers)) {
    const unknown = memberOf.find((group) => !Object.hasOwn(groups, group));
    if (unknown === undefined) continue;
    return `testUsers["${key}"].groups has "${unknown}", which is no group of the layer. Define it in groups or remove it.`;
  }
  return undefined;
}
