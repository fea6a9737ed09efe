/**
 * Loads one archive and invokes it once, as a fresh execution environment does: `node lambda-start.ts FILE EVENT`.
 * Prints the milliseconds from before the load to the answer, and the answer. Settings come by the environment.
 */
import { createRequire } from "node:module";

const [file = "", event = "{}"] = process.argv.slice(2);

const began = performance.now();
const { handler } = createRequire(file)(file) as { handler(event: unknown): Promise<unknown> };
const answer = await handler(JSON.parse(event));
const tookMs = performance.now() - began;

console.log(JSON.stringify({ tookMs, answer }));
