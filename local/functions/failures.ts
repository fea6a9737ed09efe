import type { Failure } from "./messages.ts";

/** An error that carries one of Lambda's own names. */
export function lambdaError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/**
 * What Lambda tells of anything that was thrown.
 * Its runtime goes by the members, as classes of a serialised function are not what they were.
 */
export function failureOf(error: unknown): Failure {
  if (isErrorLike(error)) return { errorType: error.name, errorMessage: error.message };
  try {
    return { errorType: typeof error, errorMessage: String(error) };
  } catch {
    return { errorType: "handled", errorMessage: "handled" };
  }
}

/** The lines of an error's stack trace; none for other values. */
export function stackLines(error: unknown): string[] {
  return isErrorLike(error) ? (error.stack ?? "").split("\n").map((line) => line.trim()) : [];
}

function isErrorLike(error: unknown): error is Error {
  if (error instanceof Error) return true;
  const like = error as Partial<Error> | null | undefined;
  return [like?.name, like?.message, like?.stack].every((member) => typeof member === "string");
}
