/**
 * Invokes one archive over and over in one process, as a warm execution environment does: `node lambda-warm.ts FILE EVENT`.
 * Prints median and 99th percentile in microseconds. Settings come by the environment.
 */
import { createRequire } from "node:module";
import { quantile } from "./sampling.ts";

const WARM_UP = 500;
const COUNT = 1_500;

const [file = "", event = "{}"] = process.argv.slice(2);
const { handler } = createRequire(file)(file) as {
  handler(event: unknown): Promise<{ readonly statusCode: number }>;
};

async function invoke(): Promise<number> {
  const copy: unknown = JSON.parse(event);
  const began = performance.now();
  const { statusCode } = await handler(copy);
  const tookMs = performance.now() - began;
  if (statusCode !== 200) throw new Error(`The handler answered ${statusCode}.`);
  return tookMs * 1_000;
}

for (let call = 0; call < WARM_UP; call += 1) await invoke();
const took: number[] = [];
for (let call = 0; call < COUNT; call += 1) took.push(await invoke());
took.sort((a, b) => a - b);
console.log(JSON.stringify({ median: quantile(took, 0.5), p99: quantile(took, 0.99) }));
process.exit();
