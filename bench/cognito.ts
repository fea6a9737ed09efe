import { ACCOUNT_CHECKS } from "./cognito-checks/account.ts";
import { ADMINISTRATION_CHECKS } from "./cognito-checks/administration.ts";
import { Accepted, type Check, type World } from "./cognito-checks/check.ts";
import { OAUTH_CHECKS } from "./cognito-checks/oauth.ts";
import { PASSWORD_CHECKS } from "./cognito-checks/passwords.ts";
import { SECOND_FACTOR_CHECKS } from "./cognito-checks/second-factor.ts";
import { SIGN_IN_CHECKS } from "./cognito-checks/sign-in.ts";
import { SIGN_UP_CHECKS } from "./cognito-checks/sign-up.ts";
import { ourWorld, peerWorld, sdkCalls } from "./cognito-checks/world.ts";
import { PEER_STARTS } from "./support/emulators.ts";
import { type Line, judge, notMeasured } from "./support/line.ts";
import { startPools } from "./support/pools-program.ts";

const API_CHECKS: readonly Check[] = [
  ...SIGN_UP_CHECKS,
  ...SIGN_IN_CHECKS,
  ...PASSWORD_CHECKS,
  ...ACCOUNT_CHECKS,
  ...ADMINISTRATION_CHECKS,
  ...SECOND_FACTOR_CHECKS,
];
const CHECKS = [...API_CHECKS, ...OAUTH_CHECKS];
const TARGET = 90;
/** An emulator that never answers must not hold the others up. */
const PATIENCE_MS = 15_000;

interface Result {
  readonly check: Check;
  readonly outcome: "passed" | "failed" | "accepted";
  readonly reason: string;
}

/**
 * What Cognito documents, asked by the AWS SDK: 85 operations' answers, and 17 of endpoints and pages, of us and of the
 * emulators that people run today, each with pools of the same settings. `accepted` counts what Cognito refuses and an
 * emulator took: wrong codes, passwords, second factors, refresh tokens, signatures.
 */
export async function measure(): Promise<readonly Line[]> {
  const calls = await sdkCalls();
  const server = await startPools("cognito");
  const lines: Line[] = [];
  try {
    lines.push(ourLine(await runChecks(ourWorld(server.ready, calls))));
  } finally {
    await server.stop();
  }
  for (const [name, start] of Object.entries(PEER_STARTS)) {
    lines.push(await peerLine(name, start, calls));
  }
  return lines;
}

async function peerLine(
  name: string,
  start: (typeof PEER_STARTS)[string],
  calls: Parameters<typeof peerWorld>[1],
): Promise<Line> {
  try {
    const peer = await start();
    try {
      const results = await runChecks(await peerWorld(peer, calls));
      const accepted = namesOf(results.filter(({ outcome }) => outcome === "accepted"));
      return {
        name: `cognito, ${name}`,
        figure: countsOf(results),
        verdict: "printed",
        remark: `accepted: ${accepted || "nothing"}`,
      };
    } finally {
      await peer.stop();
    }
  } catch (error) {
    return notMeasured(`cognito, ${name}`, String((error as Error).message).slice(0, 200));
  }
}

async function runChecks(world: World): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const check of CHECKS) results.push(await resultOf(check, world));
  return results;
}

async function resultOf(check: Check, world: World): Promise<Result> {
  try {
    await inTime(check.run(world));
    return { check, outcome: "passed", reason: "" };
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n");
    return { check, outcome: error instanceof Accepted ? "accepted" : "failed", reason };
  }
}

async function inTime(run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("It did not answer.")), PATIENCE_MS);
  });
  await Promise.race([run, late]).finally(() => clearTimeout(timer));
}

function ourLine(results: readonly Result[]): Line {
  const passed = passedOf(results, CHECKS);
  const missed = results.filter(({ outcome }) => outcome !== "passed");
  const accepted = missed.filter(({ outcome }) => outcome === "accepted");
  const isWhole = passedOf(results, OAUTH_CHECKS) === OAUTH_CHECKS.length;
  return {
    name: "cognito",
    figure: countsOf(results),
    target: `≥ ${TARGET}, all ${OAUTH_CHECKS.length} of OAuth, 0 accepted`,
    verdict: judge(passed >= TARGET && isWhole && accepted.length === 0),
    remark: namesOf(missed),
  };
}

function namesOf(results: readonly Result[]): string {
  return results.map(({ check, reason }) => `${check.name} (${reason})`).join("; ");
}

function countsOf(results: readonly Result[]): string {
  const [api, oauth] = [passedOf(results, API_CHECKS), passedOf(results, OAUTH_CHECKS)];
  const accepted = results.filter(({ outcome }) => outcome === "accepted").length;
  return `${api + oauth} of ${CHECKS.length} (API ${api}, OAuth ${oauth}), ${accepted} accepted`;
}

function passedOf(results: readonly Result[], checks: readonly Check[]): number {
  return results.filter(({ check, outcome }) => checks.includes(check) && outcome === "passed")
    .length;
}
