import { type Change, countsOf } from "./changes.ts";
import type { Update } from "./commands.ts";
import { newStackLine } from "./passing-stack.ts";
import type { Reviewed } from "./reviewed.ts";
import type { Check } from "./smoke/smoke.ts";
import type { Swept } from "./sweep.ts";
import type { Deployed } from "./up.ts";
import type { Imported } from "./users/command.ts";

/** The review, for a terminal or a log. */
export function reviewText({ stack, changes, review, refusals, otherStacks }: Reviewed): string {
  const { access, policy, cost, leftOut } = review;
  const findings = (policy?.violations ?? []).map(
    ({ level, policy: name, message }) => `  ${level} ${name}: ${message}`,
  );
  return lines([
    ...(otherStacks ? [newStackLine(stack, otherStacks)] : []),
    `${stack}: ${countsOf(changes)}`,
    ...changes.map(changeLine),
    ...(access === undefined ? [] : ["", access.trim(), ""]),
    ...(policy ? [`policies: ${policy.passed} passed, ${findings.length} findings`] : []),
    ...findings,
    ...(cost === undefined ? [] : [`cost: ${cost}`]),
    ...leftOut.map((name) => `not reviewed here: ${name}`),
    ...refusals.map((refusal) => `refused: ${refusal}`),
  ]);
}

export function deployedText({ remarks, changes, outputs }: Deployed): string {
  if (outputs === undefined) return lines(["Nothing was changed."]);
  return lines([...remarks, `done: ${countsOf(changes)}`, ...outputLines(outputs)]);
}

export function changesText(changes: readonly Change[]): string {
  return lines([...changes.map(changeLine), `done: ${countsOf(changes)}`]);
}

export function outputsText(outputs: Readonly<Record<string, unknown>>): string {
  return lines(outputLines(outputs));
}

export function importText({ file, findings, users, job }: Imported): string {
  return lines([
    ...findings.map(
      ({ line, column, rule, fix }) =>
        `${file}:${line}: ${column === null ? "" : `${column}: `}${rule} ${fix}`,
    ),
    ...(job
      ? [
          `${job.status}: ${job.imported} imported, ${job.skipped} skipped, ${job.failed} failed`,
          ...(job.message === undefined ? [] : [job.message]),
          `log, line by line: ${job.logGroup}`,
        ]
      : [`${users} users could be imported. No job was started.`]),
  ]);
}

export function historyText(updates: readonly Update[]): string {
  return lines(
    updates.map(({ kind, result, startTime, resourceChanges }) => {
      const counts = Object.entries(resourceChanges).map(([op, count]) => `${count} ${op}`);
      return `${startTime}  ${kind} ${result}  ${counts.join(", ")}`;
    }),
  );
}

export function smokeText(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return lines(
    checks.map(
      ({ name, outcome, detail, milliseconds }) =>
        `${outcome.padEnd(9)}  ${name.padEnd(width)}  ${String(milliseconds).padStart(6)} ms  ${detail}`,
    ),
  );
}

export function sweepText(swept: readonly Swept[]): string {
  if (swept.length === 0) return lines(["No throw-away stack has expired."]);
  const isListing = swept.every(({ outcome }) => outcome === "listed");
  return lines([
    ...swept.map(({ stack, expiresAt, outcome, reason }) => {
      return `${outcome.padEnd(9)}  ${stack}  expired ${expiresAt}${reason ? `: ${reason}` : ""}`;
    }),
    ...(isListing ? ["To destroy them: npm run deploy -- sweep --yes"] : []),
  ]);
}

function changeLine({ op, type, name, properties }: Change): string {
  const changed = properties.length > 0 ? ` (${properties.join(", ")})` : "";
  return `  ${op} ${type} ${name}${changed}`;
}

function outputLines(outputs: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(outputs).map(([name, value]) => {
    return `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
  });
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
