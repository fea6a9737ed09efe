import { checkUserPool } from "../configuration/user-pool-rules.ts";
import { fromProperties, toProperties } from "../configuration/properties.ts";
import {
  poolNameOf,
  resourceOf,
  timesOutput,
  userPoolOutput,
} from "../configuration/user-pool-output.ts";
import { changeableSettings, fixedSettings, poolName } from "../configuration/user-pool-shape.ts";
import { invalidParameter, ServiceError } from "../../json-api/errors.ts";
import { required } from "../../json-api/input.ts";
import { mixedId } from "../new-ids.ts";
import { pageOfAll } from "../paging.ts";
import type { Properties } from "../../program/graph.ts";
import { USER_POOL } from "../../program/types.ts";
import { poolOf, type Service } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { pageToken, resultCount, userPoolId } from "./shapes.ts";

const POOLS_PER_REGION = 1_000; // C327

/** What UpdateUserPool leaves as it is: what cannot change (C254), and what it does not hold or reset (C274). */
const KEPT = [
  "name",
  "aliasAttributes",
  "usernameAttributes",
  "usernameConfiguration",
  "schemas",
  "userAttributeUpdateSettings",
  "softwareTokenMfaConfiguration",
  "emailMfaConfiguration",
  "webAuthnConfiguration",
];

/** User pools themselves (section 6). */
export const userPoolOperations: Operations = {
  CreateUserPool: operation(
    { PoolName: required(poolName), ...changeableSettings, ...fixedSettings },
    async (service, input) => {
      if (service.pools.length >= POOLS_PER_REGION) {
        throw new ServiceError("LimitExceededException", "Exceeded limit on user pools.");
      }
      const inputs = { name: input.PoolName, ...poolInputs(input), ...fixedInputs(input) };
      const id = `${regionOf(service)}_${mixedId(9)}`;
      saveUserPool(service, id, inputs);
      await service.signing.keysOf(id);
      return { UserPool: userPoolOutput(poolOf(service, { UserPoolId: id })) };
    },
  ),

  DescribeUserPool: operation({ UserPoolId: userPoolId }, (service, input) => {
    return { UserPool: userPoolOutput(poolOf(service, input)) };
  }),

  UpdateUserPool: operation(
    { UserPoolId: userPoolId, PoolName: poolName, ...changeableSettings },
    (service, input) => {
      const { inputs } = resourceOf(poolOf(service, input));
      const kept = Object.entries(inputs).filter(([name]) => KEPT.includes(name));
      const { PoolName: name } = input;
      const changed = { ...Object.fromEntries(kept), ...(name && { name }), ...poolInputs(input) };
      saveUserPool(service, input.UserPoolId, changed);
      return {};
    },
  ),

  DeleteUserPool: operation({ UserPoolId: userPoolId }, (service, input) => {
    const context = poolOf(service, input);
    const resource = resourceOf(context);
    if (resource.inputs["deletionProtection"] === "ACTIVE") {
      throw invalidParameter(
        "The user pool cannot be deleted because deletion protection is activated.",
      );
    }
    if (context.pool.domain) {
      throw invalidParameter(
        "User pool cannot be deleted. It has a domain configured that should be deleted first.",
      );
    }
    const { recording } = service.configuration.graph;
    service.store.transaction(() => {
      for (const part of recording.resources) {
        const isPart =
          part.inputs["userPoolId"] === resource.id && part.type.startsWith("aws:cognito/");
        if (isPart && !STORED_APART.has(part.type)) service.configuration.remove(part);
      }
      service.configuration.remove(resource);
      service.store.forgetPool(resource.id);
    });
    return {};
  }),

  ListUserPools: operation(
    { MaxResults: required(resultCount), NextToken: pageToken },
    (service, input) => {
      const { items, next } = pageOfAll(service.pools, {
        query: ["ListUserPools"],
        limit: input.MaxResults,
        token: input.NextToken,
        keyOf: ({ id }) => id,
      });
      const UserPools = items.map((pool) => {
        const context = { service, pool };
        const resource = resourceOf(context);
        const { LambdaConfig } = changeableSettings;
        return {
          Id: pool.id,
          Name: poolNameOf(resource),
          LambdaConfig: {},
          ...fromProperties({ LambdaConfig }, resource.inputs),
          ...timesOutput(context, resource),
        };
      });
      return { UserPools, ...next("NextToken") };
    },
  ),
};

// Users and groups of the program are in the store's own tables.
const STORED_APART = new Set(
  ["user:User", "userGroup:UserGroup", "userInGroup:UserInGroup"].map(
    (type) => `aws:cognito/${type}`,
  ),
);

/** Checks the inputs of a pool and makes it what they say. */
export function saveUserPool(service: Service, id: string, inputs: Properties): void {
  checkUserPool(inputs);
  service.configuration.save({ type: USER_POOL, id, inputs }, service.origin);
}

function poolInputs(input: { readonly [member: string]: unknown }): Properties {
  const { policies, ...inputs } = toProperties(changeableSettings, input);
  return { ...inputs, ...(policies as Properties | undefined) };
}

/** An attribute is mutable unless the caller says otherwise; the provider's inputs say it the other way round. */
function fixedInputs(input: { readonly [member: string]: unknown }): Properties {
  const { schemas, ...inputs } = toProperties(fixedSettings, input);
  return {
    ...inputs,
    ...(schemas && { schemas: (schemas as Properties[]).map(mutableByDefault) }),
  };
}

export function mutableByDefault(schema: Properties): Properties {
  return { mutable: true, ...schema };
}

function regionOf({ configuration, origin }: Service): string {
  return configuration.graph.byUrn(origin)?.region ?? "us-east-1";
}
