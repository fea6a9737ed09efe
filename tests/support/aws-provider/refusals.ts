import { isDeepStrictEqual } from "node:util";
import { type Properties, type Value, text, texts } from "../../../local/program/graph.ts";
import type { Account, Held } from "./account.ts";

const USER_POOL = "aws:cognito/userPool:UserPool";
const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
const DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
const RESOURCE_SERVER = "aws:cognito/resourceServer:ResourceServer";

/** Inputs that name another resource, which has to exist. */
const REFERENCES: Readonly<Record<string, string>> = {
  apiId: "aws:apigatewayv2/api:Api",
  authorizerId: "aws:apigatewayv2/authorizer:Authorizer",
  userPoolId: USER_POOL,
};

/** Why AWS would not create the resource, undefined when it would. */
export function creationRefusal(type: string, inputs: Properties, account: Account) {
  return (
    (type === DOMAIN ? secondDomain(inputs, account) : undefined) ??
    writeRefusal(type, inputs, account)
  );
}

/** C293, C296: a pool has one prefix domain, and a prefix belongs to one pool. */
function secondDomain({ domain, userPoolId }: Properties, account: Account) {
  const domains = account.ofType(DOMAIN).map(({ inputs }) => inputs);
  if (domains.some((other) => other["userPoolId"] === userPoolId)) {
    return "InvalidParameterException: User pool already has a domain configured.";
  }
  return domains.some((other) => other["domain"] === domain)
    ? "InvalidParameterException: Domain already associated with another user pool."
    : undefined;
}

/** Why AWS would not give a resource these inputs. */
export function writeRefusal(type: string, inputs: Properties, account: Account) {
  for (const [property, referenced] of Object.entries(REFERENCES)) {
    const id = text(inputs[property]);
    if (id && !account.find(referenced, id)) return `NotFoundException: ${property} ${id}`;
  }
  return type === CLIENT ? missingScope(inputs, account) : undefined;
}

/** C343: a client's scopes are looked up. */
function missingScope({ allowedOauthScopes, userPoolId }: Properties, account: Account) {
  const known = account
    .ofType(RESOURCE_SERVER)
    .filter(({ inputs }) => inputs["userPoolId"] === userPoolId)
    .flatMap(({ outputs }) => texts(outputs["scopeIdentifiers"]));
  const own = texts(allowedOauthScopes).filter((scope) => scope.includes("/"));
  const unknown = own.find((scope) => !known.includes(scope));
  return unknown && `ScopeDoesNotExistException: ${unknown}`;
}

/** Why AWS would not change this resource in this way. */
export function updateRefusal({ type, inputs }: Held, news: Properties) {
  if (type !== USER_POOL) return undefined;
  // C337: attributes may be added only.
  const wanted = list(news["schemas"]);
  const isKept = (schema: Value) => wanted.some((other) => isDeepStrictEqual(other, schema));
  return list(inputs["schemas"]).every(isKept) ? undefined : "cannot modify or remove schema items";
}

/** Why AWS would not delete the resource (C341, C349). */
export function deletionRefusal({ type, id, inputs }: Held, account: Account) {
  if (type !== USER_POOL) return undefined;
  if (inputs["deletionProtection"] === "ACTIVE") {
    return "InvalidParameterException: The user pool cannot be deleted because deletion protection is activated.";
  }
  return account.ofType(DOMAIN).some((domain) => domain.inputs["userPoolId"] === id)
    ? "InvalidParameterException: User pool cannot be deleted. It has a domain configured that should be deleted first."
    : undefined;
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
