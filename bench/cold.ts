import { join } from "node:path";
import { calibratorText, compare, emptyNode } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { resultOf, run } from "./support/run.ts";
import { interleave, milliseconds, type Summary, summarize } from "./support/sampling.ts";
import { ISSUER, serveKeySet, signAccessToken } from "./support/tokens.ts";
import {
  LEAN_ROUTE,
  MODULE_RULES,
  recordVerifying,
  VERIFYING_ROUTE,
  writeArtefact,
} from "./support/verifying-program.ts";

const START = join(import.meta.dirname, "support", "lambda-start.ts");

/** Samples cost little, and a cold start varies much. */
const ROUNDS = 9;

interface Start {
  readonly tookMs: number;
  readonly answer: { readonly statusCode: number };
}

/**
 * Load and first invocation of the artefact that verifies a token inside, a key fetch from a key server on loopback
 * included, in a fresh process. The process's own start is not part of it.
 */
export async function measure(): Promise<readonly Line[]> {
  const { accessToken, jwks } = await signAccessToken();
  const { url, server } = await serveKeySet(jwks);
  const recording = await recordVerifying();
  const event = JSON.stringify({ headers: { "x-access-token": `Bearer ${accessToken}` } });
  const start = async (file: string): Promise<number> => {
    const settings = { env: { ISSUER, JWKS_URI: url } };
    const { tookMs, answer } = resultOf<Start>(
      await run([...MODULE_RULES, START, file, event], settings),
    );
    if (answer.statusCode !== 200) throw new Error(`The handler answered ${answer.statusCode}.`);
    return tookMs;
  };
  const [byJose, byCrypto] = [VERIFYING_ROUTE, LEAN_ROUTE].map((route, index) =>
    writeArtefact(recording, route, `cold-${index}`),
  ) as [string, string];
  const taken = await interleave(
    { jose: () => start(byJose), crypto: () => start(byCrypto), emptyNode },
    ROUNDS,
  );
  server.close();
  const empty = summarize(taken.emptyNode);
  return [
    lineOf("cold, jose", summarize(taken.jose), empty),
    {
      ...lineOf("cold, node:crypto", summarize(taken.crypto), empty),
      remark: "no package",
    },
  ];
}

function lineOf(name: string, took: Summary, empty: Summary): Line {
  const { ratio, isMet } = compare(took, empty, "N", 0.8);
  return {
    name,
    figure: milliseconds(took),
    calibrator: calibratorText("N", empty),
    ratio,
    target: "≤ 0.8 N",
    verdict: judge(isMet),
  };
}
