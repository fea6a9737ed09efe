import { members } from "../program/graph.ts";
import { ServiceError } from "./errors.ts";
import type { ClientContext } from "./service.ts";

/** Triggers between a right password and the tokens (C312). */
export const TOKEN_TRIGGERS = [
  "postAuthentication",
  "preTokenGeneration",
  "preTokenGenerationConfig",
] as const;

/**
 * Refuses what would have to ask a Lambda trigger of the pool. Triggers are not served here yet, and a sign-up that
 * a function would have refused must not pass unasked; the answer is that of a function out of reach (C303, C304).
 * @param names members of `lambdaConfig`
 */
export function refuseTriggers({ pool }: ClientContext, names: readonly string[]): void {
  const configured = members(pool.inputs["lambdaConfig"]);
  const name = names.find((candidate) => configured[candidate] !== undefined);
  if (name === undefined) return;
  throw new ServiceError(
    "UnexpectedLambdaException",
    `The trigger ${name} of user pool ${pool.name} is not served here.`,
  );
}
