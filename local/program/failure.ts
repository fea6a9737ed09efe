/** Why a program cannot be served. Its message is for the user and ends the start with exit status 1. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}
