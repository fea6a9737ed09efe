import { clientResource, secretOf } from "../configuration/client-resource.ts";
import { ownSecret } from "../configuration/client-shape.ts";
import { invalidParameter, notFound, ServiceError } from "../../json-api/errors.ts";
import { optionalText, required } from "../../json-api/input.ts";
import { lowerId } from "../new-ids.ts";
import { objects, type Resource } from "../../program/graph.ts";
import { USER_POOL_CLIENT } from "../../program/types.ts";
import { type PoolContext, poolOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { clientId, pageToken, userPoolId } from "./shapes.ts";
import { timestamp } from "./user-output.ts";

const MOST_SECRETS = 2; // C167
const SECRET_LENGTH = 52; // C2

const clientOfPool = { UserPoolId: userPoolId, ClientId: clientId };

/** A secret of a client; `created` in milliseconds. */
interface ClientSecret {
  readonly id: string;
  readonly value: string;
  readonly created: number;
}

/** The two secrets that a client may have while one replaces the other (C167). */
export const clientSecretOperations: Operations = {
  AddUserPoolClientSecret: operation(
    { ...clientOfPool, ClientSecret: ownSecret },
    (service, input) => {
      const context = poolOf(service, input);
      const client = clientResource(context, input.ClientId);
      const secrets = secretsOf(context, client);
      if (secrets.length === 0) throw invalidParameter("The client has no secret.");
      if (secrets.length >= MOST_SECRETS) {
        const text = "Client secrets cannot exceed limit of 2 secrets.";
        throw new ServiceError("LimitExceededException", text);
      }
      const { ClientSecret: own } = input;
      const created = service.clock.now();
      const added = { ...named(client.id, created), value: own ?? lowerId(SECRET_LENGTH) };
      save(context, client, [...secrets, added]);
      // Its own secret the caller knows already.
      const shown = own === undefined ? { ClientSecretValue: added.value } : {};
      return { ClientSecretDescriptor: { ...output(added), ...shown } };
    },
  ),

  DeleteUserPoolClientSecret: operation(
    { ...clientOfPool, ClientSecretId: required(optionalText({ minimum: 1, maximum: 128 })) },
    (service, input) => {
      const context = poolOf(service, input);
      const client = clientResource(context, input.ClientId);
      const secrets = secretsOf(context, client);
      const left = secrets.filter(({ id }) => id !== input.ClientSecretId);
      if (left.length === secrets.length) {
        throw notFound(`Client secret ${input.ClientSecretId} does not exist.`);
      }
      if (left.length === 0)
        throw invalidParameter("The only secret of a client cannot be deleted.");
      save(context, client, left);
      return {};
    },
  ),

  ListUserPoolClientSecrets: operation(
    { ...clientOfPool, NextToken: pageToken },
    (service, input) => {
      const context = poolOf(service, input);
      const client = clientResource(context, input.ClientId);
      return { ClientSecrets: secretsOf(context, client).map(output) };
    },
  ),
};

function named(client: string, created: number): Omit<ClientSecret, "value"> {
  return { id: `${client}--${created}`, created };
}

function secretsOf({ service }: PoolContext, client: Resource): readonly ClientSecret[] {
  const kept = objects(client.outputs["secrets"]) as unknown as readonly ClientSecret[];
  const value = secretOf(client);
  if (kept.length > 0 || value === "") return kept;
  return [{ ...named(client.id, service.configuration.timesOf(client).created), value }];
}

/** The first one is the one that DescribeUserPoolClient shows. */
function save({ service }: PoolContext, client: Resource, secrets: readonly ClientSecret[]): void {
  const { id, inputs } = client;
  const outputs = {
    ...client.outputs,
    clientSecret: secrets[0]?.value ?? "",
    secrets: secrets.map((secret) => ({ ...secret })),
  };
  service.configuration.save({ type: USER_POOL_CLIENT, id, inputs, outputs }, service.origin);
}

function output({ id, created }: ClientSecret) {
  return { ClientSecretId: id, ClientSecretCreateDate: timestamp(created) };
}
