import type { Problem } from "./arguments";
import { limits } from "./limits";

/** An attribute of your own, `custom:NAME` in tokens. Cognito never removes or changes one. */
export interface CustomAttribute {
  readonly type: "String" | "Number" | "Boolean" | "DateTime";
  /** Whether users may change it with their own access token. @default false */
  readonly userWritable?: boolean;
}

export interface CustomAttributes {
  readonly [name: string]: CustomAttribute;
}

/** The attributes that every pool knows, whatever its schema says (C256). */
export const STANDARD_ATTRIBUTES = [
  "address",
  "birthdate",
  "email",
  "email_verified",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "phone_number_verified",
  "picture",
  "preferred_username",
  "profile",
  "updated_at",
  "website",
  "zoneinfo",
] as const;

// The standard attributes that a profile may hold and its owner may change. E-mail is required at
// sign-up, and a required attribute has to be writable by the client that signs users up.
const PROFILE = ["email", "name", "given_name", "family_name", "locale", "zoneinfo"];

/**
 * Attributes a client may read. Without `email_verified` the scope `email` fails at the token
 * endpoint (C262).
 */
export function readableAttributes(custom: CustomAttributes): string[] {
  return [...PROFILE, "email_verified", ...Object.keys(custom).map(fullName)];
}

/**
 * Attributes a client may change on behalf of the user: never `email_verified`, own ones only when
 * they say so.
 */
export function writableAttributes(custom: CustomAttributes): string[] {
  const own = Object.entries(custom).filter(([, { userWritable }]) => userWritable === true);
  return [...PROFILE, ...own.map(([name]) => fullName(name))];
}

/**
 * Schema entries with every field stated: what AWS would fill in shows as a difference for ever
 * (C337).
 */
export function attributeSchemas(custom: CustomAttributes) {
  return [
    schema("email", "String", { required: true }),
    ...Object.entries(custom).map(([name, { type }]) => schema(name, type, { required: false })),
  ];
}

export function* customAttributeProblems(custom: CustomAttributes): Iterable<Problem> {
  const names = Object.keys(custom);
  if (names.length > limits.customAttributesPerPool) {
    yield `attributes has ${names.length} entries: Cognito takes at most ${limits.customAttributesPerPool}.`;
  }
  const unusable = names.find((name) => !/^[A-Za-z0-9_]{1,20}$/.test(name));
  if (unusable !== undefined) {
    yield `attributes has "${unusable}": use 1 to 20 letters, digits and underscores, without "custom:".`;
  }
}

function fullName(name: string): string {
  return `custom:${name}`;
}

function schema(name: string, type: CustomAttribute["type"], { required }: { required: boolean }) {
  return {
    name,
    attributeDataType: type,
    required,
    mutable: true,
    developerOnlyAttribute: false,
    ...(type === "String" && { stringAttributeConstraints: { minLength: "0", maxLength: "2048" } }),
    ...(type === "Number" && { numberAttributeConstraints: {} }),
  };
}
