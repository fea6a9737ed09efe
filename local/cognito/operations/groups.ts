import { notFound, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { changeableGroupSettings, groupName } from "../configuration/group-shape.ts";
import { pageOf } from "../paging.ts";
import { type PoolContext, poolOf } from "../service.ts";
import type { Group } from "../tables/groups.ts";
import { operation, type Operations } from "./operation.ts";
import { pageSize, pageToken, userPoolId } from "./shapes.ts";
import { timestamp } from "./user-output.ts";

const GROUPS_PER_POOL = 10_000; // C287
const groupOfPool = { UserPoolId: userPoolId, GroupName: groupName };
const groupSettings = { ...groupOfPool, ...changeableGroupSettings };

/** Groups of a pool (C240, C287). */
export const groupOperations: Operations = {
  CreateGroup: operation(groupSettings, (service, input) => {
    const context = poolOf(service, input);
    const { groups } = service.store;
    const { id: pool } = context.pool;
    const { GroupName: name } = input;
    if (groups.byName(pool, name)) {
      throw new ServiceError("GroupExistsException", TEXTS.groupTaken);
    }
    if (groups.count(pool) >= GROUPS_PER_POOL) {
      throw new ServiceError("LimitExceededException", TEXTS.tooManyGroups);
    }
    const now = service.clock.now();
    const nobody = { description: null, precedence: null, role: null };
    return write(context, { pool, name, ...nobody, created: now, modified: now }, input);
  }),

  UpdateGroup: operation(groupSettings, (service, input) => {
    const context = poolOf(service, input);
    const known = requireGroup(context, input.GroupName);
    return write(context, { ...known, modified: service.clock.now() }, input);
  }),

  GetGroup: operation(groupOfPool, (service, input) => {
    return { Group: groupOutput(requireGroup(poolOf(service, input), input.GroupName)) };
  }),

  DeleteGroup: operation(groupOfPool, (service, input) => {
    const context = poolOf(service, input);
    requireGroup(context, input.GroupName);
    service.store.groups.remove(context.pool.id, input.GroupName);
    return {};
  }),

  ListGroups: operation(
    { UserPoolId: userPoolId, Limit: pageSize, NextToken: pageToken },
    (service, input) => {
      const { pool } = poolOf(service, input);
      const page = pageOf<Group>({
        query: ["ListGroups", pool.id],
        limit: input.Limit,
        token: input.NextToken,
        read: ([name = ""], count) => service.store.groups.list(pool.id, name, count),
        keyOf: ({ name }) => [name],
      });
      return { Groups: page.items.map(groupOutput), ...page.next("NextToken") };
    },
  ),
};

/** The group with this name (C240). */
export function requireGroup({ service, pool }: PoolContext, name: string): Group {
  const group = service.store.groups.byName(pool.id, name);
  if (!group) throw notFound(TEXTS.groupUnknown);
  return group;
}

/** What an input leaves out stays. */
function write(
  { service }: PoolContext,
  group: Group,
  given: {
    readonly Description: string | undefined;
    readonly Precedence: number | undefined;
    readonly RoleArn: string | undefined;
  },
) {
  const changed: Group = {
    ...group,
    description: given.Description ?? group.description,
    precedence: given.Precedence ?? group.precedence,
    role: given.RoleArn ?? group.role,
  };
  service.store.groups.save(changed);
  return { Group: groupOutput(changed) };
}

/** A group in the form of operations. */
export function groupOutput(group: Group) {
  const { pool, name, description, precedence, role, created, modified } = group;
  return {
    GroupName: name,
    UserPoolId: pool,
    ...(description !== null && { Description: description }),
    ...(role !== null && { RoleArn: role }),
    ...(precedence !== null && { Precedence: precedence }),
    LastModifiedDate: timestamp(modified),
    CreationDate: timestamp(created),
  };
}
