import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Recording } from "../local/program/graph.ts";
import { calibratorText, compare, emptyNode } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { emptyDirectory } from "./support/places.ts";
import { archiveOf, functionOf } from "./support/recording.ts";
import { resultOf, run } from "./support/run.ts";
import { interleave, milliseconds, type Summary, summarize } from "./support/sampling.ts";
import { ISSUER, serveKeySet, signAccessToken } from "./support/tokens.ts";
import { LEAN_ROUTE, recordVerifying, VERIFYING_ROUTE } from "./support/verifying-program.ts";

// As AWS documents them for Node on Lambda.
const MODULE_RULES = ["--no-experimental-require-module", "--no-experimental-detect-module"];
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
  const [byFetch, byHttp] = [VERIFYING_ROUTE, LEAN_ROUTE].map((route, index) =>
    writeArtefact(recording, route, `cold-${index}`),
  ) as [string, string];
  const taken = await interleave(
    { fetch: () => start(byFetch), http: () => start(byHttp), emptyNode },
    ROUNDS,
  );
  server.close();
  const empty = summarize(taken.emptyNode);
  return [
    lineOf("cold", summarize(taken.fetch), empty),
    {
      ...lineOf("cold, node:http", summarize(taken.http), empty),
      remark: "jose, keys without fetch",
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

/** @returns the handler's file, alone in its directory: no package is near */
function writeArtefact(recording: Recording, route: string, name: string): string {
  const directory = emptyDirectory(name);
  writeFileSync(join(directory, "package.json"), "{}");
  for (const [path, text] of archiveOf(functionOf(recording, route))) {
    writeFileSync(join(directory, path), text);
  }
  return join(directory, "index.js");
}
