import type { Resource } from "./graph.ts";

/** Codes with which AWS refuses to create a resource. */
export type CreationCode =
  | "AliasExistsException"
  | "BadRequestException"
  | "ConflictException"
  | "FeatureUnavailableInTierException"
  | "GroupExistsException"
  | "InvalidOAuthFlowException"
  | "InvalidParameterException"
  | "InvalidParameterValueException"
  | "InvalidPasswordException"
  | "MalformedPolicyDocument"
  | "NotFoundException"
  | "ResourceNotFoundException"
  | "ScopeDoesNotExistException"
  | "UsernameExistsException"
  | "ValidationException";

/** A recorded resource that AWS would refuse to create (H296); it ends the start with exit status 1. */
export class CreationError extends Error {
  readonly code: CreationCode;
  /** Logical name of the resource. */
  readonly resource: string;

  /**
   * @param refusal.text AWS's own words where they are known, else ours
   * @param refusal.fix what to change in the program
   */
  constructor(
    resource: Resource,
    refusal: {
      readonly code: CreationCode;
      readonly text: string;
      readonly value: string;
      readonly fix: string;
    },
  ) {
    const { code, text, value, fix } = refusal;
    super(`${resource.type} "${resource.name}": ${value}: ${code}: ${text} ${fix}`);
    this.name = "CreationError";
    this.code = code;
    this.resource = resource.name;
  }
}

/** What AWS answers to a resource with a wrong property. */
export function badRequest(
  resource: Resource,
  refusal: { readonly text: string; readonly value: string; readonly fix: string },
): CreationError {
  return new CreationError(resource, { code: "BadRequestException", ...refusal });
}
