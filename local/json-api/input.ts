/** A text of an operation's input, with the service model's constraints. */
export interface TextRule {
  readonly kind: "text";
  readonly isRequired: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly pattern: RegExp | null;
  readonly values: readonly string[] | null;
}

/** A whole number. */
export interface NumberRule {
  readonly kind: "number";
  readonly isRequired: boolean;
  readonly minimum: number;
  readonly maximum: number;
}

/** An object with members of its own. */
export interface StructureRule<S extends Shape = Shape> {
  readonly kind: "structure";
  readonly isRequired: boolean;
  readonly shape: S;
}

/** A list whose items all follow one rule. */
export interface ListRule<R extends Rule = Rule> {
  readonly kind: "list";
  readonly isRequired: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly item: R;
}

/** A member of another kind. Maps lead from texts to texts. */
export interface OtherRule<Kind extends "flag" | "map" | "anything"> {
  readonly kind: Kind;
  readonly isRequired: boolean;
}

export type Rule =
  | TextRule
  | NumberRule
  | StructureRule
  | ListRule
  | OtherRule<"flag">
  | OtherRule<"map">
  | OtherRule<"anything">;

/** The members of an input by name. */
export interface Shape {
  readonly [member: string]: Rule;
}

type ValueOf<R extends Rule> = R extends TextRule
  ? string
  : R extends NumberRule
    ? number
    : R extends StructureRule<infer S>
      ? InputOf<S>
      : R extends ListRule<infer Item>
        ? readonly ValueOf<Item>[]
        : R extends OtherRule<"flag">
          ? boolean
          : R extends OtherRule<"map">
            ? { readonly [key: string]: string }
            : unknown;

/** An input that was checked against its shape. */
export type InputOf<S extends Shape> = {
  readonly [M in keyof S]: S[M] extends { readonly isRequired: true }
    ? ValueOf<S[M]>
    : ValueOf<S[M]> | undefined;
};

/** A rule whose member may be left out. */
type Optional<R extends Rule> = R & { readonly isRequired: false };

// A rule that may be left out is none that is required: the flag goes before it is set again.
type Required<R extends Rule> = Omit<R, "isRequired"> & { readonly isRequired: true };

/** A text that may be left out. */
export function optionalText(
  rule: Partial<Omit<TextRule, "kind" | "isRequired">> = {},
): Optional<TextRule> {
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

/** A text out of a few that may be left out. */
export function oneOf(...values: readonly string[]): Optional<TextRule> {
  return optionalText({ values });
}

/** A whole number that may be left out. */
export function wholeNumber(minimum: number, maximum: number): Optional<NumberRule> {
  return { kind: "number", minimum, maximum, isRequired: false };
}

/** An object that may be left out. */
export function structure<S extends Shape>(shape: S): Optional<StructureRule<S>> {
  return { kind: "structure", shape, isRequired: false };
}

/** A list that may be left out. */
export function listOf<R extends Rule>(
  item: R,
  {
    minimum = 0,
    maximum = Infinity,
  }: { readonly minimum?: number; readonly maximum?: number } = {},
): Optional<ListRule<R>> {
  return { kind: "list", item, minimum, maximum, isRequired: false };
}

/** A rule whose member must be there. */
export function required<R extends Rule>(rule: R): Required<R> {
  return { ...rule, isRequired: true };
}

export const flag: Optional<OtherRule<"flag">> = { kind: "flag", isRequired: false };
export const map: Optional<OtherRule<"map">> = { kind: "map", isRequired: false };
export const textList = listOf(optionalText());
/** A document of any form, which is kept as it is. */
export const anything: Optional<OtherRule<"anything">> = { kind: "anything", isRequired: false };
/** Accepted and ignored: analytics, user context. */
export const ignored = anything;

/** JSON of no form that the model declares; whoever takes it has to check it. */
export const document: Optional<OtherRule<"anything">> = ignored;

/** Attributes of a user, and what is sent in their form. */
export const attributes = listOf(
  structure({
    Name: required(optionalText({ minimum: 1, maximum: 32 })),
    Value: optionalText({ maximum: 2048 }),
  }),
);
