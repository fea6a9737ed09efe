import { type ErrorName, ServiceError } from "./errors.ts";
import type { InputOf, ListRule, Rule, Shape, TextRule } from "./input.ts";

/**
 * Checks an input member by member (C157). Members that the shape does not name are ignored, as AWS does.
 * @param invalid name of the error for a wrong value
 * @throws ServiceError SerializationException for a wrong type, InvalidParameterException for a wrong value
 */
export function checkInput<S extends Shape>(
  shape: S,
  input: { readonly [member: string]: unknown },
  invalid: ErrorName = "InvalidParameterException",
): InputOf<S> {
  const problems: string[] = [];
  const checked = readStructure(shape, { path: "", value: input, problems });
  if (problems.length > 0) throw validationError(invalid, problems);
  return checked as InputOf<S>;
}

/** A value on its way through the check. */
interface Reading<Value = unknown> {
  /** As the service names members: `userAttributes.1.member.name`. */
  readonly path: string;
  readonly value: Value;
  readonly problems: string[];
}

function validationError(code: ErrorName, problems: readonly string[]): ServiceError {
  const count =
    problems.length === 1 ? "1 validation error" : `${problems.length} validation errors`;
  return new ServiceError(code, `${count} detected: ${problems.join("; ")}`);
}

function readStructure(
  shape: Shape,
  { path, value, problems }: Reading<{ readonly [member: string]: unknown }>,
): { readonly [member: string]: unknown } {
  const checked: Record<string, unknown> = {};
  for (const [member, rule] of Object.entries(shape)) {
    const given = Object.hasOwn(value, member) ? (value[member] ?? undefined) : undefined;
    const name = member.charAt(0).toLowerCase() + member.slice(1);
    const at = path === "" ? name : `${path}.${name}`;
    if (given !== undefined)
      checked[member] = readValue(rule, { path: at, value: given, problems });
    else if (rule.isRequired) {
      const constraint = "failed to satisfy constraint: Member must not be null";
      problems.push(`Value null at '${at}' ${constraint}`);
    }
  }
  return checked;
}

function readValue(rule: Rule, reading: Reading): unknown {
  const { path, value, problems } = reading;
  if (!isOfKind(rule, value)) {
    throw new ServiceError("SerializationException", `The type of '${path}' is wrong.`);
  }
  if (rule.kind === "structure") return readStructure(rule.shape, reading as Reading<Members>);
  if (rule.kind === "list") return readList(rule, reading as Reading<readonly unknown[]>);
  const violation = violationOf(rule, value);
  if (violation !== undefined) {
    problems.push(`Value at '${path}' failed to satisfy constraint: Member must ${violation}`);
  }
  return value;
}

function readList(rule: ListRule, { path, value, problems }: Reading<readonly unknown[]>): unknown {
  const violation = sizeViolation(rule, value.length);
  if (violation !== undefined) {
    problems.push(`Value at '${path}' failed to satisfy constraint: Member must ${violation}`);
  }
  return value.map((item, index) =>
    readValue(rule.item, { path: `${path}.${index + 1}.member`, value: item, problems }),
  );
}

type Members = { readonly [member: string]: unknown };

function isOfKind(rule: Rule, value: unknown): boolean {
  switch (rule.kind) {
    case "text":
      return typeof value === "string";
    case "number":
      return Number.isInteger(value);
    case "flag":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    case "structure":
      return isObject(value);
    case "map":
      return isObject(value) && Object.values(value).every((item) => typeof item === "string");
    case "anything":
      return true;
  }
}

function isObject(value: unknown): value is Members {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** What the value must do that it does not. */
function violationOf(rule: Rule, value: unknown): string | undefined {
  if (rule.kind === "text") return textViolation(rule, value as string);
  if (rule.kind !== "number") return undefined;
  const { minimum, maximum } = rule;
  if ((value as number) < minimum) return `have value greater than or equal to ${minimum}`;
  return (value as number) > maximum ? `have value less than or equal to ${maximum}` : undefined;
}

function textViolation(rule: TextRule, value: string): string | undefined {
  const tooLongOrShort = sizeViolation(rule, value.length);
  if (tooLongOrShort !== undefined) return tooLongOrShort;
  if (rule.pattern && !rule.pattern.test(value)) {
    return `satisfy regular expression pattern: ${rule.pattern.source}`;
  }
  if (rule.values && !rule.values.includes(value)) {
    return `satisfy enum value set: [${rule.values.join(", ")}]`;
  }
  return undefined;
}

function sizeViolation(
  { minimum, maximum }: Pick<TextRule, "minimum" | "maximum">,
  length: number,
): string | undefined {
  if (length < minimum) return `have length greater than or equal to ${minimum}`;
  return length > maximum ? `have length less than or equal to ${maximum}` : undefined;
}
