import { challengeOperations } from "./challenges.ts";
import type { Operation } from "./operation.ts";
import { passwordOperations } from "./passwords.ts";
import { selfServiceOperations } from "./self-service.ts";
import { signInOperations } from "./sign-in.ts";
import { signUpOperations } from "./sign-up.ts";
import { tokenOperations } from "./tokens.ts";

/** Every operation that is served, by name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    signUpOperations,
    signInOperations,
    challengeOperations,
    tokenOperations,
    passwordOperations,
    selfServiceOperations,
  ].flatMap((group) => Object.entries(group)),
);
