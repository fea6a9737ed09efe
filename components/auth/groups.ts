import type * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";

/** Groups of users by name, the most important first: its role is the one that members take. */
export interface GroupTable {
  readonly [name: string]: {
    readonly description?: string;
    /** ARN of the role that an identity pool gives to members. @default none */
    readonly role?: pulumi.Input<string>;
  };
}

// A handler gets the names as one text, `[admin poweruser]`: a blank or a bracket would make two groups
// of one, or another one.
const GROUP_NAME = /^[^\s[\],]{1,128}$/;

/** What is wrong with groups. */
export function groupProblem(groups: GroupTable = {}): Problem {
  const { groupDescriptionLength: most } = limits;
  const long = Object.entries(groups).find(([, group]) => (group.description?.length ?? 0) > most);
  if (long !== undefined) {
    const [name, { description }] = long;
    return `groups["${name}"].description has ${description?.length} characters: Cognito takes at most ${most}.`;
  }
  const unusable = Object.keys(groups).find((name) => !GROUP_NAME.test(name));
  if (unusable === undefined) return undefined;
  return `groups has "${unusable}": use 1 to 128 characters without blanks, brackets and commas, which handlers could not tell apart.`;
}

/** Makes the groups of a pool. Gives them by name. */
export function createGroups(
  name: string,
  userPoolId: pulumi.Input<string>,
  groups: GroupTable,
  parent: pulumi.Resource,
): ReadonlyMap<string, cognito.UserGroup> {
  const made = new Map<string, cognito.UserGroup>();
  for (const [precedence, [group, { description, role }]] of Object.entries(groups).entries()) {
    const resource = new cognito.UserGroup(
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
    made.set(group, resource);
  }
  return made;
}
