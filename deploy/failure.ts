/** Why a command did not do what it was asked. Each has an exit status of its own. */
export type FailureCode = "failed" | "usage" | "refused" | "locked";

/** What a pipeline sees of a command's end; 0 is success. */
export const EXIT_STATUS = { failed: 1, usage: 2, refused: 3, locked: 4 } as const;

/** A failure whose message is for the user: what is wrong, and what to do, in one line each. */
export class DeployError extends Error {
  override readonly name = "DeployError";
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
