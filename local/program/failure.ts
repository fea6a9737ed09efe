/** Why a program cannot be served. Its message is for the user and ends the start with exit status 1. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // Pulumi's runner prints it: where in this project it was noticed tells the program's author nothing.
    delete this.stack;
  }
}
