import { members, type Properties, text, type Value } from "../../program/graph.ts";

/** What a pool's schema says about one attribute (C256, C257). */
export interface AttributeRule {
  /** As it appears in tokens and operations: `email`, `custom:plan`. */
  readonly name: string;
  readonly type: "String" | "Number" | "Boolean" | "DateTime";
  readonly isRequired: boolean;
  readonly isMutable: boolean;
  /** Length of a text, value of a number. */
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

/** Standard attributes in the order of C256, without `sub`, which the service keeps to itself. */
export const STANDARD_ATTRIBUTES = [
  "name",
  "given_name",
  "family_name",
  "middle_name",
  "nickname",
  "preferred_username",
  "profile",
  "picture",
  "website",
  "email",
  "email_verified",
  "gender",
  "birthdate",
  "zoneinfo",
  "locale",
  "phone_number",
  "phone_number_verified",
  "address",
  "updated_at",
] as const;

/** Standard attributes that no client writes (C176). */
export const SERVICE_ATTRIBUTES: ReadonlySet<string> = new Set([
  "sub",
  "email_verified",
  "phone_number_verified",
  "identities",
]);

/**
 * Full name of an attribute that a program gives to a user: to one that is not a standard one, the provider adds the
 * prefix of the pool's own where it is missing.
 */
export function givenName(name: string): string {
  const isStandard = name === "sub" || (STANDARD_ATTRIBUTES as readonly string[]).includes(name);
  return isStandard || name.startsWith("custom:") ? name : `custom:${name}`;
}

const STANDARD_TYPES: { readonly [name: string]: AttributeRule["type"] } = {
  email_verified: "Boolean",
  phone_number_verified: "Boolean",
  updated_at: "Number",
};

const LONGEST_TEXT = 2048;

/** The rules of a pool: the standard attributes, changed and extended by its `schemas`. */
export function readSchema(schemas: Value | undefined): ReadonlyMap<string, AttributeRule> {
  const rules = new Map<string, AttributeRule>();
  for (const name of STANDARD_ATTRIBUTES) rules.set(name, standardRule(name));
  for (const item of Array.isArray(schemas) ? schemas : []) {
    const schema = members(item);
    const plainName = text(schema["name"]) ?? "";
    const standard = rules.get(plainName);
    const rule = standard ? changed(standard, schema) : customRule(schema);
    rules.set(rule.name, rule);
  }
  return rules;
}

function standardRule(name: string): AttributeRule {
  const type = STANDARD_TYPES[name] ?? "String";
  const isBirthdate = name === "birthdate"; // exactly ten characters, C256
  return {
    name,
    type,
    isRequired: false,
    isMutable: true,
    minimum: isBirthdate ? 10 : 0,
    maximum: isBirthdate ? 10 : type === "String" ? LONGEST_TEXT : undefined,
  };
}

function changed(standard: AttributeRule, schema: Properties): AttributeRule {
  return {
    ...standard,
    ...limits(standard.type, schema, standard),
    isRequired: schema["required"] === true,
    isMutable: schema["mutable"] !== false,
  };
}

/** Full name of an attribute of the pool's own, as it appears in tokens and operations (C257). */
export function customName(schema: Properties): string {
  const prefix = schema["developerOnlyAttribute"] === true ? "dev:custom:" : "custom:";
  const plainName = text(schema["name"]) ?? "";
  return plainName.startsWith(prefix) ? plainName : prefix + plainName;
}

function customRule(schema: Properties): AttributeRule {
  const type = (text(schema["attributeDataType"]) ?? "String") as AttributeRule["type"];
  return {
    name: customName(schema),
    type,
    isRequired: false, // "Required custom attributes are not supported currently.", C257
    // Custom attributes are immutable unless the schema says otherwise, as in the provider's own reading.
    isMutable: schema["mutable"] === true,
    ...limits(type, schema, {
      minimum: undefined,
      maximum: type === "String" ? LONGEST_TEXT : undefined,
    }),
  };
}

function limits(
  type: AttributeRule["type"],
  schema: Properties,
  standard: Pick<AttributeRule, "minimum" | "maximum">,
): Pick<AttributeRule, "minimum" | "maximum"> {
  const isNumber = type === "Number";
  const constraints = members(
    schema[isNumber ? "numberAttributeConstraints" : "stringAttributeConstraints"],
  );
  const minimum = constraints[isNumber ? "minValue" : "minLength"];
  const maximum = constraints[isNumber ? "maxValue" : "maxLength"];
  return {
    minimum: minimum === undefined ? standard.minimum : Number(minimum),
    maximum: maximum === undefined ? standard.maximum : Number(maximum),
  };
}
