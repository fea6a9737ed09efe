import { invalidParameter } from "../../json-api/errors.ts";

/** What a client sends along with a flow or a challenge. */
export type Parameters = { readonly [name: string]: string };

/** A parameter that must be there (C169, C204). */
export function parameter(parameters: Parameters, name: string): string {
  const value = optionalParameter(parameters, name);
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/** A parameter that may be left out; never something inherited. */
export function optionalParameter(parameters: Parameters, name: string): string | undefined {
  return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}
