/**
 * Runs a function into its timeout: `node timeout-loop.ts loops` or `hangs`. Prints how late it was ended, and how long
 * after that the next event of the same function was answered, see {@link Ended}.
 */
import { cleanUp, createPool } from "../../tests/local/functions/support/functions.ts";

/** In milliseconds. */
export interface Ended {
  readonly lateMs: number;
  readonly backMs: number;
}

const TIMEOUT_SECONDS = 1;
const CODE = `exports.handler = async ({ how }) => {
  if (how === "loops") for (;;);
  if (how === "hangs") await new Promise(() => {});
  return how;
};`;

const [how = "loops"] = process.argv.slice(2);
const { invoke } = createPool({ fn: { code: CODE, timeout: TIMEOUT_SECONDS } });
await expect(true, "answers");
const began = performance.now();
await expect(false, how);
const endedAt = performance.now();
await expect(true, "answers");
const ended: Ended = {
  lateMs: endedAt - began - TIMEOUT_SECONDS * 1000,
  backMs: performance.now() - endedAt,
};
console.log(JSON.stringify(ended));
await cleanUp();

async function expect(ok: boolean, event: string): Promise<void> {
  const invocation = await invoke("fn", { how: event });
  if (invocation.ok !== ok) throw new Error(`${event}: ${JSON.stringify(invocation)}`);
}
