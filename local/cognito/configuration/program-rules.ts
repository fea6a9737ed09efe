import { type CreationCode, CreationError } from "../../program/creation-error.ts";
import { type Graph, type Resource, text } from "../../program/graph.ts";
import { USER_POOL, USER_POOL_CLIENT, USER_POOL_DOMAIN } from "../../program/types.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { checkClientSettings } from "./client-settings.ts";
import { checkDomainName } from "./domain-rules.ts";
import { checkShape, SHAPED_TYPES } from "./program-shapes.ts";
import { checkUserPool } from "./user-pool-rules.ts";

/**
 * Refuses what of the program AWS would not create, each resource on its own; `program-relations.ts` holds them together.
 * @throws CreationError by the operations' rules
 */
export function checkProgram(program: Graph): void {
  for (const type of SHAPED_TYPES) {
    for (const resource of program.ofType(type)) {
      creating(resource, () => {
        RULES[type]?.(resource);
        checkShape(type, resource.inputs);
      });
    }
  }
}

/** What no shape says. */
const RULES: { readonly [type: string]: (resource: Resource) => void } = {
  [USER_POOL]: ({ inputs }) => checkUserPool(inputs),
  [USER_POOL_CLIENT]: ({ inputs, outputs }) => {
    const hasSecret = inputs["generateSecret"] === true || Boolean(text(outputs["clientSecret"]));
    checkClientSettings(inputs, hasSecret);
  },
  [USER_POOL_DOMAIN]: ({ inputs }) =>
    checkDomainName(text(inputs["domain"]) ?? "", Boolean(inputs["certificateArn"])),
};

/** Runs a check of one resource. @throws CreationError for what the check refuses */
export function creating(resource: Resource, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof ServiceError ? refusalOf(resource, error) : error;
  }
}

/** What an operation refuses, as the end of a start (H296). */
export function refusalOf(resource: Resource, { code, message }: ServiceError): CreationError {
  return new CreationError(resource, {
    code: CODES[code] ?? "InvalidParameterException",
    value: "its inputs",
    text: message,
    fix: "Change the program: AWS would not create this.",
  });
}

const CODES: { readonly [name: string]: CreationCode } = {
  FeatureUnavailableInTierException: "FeatureUnavailableInTierException",
  GroupExistsException: "GroupExistsException",
  InvalidOAuthFlowException: "InvalidOAuthFlowException",
  InvalidPasswordException: "InvalidPasswordException",
  ScopeDoesNotExistException: "ScopeDoesNotExistException",
};
