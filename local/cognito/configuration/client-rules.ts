import { type Properties, texts } from "../../program/graph.ts";
import { SERVICE_ATTRIBUTES } from "../attributes/schema.ts";
import { readClient } from "../client.ts";
import { invalidParameter, ServiceError } from "../../json-api/errors.ts";
import type { UserPool } from "../pool.ts";
import type { PoolContext } from "../service.ts";
import { checkClientSettings } from "./client-settings.ts";
import { scopesOf } from "./resource-servers.ts";

/** Refuses settings of an app client that AWS refuses. @param inputs in the provider's form */
export function checkClient(context: PoolContext, inputs: Properties, hasSecret: boolean): void {
  checkClientSettings(inputs, hasSecret);
  const client = readClient({ ...NO_RESOURCE, inputs: { ...inputs, generateSecret: false } });
  checkScopes(inputs, scopesOf(context));
  checkAttributes(inputs, context.pool.schema);
  const { service, pool } = context;
  const unknown = client.identityProviders.find(
    (name) => name !== "COGNITO" && !service.store.providers.byName(pool.id, name),
  );
  if (unknown !== undefined) {
    throw invalidParameter(`The provider ${unknown} does not exist for User Pool ${pool.id}.`); // C277
  }
}

const NO_RESOURCE = {
  urn: "",
  type: "",
  name: "",
  id: "",
  parent: null,
  dependsOn: [],
  region: "",
  outputs: {},
  secrets: [],
};

const SYSTEM_SCOPES = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"]; // C43

/** Refuses scopes that are neither OpenID Connect's nor `custom` ones (C276). */
export function checkScopes(inputs: Properties, custom: readonly string[]): void {
  const known = [...SYSTEM_SCOPES, ...custom];
  const unknown = texts(inputs["allowedOauthScopes"]).find((scope) => !known.includes(scope));
  if (unknown !== undefined) {
    throw new ServiceError("ScopeDoesNotExistException", `Invalid scope requested: ${unknown}`);
  }
}

/** Refuses attributes that the pool has not, and those that no client writes (C262). */
export function checkAttributes(inputs: Properties, schema: UserPool["schema"]): void {
  const isKnown = (name: string): boolean => schema.has(name) || SERVICE_ATTRIBUTES.has(name);
  if (!texts(inputs["readAttributes"]).every(isKnown)) {
    throw invalidParameter("Invalid read attributes specified while creating a client");
  }
  if (!texts(inputs["writeAttributes"]).every((name) => schema.has(name))) {
    throw invalidParameter("Invalid write attributes specified while creating a client");
  }
}
