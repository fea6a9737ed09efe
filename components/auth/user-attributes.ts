import type { Problem } from "../shared/arguments";
import { choiceProblem } from "../shared/known-names";
import { limits } from "../shared/limits";

/** An attribute of your own, `custom:NAME` in tokens. Cognito never removes or changes one. */
export interface CustomAttribute {
  readonly type: "String" | "Number" | "Boolean" | "DateTime";
  /** Whether users may change it with their own access token. @default false */
  readonly userWritable?: boolean;
}

/** Attributes of the program's own by name, without `custom:`. */
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

/** An attribute that every user may have. */
export type StandardAttribute = (typeof STANDARD_ATTRIBUTES)[number];

/** A user attribute: a standard one by its name, one of your own as `custom:NAME`. */
export type UserAttribute = StandardAttribute | `custom:${string}`;

/** A standard attribute that a new user may have to give. */
export type RequirableAttribute = Exclude<
  StandardAttribute,
  "email_verified" | "phone_number_verified" | "updated_at"
>;

/** Whether users of a pool with these own attributes have the attribute. */
export function isUserAttribute(attribute: string, custom: CustomAttributes): boolean {
  return attribute.startsWith("custom:")
    ? Object.hasOwn(custom, attribute.slice("custom:".length))
    : (STANDARD_ATTRIBUTES as readonly string[]).includes(attribute);
}

/** Whether the attribute says that an address was proved, which only Cognito may. */
export function isVerification(attribute: string): boolean {
  return attribute === "email_verified" || attribute === "phone_number_verified";
}

// The standard attributes that a profile may hold and its owner may change. A required attribute has
// to be writable by the client that signs users up, and one that a provider fills by any (C290).
const PROFILE = ["email", "name", "given_name", "family_name", "locale", "zoneinfo"];

/** What decides the attributes of a profile. */
export interface ProfileArgs {
  readonly custom: CustomAttributes;
  /** Attributes that new users give, and that identity providers fill. */
  readonly others: readonly string[];
}

/**
 * Attributes a client may read. Without `email_verified` the scope `email` fails at the token
 * endpoint (C262).
 */
export function readableAttributes({ custom, others }: ProfileArgs): string[] {
  const profile = [...PROFILE, ...others];
  const verified = ["email_verified"];
  if (profile.includes("phone_number")) verified.push("phone_number_verified");
  return [...new Set([...profile, ...verified, ...Object.keys(custom).map(fullName)])];
}

/**
 * Attributes a client may change on behalf of the user: never `email_verified`, own ones only when
 * they say so.
 */
export function writableAttributes({ custom, others }: ProfileArgs): string[] {
  const own = Object.entries(custom).filter(([, { userWritable }]) => userWritable === true);
  return [...new Set([...PROFILE, ...others, ...own.map(([name]) => fullName(name))])];
}

/**
 * Schema entries with every field stated: what AWS would fill in shows as a difference for ever
 * (C337).
 */
export function attributeSchemas(custom: CustomAttributes, required: readonly string[]) {
  return [
    ...required.map((name) => schema(name, "String", { required: true })),
    ...Object.entries(custom).map(([name, { type }]) => schema(name, type, { required: false })),
  ];
}

/** Types of an attribute of one's own. */
const TYPES: readonly CustomAttribute["type"][] = ["String", "Number", "Boolean", "DateTime"];

/** Everything that is wrong with attributes of the program's own. */
export function* customAttributeProblems(custom: CustomAttributes): Iterable<Problem> {
  const names = Object.keys(custom);
  if (names.length > limits.customAttributesPerPool) {
    yield `attributes has ${names.length} entries: Cognito takes at most ${limits.customAttributesPerPool}.`;
  }
  const unusable = names.find((name) => !/^[A-Za-z0-9_]{1,20}$/.test(name));
  if (unusable !== undefined) {
    yield `attributes has "${unusable}": use 1 to 20 letters, digits and underscores, without "custom:".`;
  }
  for (const [name, { type }] of Object.entries(custom)) {
    yield choiceProblem(`attributes["${name}"].type`, type, TYPES);
  }
}

const ANY_LENGTH = { minLength: "0", maxLength: "2048" };
/** Lengths of standard attributes that are not any (C256). */
const LENGTHS: Readonly<Record<string, typeof ANY_LENGTH>> = {
  birthdate: { minLength: "10", maxLength: "10" },
};

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
    ...(type === "String" && { stringAttributeConstraints: LENGTHS[name] ?? ANY_LENGTH }),
    ...(type === "Number" && { numberAttributeConstraints: {} }),
  };
}
