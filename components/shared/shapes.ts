import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "./arguments";
import { choiceProblem, unknownNameProblems } from "./known-names";

/** The form of a value, which is judged before anything reads what is in it. */
export interface Shape {
  /** What a value must be, such as `a list`. */
  readonly form: string;
  /**
   * What is wrong with a value. One that is undefined is left out, which only {@link needed} minds.
   * @param path such as `clients["web"].read`; empty for a component's arguments as a whole
   */
  readonly problems: (path: string, value: unknown) => Iterable<Problem>;
}

/** A shape for every argument. The compiler keeps it whole: a name too many or too few is an error. */
export type ShapesOf<Args> = Args extends unknown
  ? { readonly [Name in keyof Args]-?: Shape }
  : never;

/** Whatever AWS takes, an Output for instance, and what has a check of its own. */
export const any = shapeOf("given", (value) => value !== null);

/** A text, and no Output. */
export const text = shapeOf("a text", (value) => typeof value === "string");

/** A function. */
export const callable = shapeOf("a function", (value) => typeof value === "function");

export const flag = shapeOf("true or false", (value) => typeof value === "boolean");

/** One of a few texts. */
export function choice(...choices: readonly string[]): Shape {
  return {
    form: choices.map((each) => `"${each}"`).join(" or "),
    *problems(path, value) {
      yield choiceProblem(path, value, choices);
    },
  };
}

/** An object whose members have a check of their own. */
export const object = shapeOf("an object", isObject);

/** @param item shape of each value in it, none of which may be undefined */
export function list(item: Shape = any): Shape {
  return within(shapeOf("a list", Array.isArray), itemProblems(item));
}

/** A list that has a check of its own, which says what to write where it is no list. */
export function items(item: Shape): Shape {
  return within(any, itemProblems(item));
}

/** Values by names that the caller has chosen. */
export function table(entry: Shape): Shape {
  return within(object, function* (path, value) {
    if (!isObject(value)) return;
    for (const [name, each] of Object.entries(value)) {
      yield* entry.problems(`${path}["${name}"]`, each);
    }
  });
}

/** An object with these names and no others. */
export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  const known = Object.fromEntries(Object.keys(shapes).map((name) => [name, true as const]));
  return within(object, function* (path, value) {
    if (!isObject(value)) return;
    const before = path === "" ? "" : `${path}.`;
    yield* unknownNameProblems(before, value, known);
    const given = value as Readonly<Record<string, unknown>>;
    for (const [name, shape] of Object.entries(shapes)) {
      yield* shape.problems(`${before}${name}`, given[name]);
    }
  });
}

/** A value with a short way to write it, and the object that says more. */
export function either(short: Shape, long: Shape): Shape {
  const form = `${short.form} or ${long.form}`;
  return {
    form,
    *problems(path, value) {
      if ([...short.problems(path, value)].every((problem) => problem === undefined)) return;
      if (isObject(value)) yield* long.problems(path, value);
      else yield `${path} is ${wordOf(value)}: it must be ${form}.`;
    },
  };
}

/** The same, and it must not be left out. */
export function needed({ form, problems }: Shape = any): Shape {
  return {
    form,
    *problems(path, value) {
      if (value === undefined || value === null) {
        yield `${nameOf(path)} is ${value === null ? "null" : "missing"}: it must be ${form}.`;
      }
      yield* problems(path, value);
    },
  };
}

function shapeOf(form: string, isRight: (value: unknown) => boolean): Shape {
  return {
    form,
    *problems(path, value) {
      if (value === undefined || isRight(value)) return;
      const choice = value === null ? ", or left out" : "";
      yield `${nameOf(path)} is ${wordOf(value)}: it must be ${form}${choice}.`;
    },
  };
}

function within(outer: Shape, inner: Shape["problems"]): Shape {
  return {
    form: outer.form,
    *problems(path, value) {
      yield* outer.problems(path, value);
      yield* inner(path, value);
    },
  };
}

function itemProblems(item: Shape): Shape["problems"] {
  const one = needed(item);
  return function* (path, value) {
    if (!Array.isArray(value)) return;
    for (const [index, each] of value.entries()) yield* one.problems(`${path}[${index}]`, each);
  };
}

function isObject(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !pulumi.Output.isInstance(value) &&
    !(value instanceof Promise)
  );
}

function nameOf(path: string): string {
  return path === "" ? "args" : path;
}

/** What is in a list or an object is long, and may be secret. */
function wordOf(value: unknown): string {
  if (pulumi.Output.isInstance(value)) return "an Output";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : JSON.stringify(value);
}
