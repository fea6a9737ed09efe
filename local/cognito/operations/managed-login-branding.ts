import { randomUUID } from "node:crypto";
import { clientResource } from "../configuration/client-resource.ts";
import { fromProperties, toProperties } from "../configuration/properties.ts";
import { timesOutput } from "../configuration/user-pool-output.ts";
import { invalidParameter, notFound, ServiceError } from "../../json-api/errors.ts";
import { anything, flag, listOf, optionalText, required } from "../../json-api/input.ts";
import type { Resource } from "../../program/graph.ts";
import { MANAGED_LOGIN_BRANDING } from "../../program/types.ts";
import { type PoolContext, poolOf } from "../service.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { clientId, userPoolId } from "./shapes.ts";

const style = {
  UseCognitoProvidedValues: flag,
  Settings: anything,
  Assets: listOf(anything, { maximum: 40 }),
};
const styleOfPool = {
  UserPoolId: userPoolId,
  ManagedLoginBrandingId: required(optionalText({ minimum: 1, maximum: 36 })),
};
const styleOfClient = { UserPoolId: userPoolId, ClientId: clientId };

/** Styles of managed login (C297): a client without one has no pages (C121). What is in a style is kept, not shown. */
export const managedLoginBrandingOperations: Operations = {
  CreateManagedLoginBranding: operation({ ...styleOfClient, ...style }, (service, input) => {
    const context = poolOf(service, input);
    const { id: client } = clientResource(context, input.ClientId);
    if (stylesOf(context).some(({ inputs }) => inputs["clientId"] === client)) {
      throw new ServiceError(
        "ManagedLoginBrandingExistsException",
        `Managed login branding already exists for client ${client}.`,
      );
    }
    return save(context, randomUUID(), { clientId: client, ...toProperties(style, input) });
  }),

  DescribeManagedLoginBranding: operation(styleOfPool, (service, input) => {
    const context = poolOf(service, input);
    return output(context, requireStyle(context, input.ManagedLoginBrandingId));
  }),

  DescribeManagedLoginBrandingByClient: operation(styleOfClient, (service, input) => {
    const context = poolOf(service, input);
    const found = stylesOf(context).find(({ inputs }) => inputs["clientId"] === input.ClientId);
    if (!found) throw notFound(`Managed login branding of ${input.ClientId} does not exist.`);
    return output(context, found);
  }),

  UpdateManagedLoginBranding: operation({ ...styleOfPool, ...style }, (service, input) => {
    const context = poolOf(service, input);
    const known = requireStyle(context, input.ManagedLoginBrandingId);
    const { clientId: client = "" } = known.inputs;
    return save(context, idOf(known), { clientId: client, ...toProperties(style, input) });
  }),

  DeleteManagedLoginBranding: operation(styleOfPool, (service, input) => {
    const context = poolOf(service, input);
    service.configuration.remove(requireStyle(context, input.ManagedLoginBrandingId));
    return {};
  }),
};

function stylesOf({ service, pool }: PoolContext): readonly Resource[] {
  return service.configuration.graph.where(MANAGED_LOGIN_BRANDING, "userPoolId", pool.id);
}

function idOf({ id }: Resource): string {
  return id.slice(id.indexOf(",") + 1);
}

function requireStyle(context: PoolContext, id: string): Resource {
  const found = stylesOf(context).find((candidate) => idOf(candidate) === id);
  if (!found) throw notFound(`Managed login branding ${id} does not exist.`);
  return found;
}

function save(context: PoolContext, id: string, settings: Resource["inputs"]): Output {
  const { service, pool } = context;
  const { settings: document = {} } = settings;
  if (document === null || typeof document !== "object" || Array.isArray(document)) {
    throw invalidParameter("Settings must be a JSON object.");
  }
  const wish = {
    type: MANAGED_LOGIN_BRANDING,
    id: `${pool.id},${id}`,
    inputs: { userPoolId: pool.id, ...settings },
  };
  service.configuration.save({ ...wish, outputs: { managedLoginBrandingId: id } }, service.origin);
  return output(context, requireStyle(context, id));
}

function output(context: PoolContext, resource: Resource): Output {
  return {
    ManagedLoginBranding: {
      ManagedLoginBrandingId: idOf(resource),
      UserPoolId: context.pool.id,
      UseCognitoProvidedValues: false,
      ...fromProperties(style, resource.inputs),
      ...timesOutput(context, resource),
    },
  };
}
