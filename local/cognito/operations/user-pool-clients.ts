import { type Properties, type Resource, text } from "../../program/graph.ts";
import { USER_POOL_CLIENT } from "../../program/types.ts";
import { clientResource, secretOf } from "../configuration/client-resource.ts";
import { checkClient } from "../configuration/client-rules.ts";
import { clientName, clientSettings, ownSecret } from "../configuration/client-shape.ts";
import { fromProperties, toProperties } from "../configuration/properties.ts";
import { timesOutput } from "../configuration/user-pool-output.ts";
import { ServiceError, invalidParameter } from "../../json-api/errors.ts";
import { flag, required } from "../../json-api/input.ts";
import { lowerId } from "../new-ids.ts";
import { pageOfAll } from "../paging.ts";
import { type PoolContext, poolOf } from "../service.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { clientId, pageToken, resultCount, userPoolId } from "./shapes.ts";

const CLIENTS_PER_POOL = 1_000; // C327
const ID_LENGTH = 26; // C2
const SECRET_LENGTH = 52; // C2

const clientOfPool = { UserPoolId: userPoolId, ClientId: clientId };

/** App clients (section 6.5). */
export const userPoolClientOperations: Operations = {
  CreateUserPoolClient: operation(
    {
      UserPoolId: userPoolId,
      ClientName: required(clientName),
      GenerateSecret: flag,
      ClientSecret: ownSecret,
      ...clientSettings,
    },
    (service, input) => {
      const context = poolOf(service, input);
      if (context.pool.clients.size >= CLIENTS_PER_POOL) {
        throw new ServiceError("LimitExceededException", "Exceeded limit on user pool clients.");
      }
      const { GenerateSecret: generates = false, ClientSecret: own } = input;
      if (generates && own !== undefined) {
        throw invalidParameter("Give either GenerateSecret or ClientSecret.");
      }
      const clientSecret = own ?? (generates ? lowerId(SECRET_LENGTH) : "");
      const inputs: Properties = {
        userPoolId: context.pool.id,
        name: input.ClientName,
        ...(clientSecret !== "" && { generateSecret: true }),
        ...toProperties(clientSettings, input),
      };
      const id = lowerId(ID_LENGTH);
      return saveClient(context, id, { inputs, clientSecret });
    },
  ),

  DescribeUserPoolClient: operation(clientOfPool, (service, input) => {
    const context = poolOf(service, input);
    return { UserPoolClient: clientOutput(context, clientResource(context, input.ClientId)) };
  }),

  UpdateUserPoolClient: operation(
    { ...clientOfPool, ClientName: clientName, ...clientSettings },
    (service, input) => {
      const context = poolOf(service, input);
      const known = clientResource(context, input.ClientId);
      const { name, generateSecret } = known.inputs;
      const inputs: Properties = {
        userPoolId: context.pool.id,
        ...(name !== undefined && { name }),
        ...(generateSecret !== undefined && { generateSecret }),
        ...(input.ClientName !== undefined && { name: input.ClientName }),
        ...toProperties(clientSettings, input),
      };
      return saveClient(context, known.id, {
        inputs,
        clientSecret: secretOf(known),
        outputs: known.outputs,
      });
    },
  ),

  DeleteUserPoolClient: operation(clientOfPool, (service, input) => {
    service.configuration.remove(clientResource(poolOf(service, input), input.ClientId));
    return {};
  }),

  ListUserPoolClients: operation(
    { UserPoolId: userPoolId, MaxResults: resultCount, NextToken: pageToken },
    (service, input) => {
      const context = poolOf(service, input);
      const { items, next } = pageOfAll([...context.pool.clients.keys()], {
        query: ["ListUserPoolClients", context.pool.id],
        limit: input.MaxResults,
        token: input.NextToken,
        keyOf: (id) => id,
      });
      const UserPoolClients = items.map((id) => {
        const { UserPoolId, ClientId, ClientName } = clientOutput(
          context,
          clientResource(context, id),
        );
        return { UserPoolId, ClientId, ClientName };
      });
      return { UserPoolClients, ...next("NextToken") };
    },
  ),
};

function saveClient(
  context: PoolContext,
  id: string,
  {
    inputs,
    clientSecret,
    outputs = { clientSecret },
  }: {
    readonly inputs: Properties;
    readonly clientSecret: string;
    readonly outputs?: Properties;
  },
): Output {
  const { configuration, origin } = context.service;
  checkClient(context, inputs, clientSecret !== "");
  configuration.save({ type: USER_POOL_CLIENT, id, inputs, outputs }, origin);
  return { UserPoolClient: clientOutput(context, clientResource(context, id)) };
}

/** A client as operations show it, its secret in clear (C280), defaults filled in. */
function clientOutput(context: PoolContext, resource: Resource) {
  const { inputs, outputs, id, name } = resource;
  const secret = secretOf(resource);
  return {
    UserPoolId: context.pool.id,
    ClientName: text(inputs["name"]) ?? text(outputs["name"]) ?? name,
    ClientId: id,
    ...(secret !== "" && { ClientSecret: secret }),
    ...timesOutput(context, resource),
    ...DEFAULTS,
    ...fromProperties(clientSettings, inputs),
  };
}

const DEFAULTS = {
  RefreshTokenValidity: 30, // C29
  AllowedOAuthFlowsUserPoolClient: false,
  EnableTokenRevocation: true, // C40
  EnablePropagateAdditionalUserContextData: false,
  AuthSessionValidity: 3, // C137
};
