import { writeFileSync } from "node:fs";
import { type Change, countsOf } from "./changes.ts";
import { DeployError } from "./failure.ts";
import { newStackLine } from "./passing-stack.ts";
import type { PolicyReport } from "./review.ts";
import type { Reviewed } from "./reviewed.ts";

const SIGNS: Readonly<Record<string, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "−",
};

/** The review of a deployment as one comment on a pull request. */
export function summaryOf(reviewed: Reviewed): string {
  const { stack, changes, review, refusals, otherStacks } = reviewed;
  const blocks = [
    `## Deployment of \`${stack}\``,
    ...(otherStacks ? [cell(newStackLine(stack, otherStacks))] : []),
    verdictOf(refusals),
    `### Changes: ${countsOf(changes)}`,
    ...changeTable(changes),
    ...(review.accessMarkdown === undefined ? [] : [review.accessMarkdown.trim()]),
    ...(review.policy === undefined ? [] : policyBlocks(review.policy)),
    ...(review.cost === undefined ? [] : [`### Cost`, cell(review.cost)]),
    ...review.leftOut.map((name) => `- Not reviewed here: ${cell(name)}.`),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Writes the summary. @throws {DeployError} naming the option, when the file cannot be written */
export function writeSummary(file: string, markdown: string): void {
  try {
    writeFileSync(file, markdown);
  } catch (error) {
    throw new DeployError("usage", `--summary ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function verdictOf(refusals: readonly string[]): string {
  if (refusals.length === 0) return "Nothing speaks against it.";
  return ["**Refused:**", "", ...refusals.map((refusal) => `- ${cell(refusal)}`)].join("\n");
}

function changeTable(changes: readonly Change[]): string[] {
  const rows = changes.map(({ op, type, name, properties }) => [
    `${SIGNS[op] ?? ""} ${op}`.trim(),
    code(type.split(":").at(-1) ?? type),
    code(name),
    properties.map(code).join(", "),
  ]);
  return table(["", "Type", "Name", "Changed inputs"], rows);
}

function policyBlocks({ violations, waivers, passed, profile }: PolicyReport): string[] {
  const mandatory = violations.filter(({ level }) => level === "mandatory").length;
  const advisory = violations.length - mandatory;
  const counts = `${mandatory} mandatory, ${advisory} advisory, ${waivers.length} waived, ${passed} passed`;
  const rows = violations.map(({ level, policy, message, remedy }) => [
    level,
    code(policy),
    cell(message),
    cell(remedy),
  ]);
  return [
    `### Policies: ${counts} (profile ${profile})`,
    ...table(["Level", "Policy", "Finding", "Remedy"], rows),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")];
}

// A bar ends a cell even inside code.
function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

/** What a program wrote must not become markup of the comment. */
function cell(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, "\\$&").replace(/\s+/g, " ");
}
