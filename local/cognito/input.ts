import { ServiceError } from "./errors.ts";

/** A text of an operation's input, with the service model's constraints. */
export interface TextRule {
  readonly kind: "text";
  readonly isRequired: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly pattern: RegExp | null;
  readonly values: readonly string[] | null;
}

/** A member that is not a text. Maps lead from texts to texts. */
export interface OtherRule<Kind extends "flag" | "map" | "texts" | "attributes" | "anything"> {
  readonly kind: Kind;
  readonly isRequired: boolean;
}

export type Rule =
  | TextRule
  | OtherRule<"flag">
  | OtherRule<"map">
  | OtherRule<"texts">
  | OtherRule<"attributes">
  | OtherRule<"anything">;

/** The members of an input by name. */
export type Shape = { readonly [member: string]: Rule };

type ValueOf<R extends Rule> = R extends TextRule
  ? string
  : R extends OtherRule<"flag">
    ? boolean
    : R extends OtherRule<"map">
      ? { readonly [key: string]: string }
      : R extends OtherRule<"texts">
        ? readonly string[]
        : R extends OtherRule<"attributes">
          ? readonly { readonly Name: string; readonly Value?: string }[]
          : unknown;

/** An input that was checked against its shape. */
export type InputOf<S extends Shape> = {
  readonly [M in keyof S]: S[M] extends { readonly isRequired: true }
    ? ValueOf<S[M]>
    : ValueOf<S[M]> | undefined;
};

// A rule that may be left out is none that is required: the flag goes before it is set again.
type Required<R extends Rule> = Omit<R, "isRequired"> & { readonly isRequired: true };

/** A text that may be left out. */
export function optionalText(
  rule: Partial<Omit<TextRule, "kind" | "isRequired">> = {},
): TextRule & {
  readonly isRequired: false;
} {
  return {
    kind: "text",
    minimum: 0,
    maximum: 131_072,
    pattern: null,
    values: null,
    ...rule,
    isRequired: false,
  };
}

/** A rule whose member must be there. */
export function required<R extends Rule>(rule: R): Required<R> {
  return { ...rule, isRequired: true };
}

export const flag: OtherRule<"flag"> & { readonly isRequired: false } = {
  kind: "flag",
  isRequired: false,
};
export const map: OtherRule<"map"> & { readonly isRequired: false } = {
  kind: "map",
  isRequired: false,
};
export const textList: OtherRule<"texts"> & { readonly isRequired: false } = {
  kind: "texts",
  isRequired: false,
};
export const attributes: OtherRule<"attributes"> & { readonly isRequired: false } = {
  kind: "attributes",
  isRequired: false,
};
/** Accepted and ignored: analytics, user context. */
export const ignored: OtherRule<"anything"> & { readonly isRequired: false } = {
  kind: "anything",
  isRequired: false,
};

/**
 * Checks an input member by member (C157). Members that the shape does not name are ignored, as AWS does.
 * @throws ServiceError SerializationException for a wrong type, InvalidParameterException for a wrong value
 */
export function checkInput<S extends Shape>(
  shape: S,
  input: { readonly [member: string]: unknown },
): InputOf<S> {
  const problems: string[] = [];
  const checked: Record<string, unknown> = {};
  for (const [member, rule] of Object.entries(shape)) {
    const value = Object.hasOwn(input, member) ? (input[member] ?? undefined) : undefined;
    checked[member] = value;
    if (value === undefined) {
      if (rule.isRequired) problems.push(missing(member));
    } else {
      checkType(rule, member, value);
      problems.push(...violations(rule, member, value));
    }
  }
  if (problems.length > 0) throw validationError(problems);
  return checked as InputOf<S>;
}

function validationError(problems: readonly string[]): ServiceError {
  const count =
    problems.length === 1 ? "1 validation error" : `${problems.length} validation errors`;
  return new ServiceError("InvalidParameterException", `${count} detected: ${problems.join("; ")}`);
}

function missing(member: string): string {
  return `Value null at '${memberName(member)}' failed to satisfy constraint: Member must not be null`;
}

/** As the service names members: `username`, not `Username`. */
function memberName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}

function checkType(rule: Rule, member: string, value: unknown): void {
  const isRight =
    rule.kind === "anything" ||
    (rule.kind === "text" && typeof value === "string") ||
    (rule.kind === "flag" && typeof value === "boolean") ||
    (rule.kind === "map" && isTextMap(value)) ||
    (rule.kind === "texts" && isTextList(value)) ||
    (rule.kind === "attributes" &&
      Array.isArray(value) &&
      value.every((item) => isAttribute(item)));
  if (isRight) return;
  throw new ServiceError("SerializationException", `The type of '${memberName(member)}' is wrong.`);
}

function isTextMap(value: unknown): boolean {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return Object.values(value).every((item) => typeof item === "string");
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isAttribute(value: unknown): boolean {
  if (!isTextMap(value)) return false;
  return Object.hasOwn(value as object, "Name");
}

function violations(rule: Rule, member: string, value: unknown): readonly string[] {
  if (rule.kind === "text") return textViolations(rule, memberName(member), value as string);
  if (rule.kind !== "attributes") return [];
  const list = value as readonly { readonly Name: string; readonly Value?: string }[];
  return list.flatMap((attribute, index) => {
    const path = `${memberName(member)}.${index + 1}.member`;
    return [
      ...textViolations(ATTRIBUTE_NAME, `${path}.name`, attribute.Name),
      ...textViolations(ATTRIBUTE_VALUE, `${path}.value`, attribute.Value ?? ""),
    ];
  });
}

const ATTRIBUTE_NAME = optionalText({ minimum: 1, maximum: 32 });
const ATTRIBUTE_VALUE = optionalText({ maximum: 2048 });

function textViolations(rule: TextRule, path: string, value: string): readonly string[] {
  const at = `Value at '${path}' failed to satisfy constraint: Member must`;
  if (value.length < rule.minimum) {
    return [`${at} have length greater than or equal to ${rule.minimum}`];
  }
  if (value.length > rule.maximum)
    return [`${at} have length less than or equal to ${rule.maximum}`];
  if (rule.pattern && !rule.pattern.test(value)) {
    return [`${at} satisfy regular expression pattern: ${rule.pattern.source}`];
  }
  if (rule.values && !rule.values.includes(value)) {
    return [`${at} satisfy enum value set: [${rule.values.join(", ")}]`];
  }
  return [];
}
