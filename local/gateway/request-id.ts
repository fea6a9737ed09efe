import { randomBytes } from "node:crypto";

/** Random texts of one length, drawn in bulk: a call for each would cost more than the rest of a request's bookkeeping. */
function drawer(length: number, draw: () => string): () => string {
  let drawn = "";
  let used = 0;
  return () => {
    if (used + length > drawn.length) {
      drawn = draw();
      used = 0;
    }
    used += length;
    return drawn.slice(used - length, used);
  };
}

/** Bytes of one draw. */
const bulk = 3 * 1024;
// Captured ids hold letters and digits only.
const alphanumeric = drawer(15, () =>
  randomBytes(bulk).toString("base64url").replaceAll(/[-_]/g, "0"),
);
const hexadecimal = drawer(24, () => randomBytes(bulk).toString("hex"));

/** Id of a request: 16 characters that end in `=` (H57). */
export function createRequestId(): string {
  return `${alphanumeric()}=`;
}

let lastSecond = Number.NaN;
let lastRoot = "";

/**
 * Value of `x-amzn-trace-id` (H137).
 * @param time milliseconds since 1970
 */
export function createTraceId(time: number): string {
  const second = Math.floor(time / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastRoot = `Root=1-${second.toString(16).padStart(8, "0")}-`;
  }
  return lastRoot + hexadecimal();
}
