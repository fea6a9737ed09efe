import { executionAsyncResource } from "node:async_hooks";

let kept: object | undefined;

/**
 * Keeps one of the objects that `process.nextTick` makes. A collection of garbage that finds none forgets their shape,
 * and Node makes each later one by a slow path, six for a request: a tenth of the gateway's thread (T15).
 */
export function keepTickShape(): void {
  if (kept) return;
  process.nextTick(() => (kept = executionAsyncResource()));
}
