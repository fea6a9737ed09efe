import type { checkInput, InputOf, Shape } from "../input.ts";
import type { Service } from "../service.ts";

/** What an operation answers: a JSON object. */
export type Output = { readonly [member: string]: unknown };

/** One operation of the JSON API: its input's shape, and what it does. */
export interface Operation {
  readonly input: Shape;
  readonly run: (
    service: Service,
    input: ReturnType<typeof checkInput>,
  ) => Output | Promise<Output>;
}

/** Operations by name. */
export type Operations = { readonly [name: string]: Operation };

/** Ties an operation's work to the shape of its input. */
export function operation<S extends Shape>(
  input: S,
  run: (service: Service, input: InputOf<S>) => Output | Promise<Output>,
): Operation {
  // The dispatcher checks the input against this very shape before it runs the operation.
  return { input, run: run as Operation["run"] };
}
