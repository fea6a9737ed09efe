import { randomFillSync } from "node:crypto";

// Random bytes are drawn in bulk: one call a request would cost more than the rest of the request's bookkeeping.
const pool = Buffer.alloc(12 * 256);
let used = pool.length;

/** Id of a request: 16 characters that end in `=` (H57). */
export function createRequestId(): string {
  const start = take(11);
  const text = pool.toString("base64url", start, start + 11);
  // Captured ids hold letters and digits only.
  return `${text.replace(/[-_]/g, "0")}=`;
}

/**
 * Value of `x-amzn-trace-id` (H137).
 * @param time milliseconds since 1970
 */
export function createTraceId(time: number): string {
  const seconds = Math.floor(time / 1000).toString(16);
  const start = take(12);
  return `Root=1-${seconds.padStart(8, "0")}-${pool.toString("hex", start, start + 12)}`;
}

function take(count: number): number {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const start = used;
  used += count;
  return start;
}
