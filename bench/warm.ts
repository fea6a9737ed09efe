import { join } from "node:path";
import { type Line, judge } from "./support/line.ts";
import { resultOf, run } from "./support/run.ts";
import { fixed, interleave, summarize } from "./support/sampling.ts";
import { ISSUER, serveKeySet, signAccessToken } from "./support/tokens.ts";
import {
  LEAN_ROUTE,
  MODULE_RULES,
  recordVerifying,
  VERIFYING_ROUTE,
  writeArtefact,
} from "./support/verifying-program.ts";

const SUPPORT = join(import.meta.dirname, "support");
const [MEDIAN_LIMIT, P99_LIMIT] = [2.1, 12.5];

interface Warm {
  /** Microseconds. */
  readonly median: number;
  readonly p99: number;
}

/**
 * 1,500 warm invocations of an artefact that verifies a token inside, after 500 that warm it up, one after another in
 * one process; how often it fetched the keys.
 */
export async function measure(): Promise<readonly Line[]> {
  const { accessToken, jwks } = await signAccessToken();
  const recording = await recordVerifying();
  const lines: Line[] = [];
  for (const [name, route] of [
    ["jose", VERIFYING_ROUTE],
    ["node:crypto", LEAN_ROUTE],
  ] as const) {
    const file = writeArtefact(recording, route, "warm");
    lines.push({ ...(await lineOf(file, accessToken, jwks)), name: `warm, ${name}` });
  }
  return lines;
}

async function lineOf(file: string, accessToken: string, jwks: object): Promise<Line> {
  const { url, server, fetches } = await serveKeySet(jwks);
  const event = JSON.stringify({ headers: { "x-access-token": `Bearer ${accessToken}` } });
  const env = { ISSUER, JWKS_URI: url };
  const run1500 = [...MODULE_RULES, join(SUPPORT, "lambda-warm.ts"), file, event];
  const taken = await interleave({
    warm: async () => resultOf<Warm>(await run(run1500, { env })),
    verify: async () => resultOf<number>(await run([join(SUPPORT, "verify-loop.ts"), "crypto"])),
  });
  server.close();
  const v = summarize(taken.verify).median;
  const median = summarize(taken.warm.map((warm) => warm.median)).median;
  const p99 = summarize(taken.warm.map((warm) => warm.p99)).median;
  // One more round filled the caches.
  const fetched = fetches() / (taken.warm.length + 1);
  return {
    name: "warm",
    figure: `median ${fixed(median)} µs, p99 ${fixed(p99)} µs, keys fetched ${fetched} times`,
    calibrator: `V ${fixed(v)} µs`,
    ratio: `${fixed(median / v)} V, ${fixed(p99 / v)} V`,
    target: `≤ ${MEDIAN_LIMIT} V, ${P99_LIMIT} V, 1 fetch`,
    verdict: judge(median <= MEDIAN_LIMIT * v && p99 <= P99_LIMIT * v && fetched === 1),
  };
}
