import { invalidParameter } from "../../json-api/errors.ts";
import { listOf, optionalText } from "../../json-api/input.ts";
import { pageOf } from "../paging.ts";
import { poolOf } from "../service.ts";
import type { User } from "../tables/users.ts";
import { readUserFilter } from "../attributes/user-filter.ts";
import { operation, type Operations } from "./operation.ts";
import { attributeName, pageSize, pageToken, userPoolId } from "./shapes.ts";
import { userOutput } from "./user-output.ts";

/** Lists of a pool's users (C241). */
export const listUsersOperations: Operations = {
  ListUsers: operation(
    {
      UserPoolId: userPoolId,
      AttributesToGet: listOf(attributeName),
      Limit: pageSize,
      PaginationToken: pageToken,
      Filter: optionalText({ maximum: 256 }),
    },
    (service, input) => {
      const { pool } = poolOf(service, input);
      const wanted = input.AttributesToGet;
      const unknown = wanted?.find((name) => name !== "sub" && !pool.schema.has(name));
      if (unknown !== undefined) throw invalidParameter(`Invalid attribute: ${unknown}`);
      const search = readUserFilter(pool, input.Filter ?? "");
      const { items, next } = pageOf<User>({
        query: ["ListUsers", pool.id, input.Filter ?? ""],
        limit: input.Limit,
        token: input.PaginationToken,
        read: (after, limit) => service.store.userSearch.list(pool.id, search, { after, limit }),
        keyOf: (user) => [search.keyOf(user), user.sub],
      });
      return { Users: items.map((user) => userOutput(user, wanted)), ...next("PaginationToken") };
    },
  ),
};
