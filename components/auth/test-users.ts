import type * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import type { Problem } from "../shared/arguments";
import type { SignIn } from "./sign-in-names";
import type { Lifecycle } from "./user-pool";

/** A user who can sign in at once: the address counts as proved, the password as chosen. */
export interface TestUser {
  readonly email: string;
  /** Marked secret, as the state holds it. */
  readonly password: pulumi.Output<string>;
}

/** Test users by name, which is the last part of their logical names. */
export interface TestUserTable {
  readonly [name: string]: TestUser;
}

/** Makes test users. Nobody is told of them by mail. */
export function createTestUsers(
  name: string,
  userPoolId: pulumi.Input<string>,
  users: TestUserTable,
  parent: pulumi.Resource,
): void {
  for (const [key, { email, password }] of Object.entries(users)) {
    new cognito.User(
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
  }
}

/** What is wrong with test users: a known password is no way into a pool that holds people. */
export function testUsersProblem({
  testUsers,
  lifecycle,
  signIn,
}: {
  readonly testUsers?: TestUserTable;
  readonly lifecycle?: Lifecycle;
  readonly signIn?: SignIn;
}): Problem {
  const [name] = Object.keys(testUsers ?? {});
  if (name === undefined) return undefined;
  if (lifecycle !== "ephemeral") {
    return `testUsers has "${name}", and lifecycle is not "ephemeral": test users belong to throw-away stacks only.`;
  }
  if (signIn !== "phone") return undefined;
  return `testUsers has "${name}", who has an e-mail address, and signIn is "phone": remove the user.`;
}
