import { groupName } from "../configuration/group-shape.ts";
import { ServiceError, TEXTS } from "../../json-api/errors.ts";
import { requireNamed } from "../names.ts";
import { pageOf, pageOfAll } from "../paging.ts";
import { type PoolContext, poolOf } from "../service.ts";
import type { Group } from "../tables/groups.ts";
import type { User } from "../tables/users.ts";
import { groupOutput, requireGroup } from "./groups.ts";
import { operation, type Operations } from "./operation.ts";
import { pageSize, pageToken, userOfPool, userPoolId } from "./shapes.ts";
import { userOutput } from "./user-output.ts";

const GROUPS_PER_USER = 100; // C287

const membership = { ...userOfPool, GroupName: groupName };
const page = { Limit: pageSize, NextToken: pageToken };

/** Who is in which group (C240). */
export const groupMemberOperations: Operations = {
  AdminAddUserToGroup: operation(membership, (service, input) => {
    const context = poolOf(service, input);
    const { user, group } = member(context, input);
    const { groups } = service.store;
    const earlier = groups.ofUser(user.pool, user.sub);
    const isMember = earlier.some(({ name }) => name === group.name);
    if (!isMember && earlier.length >= GROUPS_PER_USER) {
      throw new ServiceError("LimitExceededException", TEXTS.tooManyGroups);
    }
    groups.addMember({ pool: user.pool, sub: user.sub, group: group.name, seeded: false });
    return {};
  }),

  AdminRemoveUserFromGroup: operation(membership, (service, input) => {
    const { user, group } = member(poolOf(service, input), input);
    service.store.groups.removeMember(user.pool, user.sub, group.name);
    return {};
  }),

  AdminListGroupsForUser: operation({ ...userOfPool, ...page }, (service, input) => {
    const context = poolOf(service, input);
    const user = requireNamed(context, input.Username);
    const all = service.store.groups.ofUser(user.pool, user.sub);
    const { items, next } = pageOfAll(all, {
      query: ["AdminListGroupsForUser", user.pool, user.sub],
      limit: input.Limit,
      token: input.NextToken,
      keyOf: ({ name }) => name,
    });
    return { Groups: items.map(groupOutput), ...next("NextToken") };
  }),

  ListUsersInGroup: operation(
    { UserPoolId: userPoolId, GroupName: groupName, ...page },
    (service, input) => {
      const context = poolOf(service, input);
      const { pool, name } = requireGroup(context, input.GroupName);
      const { items, next } = pageOf<User>({
        query: ["ListUsersInGroup", pool, name],
        limit: input.Limit,
        token: input.NextToken,
        read: ([after = ""], limit) =>
          service.store.userSearch.inGroup({ pool, group: name, after, limit }),
        keyOf: ({ sub }) => [sub],
      });
      return { Users: items.map((user) => userOutput(user)), ...next("NextToken") };
    },
  ),
};

function member(
  context: PoolContext,
  input: { readonly Username: string; readonly GroupName: string },
): { readonly user: User; readonly group: Group } {
  const user = requireNamed(context, input.Username);
  return { user, group: requireGroup(context, input.GroupName) };
}
