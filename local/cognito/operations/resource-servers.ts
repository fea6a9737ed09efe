import { fromProperties, toProperties } from "../configuration/properties.ts";
import {
  serverIdentifier as identifier,
  serverSettings as server,
} from "../configuration/resource-server-shape.ts";
import { serversOf } from "../configuration/resource-servers.ts";
import { invalidParameter, notFound, ServiceError } from "../../json-api/errors.ts";
import { wholeNumber } from "../../json-api/input.ts";
import { pageOfAll } from "../paging.ts";
import type { Resource } from "../../program/graph.ts";
import { RESOURCE_SERVER } from "../../program/types.ts";
import { type PoolContext, poolOf } from "../service.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { pageToken, userPoolId } from "./shapes.ts";

const SERVERS_PER_POOL = 300; // C327, the most that can be asked for

/** Resource servers and their scopes (C44). */
export const resourceServerOperations: Operations = {
  CreateResourceServer: operation({ UserPoolId: userPoolId, ...server }, (service, input) => {
    const context = poolOf(service, input);
    if (find(context, input.Identifier)) {
      throw invalidParameter(`${input.Identifier} already exists in user pool ${context.pool.id}.`);
    }
    if (serversOf(context).length >= SERVERS_PER_POOL) {
      throw new ServiceError("LimitExceededException", "Exceeded limit on resource servers.");
    }
    return save(context, input);
  }),

  DescribeResourceServer: operation(
    { UserPoolId: userPoolId, Identifier: identifier },
    (service, input) => {
      const context = poolOf(service, input);
      return output(context, requireServer(context, input.Identifier));
    },
  ),

  UpdateResourceServer: operation({ UserPoolId: userPoolId, ...server }, (service, input) => {
    const context = poolOf(service, input);
    requireServer(context, input.Identifier);
    return save(context, input);
  }),

  DeleteResourceServer: operation(
    { UserPoolId: userPoolId, Identifier: identifier },
    (service, input) => {
      const context = poolOf(service, input);
      service.configuration.remove(requireServer(context, input.Identifier));
      return {};
    },
  ),

  ListResourceServers: operation(
    { UserPoolId: userPoolId, MaxResults: wholeNumber(1, 50), NextToken: pageToken },
    (service, input) => {
      const context = poolOf(service, input);
      const { items, next } = pageOfAll(serversOf(context), {
        query: ["ListResourceServers", context.pool.id],
        limit: input.MaxResults ?? 50,
        token: input.NextToken,
        keyOf: ({ id }) => id,
      });
      const ResourceServers = items.map((item) => output(context, item).ResourceServer);
      return { ResourceServers, ...next("NextToken") };
    },
  ),
};

function find(context: PoolContext, name: string): Resource | undefined {
  return serversOf(context).find(({ inputs }) => inputs["identifier"] === name);
}

function requireServer(context: PoolContext, name: string): Resource {
  const found = find(context, name);
  if (!found) throw notFound(`Resource server ${name} does not exist.`);
  return found;
}

function save(context: PoolContext, input: { readonly [member: string]: unknown }): Output {
  const { service, pool } = context;
  const name = String(input["Identifier"]);
  const id = find(context, name)?.id ?? `${pool.id}|${name}`;
  const inputs = { userPoolId: pool.id, ...toProperties(server, input) };
  service.configuration.save({ type: RESOURCE_SERVER, id, inputs }, service.origin);
  return output(context, requireServer(context, name));
}

function output({ pool }: PoolContext, { inputs }: Resource) {
  return { ResourceServer: { UserPoolId: pool.id, ...fromProperties(server, inputs) } };
}
