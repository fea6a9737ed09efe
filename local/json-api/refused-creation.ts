import { type CreationCode, CreationError } from "../program/creation-error.ts";
import type { Resource } from "../program/graph.ts";
import { checkInput } from "./check-input.ts";
import { ServiceError } from "./errors.ts";
import type { Shape } from "./input.ts";

/**
 * Checks what a program writes into a resource as an operation checks its input. A value of the wrong kind is not
 * refused: the provider turns texts into numbers and back.
 * @throws ServiceError as the operation that makes the resource would
 */
export function checkWritten(shape: Shape, written: { readonly [member: string]: unknown }): void {
  try {
    checkInput(shape, written);
  } catch (error) {
    if (error instanceof ServiceError && error.code === "SerializationException") return;
    throw error;
  }
}

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
  AliasExistsException: "AliasExistsException",
  FeatureUnavailableInTierException: "FeatureUnavailableInTierException",
  GroupExistsException: "GroupExistsException",
  InvalidOAuthFlowException: "InvalidOAuthFlowException",
  InvalidPasswordException: "InvalidPasswordException",
  ScopeDoesNotExistException: "ScopeDoesNotExistException",
  UsernameExistsException: "UsernameExistsException",
};
