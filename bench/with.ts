import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Line, judge } from "./support/line.ts";
import { emptyDirectory } from "./support/places.ts";
import { resultOf, run } from "./support/run.ts";
import { fixed, summarize } from "./support/sampling.ts";

const ROUNDS = 5;
const [THIN_LIMIT_US, LOOP_LIMIT] = [1, 1.1];

/** Microseconds of one call. */
interface Taken {
  readonly thin: { readonly plain: number; readonly serialised: number };
  readonly loop: { readonly plain: number; readonly serialised: number };
}

/** What serialising costs while a handler runs: a thin one, and one that calls captured functions in a loop of 1,000. */
export async function measure(): Promise<readonly Line[]> {
  const file = join(emptyDirectory("with"), "loop.ts");
  writeFileSync(file, PROGRAM);
  const taken: Taken[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    taken.push(resultOf<Taken>(await run(["-r", "ts-node/register/transpile-only", file])));
  }
  const extra = summarize(taken.map(({ thin }) => thin.serialised - thin.plain));
  const ratio = summarize(taken.map(({ loop }) => loop.serialised / loop.plain));
  return [
    {
      name: "with",
      figure: `thin handler +${fixed(extra.median)} µs [${fixed(extra.min)}..${fixed(extra.max)}], loop [${fixed(ratio.min)}..${fixed(ratio.max)}]`,
      ratio: `${fixed(ratio.median)} ×`,
      target: `≤ +${THIN_LIMIT_US} µs, ≤ ${LOOP_LIMIT} ×`,
      verdict: judge(extra.median <= THIN_LIMIT_US && ratio.median <= LOOP_LIMIT),
    },
  ];
}

const PROGRAM = `import { Script } from "node:vm";
import { archiveText } from "../../../tests/components/function/closures/verdict";

const scale = { factor: 3 };
const times = (value: number) => value * scale.factor;
const plus = (a: number, b: number) => a + b;

async function thin(event: { body: string }) {
  return { statusCode: 200, body: event.body };
}

async function loop() {
  let sum = 0;
  for (let turn = 0; turn < 1000; turn += 1) sum = plus(sum, times(turn));
  return { statusCode: 200, body: String(sum) };
}

type Handler = (event: { body: string }) => Promise<{ body: string }>;

async function serialised(handler: Handler): Promise<Handler> {
  const module = { exports: {} as { handler: Handler } };
  const text = await archiveText(handler as never);
  new Script("(function (exports, require, module) {" + text + "})").runInThisContext()(module.exports, require, module);
  return module.exports.handler;
}

async function microseconds(handler: Handler, count: number): Promise<number> {
  for (let call = 0; call < count; call += 1) await handler({ body: "x" });
  const began = performance.now();
  for (let call = 0; call < count; call += 1) await handler({ body: "x" });
  return ((performance.now() - began) / count) * 1000;
}

async function compare(handler: Handler, count: number) {
  const copy = await serialised(handler);
  const answers = [await handler({ body: "x" }), await copy({ body: "x" })];
  if (answers[0]?.body !== answers[1]?.body) throw new Error("The copy answers otherwise.");
  return { plain: await microseconds(handler, count), serialised: await microseconds(copy, count) };
}

async function main() {
  console.log(JSON.stringify({ thin: await compare(thin, 20000), loop: await compare(loop, 3000) }));
}

void main();
`;
