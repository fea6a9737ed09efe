import { type CreationCode, CreationError } from "../../gateway/plan/creation-error.ts";
import { type Graph, type Resource, text } from "../../program/graph.ts";
import { ServiceError } from "../errors.ts";
import { USER_POOL, USER_POOL_CLIENT } from "../pool.ts";
import { checkClientSettings } from "./client-settings.ts";
import { checkUserPool } from "./user-pool-rules.ts";

/** Refuses pools and clients of the program that AWS would not create. @throws CreationError by the operations' rules */
export function checkProgram(program: Graph): void {
  for (const pool of program.ofType(USER_POOL)) {
    creating(pool, () => checkUserPool(pool.inputs));
  }
  for (const client of program.ofType(USER_POOL_CLIENT)) {
    const { inputs, outputs } = client;
    const hasSecret = inputs["generateSecret"] === true || Boolean(text(outputs["clientSecret"]));
    creating(client, () => checkClientSettings(inputs, hasSecret));
  }
}

function creating(resource: Resource, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new CreationError(resource, {
      code: CODES[error.code] ?? "InvalidParameterException",
      value: "its inputs",
      text: error.message,
      fix: "Change the program: AWS would not create this.",
    });
  }
}

const CODES: { readonly [name: string]: CreationCode } = {
  FeatureUnavailableInTierException: "FeatureUnavailableInTierException",
  InvalidOAuthFlowException: "InvalidOAuthFlowException",
};
