import { isWritable } from "./access.ts";
import { type AttributeRule, SERVICE_ATTRIBUTES } from "./schema.ts";
import { isEmail, isPhoneNumber } from "../messages/delivery.ts";
import {
  invalidParameter,
  notAuthorized,
  type ServiceError,
  TEXTS,
} from "../../json-api/errors.ts";
import type { UserPool } from "../pool.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import type { Attributes, User } from "../tables/users.ts";

/** An attribute as operations carry it. */
export interface AttributeInput {
  readonly Name: string;
  readonly Value?: string | undefined;
}

/**
 * The attributes that a client gives to a new user, checked (C172).
 * @param supplied attributes that the user name stands for
 */
export function newAttributes(
  context: ClientContext,
  given: readonly AttributeInput[],
  supplied: Attributes,
): Attributes {
  const { pool } = context;
  const attributes: Record<string, string> = { ...supplied };
  for (const { Name: name, Value: value = "" } of given) {
    checkValue(writableRule(context, name), value);
    // Nobody has confirmed this user yet, and the attribute would lead here without a proof (C251).
    if (name === "preferred_username" && pool.aliasAttributes.includes(name)) {
      throw invalidParameter(`${name} cannot be set at sign-up, since it is an alias.`);
    }
    if (supplied[name] !== undefined && supplied[name] !== value) throw differingName(name);
    attributes[name] = value;
  }
  checkRequired(pool, attributes);
  return attributes;
}

/**
 * The attributes that an administrator gives to a new user, checked (C172, C234).
 * @param supplied attributes that the user name stands for
 */
export function administratorsAttributes(
  { pool }: Pick<PoolContext, "pool">,
  given: readonly AttributeInput[],
  supplied: Attributes,
): Attributes {
  const attributes: Record<string, string> = { ...supplied };
  for (const { Name: name, Value: value = "" } of given) {
    checkValue(administratorsRule({ pool }, name), value);
    if (supplied[name] !== undefined && supplied[name] !== value) throw differingName(name);
    if (value !== "") attributes[name] = value;
  }
  checkRequired(pool, attributes);
  return attributes;
}

/** A user's attributes with the changes of a client, checked; what is required or immutable stays (C195, C228). */
export function changedAttributes(
  context: ClientContext,
  user: User,
  given: readonly AttributeInput[],
): Attributes {
  const { pool } = context;
  const attributes: Record<string, string> = { ...user.attributes };
  for (const { Name: name, Value: value = "" } of given) {
    const rule = writableRule(context, name);
    if ((attributes[name] ?? "") === value) continue;
    refuseFixed(rule, attributes[name]);
    checkValue(rule, value);
    attributes[name] = value;
    if (name === "email" || name === "phone_number") attributes[`${name}_verified`] = "false";
  }
  checkRequired(pool, attributes);
  return attributes;
}

/** The rule of an attribute; refuses what no client, or not this client, may write. */
export function writableRule({ pool, client }: ClientContext, name: string): AttributeRule {
  if (SERVICE_ATTRIBUTES.has(name) || name.startsWith("cognito:") || name.startsWith("dev:")) {
    throw nonMutable(name); // C176
  }
  const rule = knownRule(pool, name);
  if (!isWritable(client, name)) throw notAuthorized(TEXTS.unwritableAttribute);
  return rule;
}

/** The rule of an attribute that an administrator writes: `*_verified` and `dev:custom:` ones too (C239, C257). */
export function administratorsRule(
  { pool }: Pick<PoolContext, "pool">,
  name: string,
): AttributeRule {
  if (name === "sub" || name === "identities" || name.startsWith("cognito:")) {
    throw nonMutable(name);
  }
  return knownRule(pool, name);
}

function knownRule({ schema }: UserPool, name: string): AttributeRule {
  const rule = schema.get(name);
  if (!rule) throw schemaError(`${name}: Attribute does not exist in the schema.`);
  return rule;
}

/** Refuses a user whose name says something else than their attribute (C174). */
function differingName(name: string): ServiceError {
  return invalidParameter(`User name and attribute ${name} differ.`);
}

function nonMutable(name: string): ServiceError {
  return invalidParameter(`Cannot modify the non-mutable attribute ${name}`);
}

/** Refuses a change of what stays as it is (C228). */
export function fixedAttribute(name: string): ServiceError {
  return invalidParameter(`user.${name}: Attribute cannot be updated.`);
}

/** Refuses to change what stays as it is, and to add later what only a creation sets, unless it must be there. */
function refuseFixed(rule: AttributeRule, current: string | undefined): void {
  if (!rule.isMutable && (current || !rule.isRequired)) {
    throw fixedAttribute(rule.name);
  }
  if (rule.isRequired && current) {
    throw invalidParameter(`Cannot modify an already provided ${rule.name}`); // C195
  }
}

/** Names of the attributes that the schema requires (C261). */
export function requiredAttributeNames(pool: UserPool): readonly string[] {
  return [...pool.schema.values()].filter((rule) => rule.isRequired).map((rule) => rule.name);
}

/** Refuses attributes without one that the schema requires (C172). */
export function checkRequired(pool: UserPool, attributes: Attributes): void {
  const missing = requiredAttributeNames(pool).find((name) => !attributes[name]);
  if (missing) throw neededAttribute(missing);
}

/** Refuses to leave out what the schema requires (C172, C230). */
export function neededAttribute(name: string): ServiceError {
  return schemaError(`${name}: The attribute is required`);
}

/** Refuses a value that the schema does not allow. */
export function checkValue(rule: AttributeRule, value: string): void {
  if (value === "") return; // an attribute without a value
  if (rule.name === "email" && !isEmail(value))
    throw invalidParameter("Invalid email address format.");
  if (rule.name === "phone_number" && !isPhoneNumber(value)) {
    throw invalidParameter("Invalid phone number format.");
  }
  const problem = valueProblem(rule, value);
  if (problem) throw schemaError(`${rule.name}: ${problem}`);
}

function valueProblem(rule: AttributeRule, value: string): string | undefined {
  const { type, minimum = -Infinity, maximum = Infinity } = rule;
  if (type === "Boolean") {
    return value === "true" || value === "false" ? undefined : "Attribute must be true or false";
  }
  if (type === "Number") {
    if (!/^-?\d+$/.test(value)) return "Attribute must be a number";
    return inRange(Number(value), minimum, maximum) ? undefined : "Attribute value out of range";
  }
  const { length } = [...value];
  if (length < minimum) return `String must be at least ${minimum} characters long`;
  return length > maximum ? `String must be at most ${maximum} characters long` : undefined;
}

function inRange(value: number, minimum: number, maximum: number): boolean {
  return value >= minimum && value <= maximum;
}

function schemaError(details: string): ServiceError {
  return invalidParameter(`Attributes did not conform to the schema: ${details}`);
}
