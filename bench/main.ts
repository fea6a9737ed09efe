/**
 * `npm run bench [-- NAME…] [--json FILE]`: measures the bars one after another, a line for each.
 * Figures mean something beside the others of their own run only; targets are ratios for that reason.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { mistakeOf } from "../command-line/mistake.ts";
import { type Line, textOf } from "./support/line.ts";

/** A bar lives in the file of its name. In this order: quick and exact ones first. */
const BARS = [
  ["artefact", "iam", "determinism", "corpus", "tokens", "events", "cold", "warm", "with"],
  ["eval60", "eval300", "slope", "fresh30", "review300", "handler50", "typecheck", "suite"],
  ["startup", "startup-program", "reload", "memory"],
  ["gateway-public", "gateway-jwt", "gateway-jwt-cached", "gateway-reject", "routes300", "soak"],
  ["verify", "invoke", "timeout", "signin", "signup", "users100k", "cognito"],
  ["install", "deploy", "test"],
].flat();

interface Bar {
  measure(): Promise<readonly Line[]>;
}

const FLAGS = { json: { type: "string" } } as const;

const { values, positionals } = parse();
const unknown = positionals.filter((name) => !BARS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bar ${unknown.join(", ")}. The bars are: ${BARS.join(", ")}.`);
  process.exit(2);
}

const results: Line[] = [];
for (const name of positionals.length > 0 ? positionals : BARS) {
  for (const line of await measure(name)) {
    results.push(line);
    console.log(textOf(line));
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
// A missed target is a figure, not a failure of the bench.
process.exit(results.some(({ verdict }) => verdict.startsWith("crashed")) ? 1 : 0);

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options: FLAGS });
  } catch (error) {
    console.error(mistakeOf(error, Object.keys(FLAGS)));
    process.exit(2);
  }
}

async function measure(name: string): Promise<readonly Line[]> {
  try {
    const bar = (await import(`./${name}.ts`)) as Bar;
    return await bar.measure();
  } catch (error) {
    const [reason = ""] = String((error as Error).message).split("\n");
    console.error((error as Error).stack);
    return [{ name, figure: "–", verdict: `crashed: ${reason}` }];
  }
}
