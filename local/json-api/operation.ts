import type { checkInput } from "./check-input.ts";
import type { InputOf, Shape } from "./input.ts";

/** What an operation answers: a JSON object. */
export type Output = { readonly [member: string]: unknown };

/** An answer without a body (C231); that of other operations without output is `{}`. */
export const NOTHING: Output = Object.freeze({});

/** One operation of a JSON API: its input's shape, and what it does. */
export interface Operation<Context> {
  readonly input: Shape;
  readonly run: (
    context: Context,
    input: ReturnType<typeof checkInput>,
  ) => Output | Promise<Output>;
}

/** Operations by name. */
export type Operations<Context> = { readonly [name: string]: Operation<Context> };

/** Ties an operation's work to the shape of its input. */
export function operation<S extends Shape, Context>(
  input: S,
  run: (context: Context, input: InputOf<S>) => Output | Promise<Output>,
): Operation<Context> {
  // The dispatcher checks the input against this very shape before it runs the operation.
  return { input, run: run as Operation<Context>["run"] };
}
