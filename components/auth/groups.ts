import type * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";

/** Groups of users by name, the most important first: its role is the one that members take. */
export interface GroupTable {
  readonly [name: string]: {
    readonly description?: string;
    /** ARN of the role that an identity pool gives to members. @default none */
    readonly role?: pulumi.Input<string>;
  };
}

/** Makes the groups of a pool. */
export function createGroups(
  name: string,
  userPoolId: pulumi.Input<string>,
  groups: GroupTable,
  parent: pulumi.Resource,
): void {
  for (const [precedence, [group, { description, role }]] of Object.entries(groups).entries()) {
    new cognito.UserGroup(
      `${name}-${group}`,
      {
        userPoolId,
        name: group,
        precedence,
        ...(description !== undefined && { description }),
        ...(role !== undefined && { roleArn: role }),
      },
      { parent },
    );
  }
}
