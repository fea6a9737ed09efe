import type { Located } from "../violation.ts";
import { coverageLine } from "./coverage.ts";
import { headingOf, type Report, sorted, summaryOf } from "./report.ts";

/** The report as a comment on a pull request. */
export function asMarkdown(report: Report): string {
  const blocks = [
    "## Policy review",
    cell(headingOf(report)),
    `**${summaryOf(report)}**`,
    ...table(
      ["Level", "Severity", "Policy", "Finding", "Remedy"],
      sorted(report.violations).map(rowOf),
    ),
    ...table(
      ["Waived policy", "Resource", "Reason", "Until"],
      report.waivers.map(({ policy, resource, reason, until }) => [
        code(policy),
        code(resource.name),
        reason,
        until ?? "",
      ]),
    ),
    ...report.remarks.map((remark) => `- ${cell(remark)}`),
    ...report.coverage.map((coverage) => `- ${cell(coverageLine(coverage))}`),
    ...table(
      ["Not applicable", "Public rules", "Because"],
      report.unanswerable.map(({ subject, ids, because }) => [subject, ids.join(", "), because]),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function rowOf({ violation }: Located): readonly string[] {
  const { level, severity, policy, message, remedy } = violation;
  return [level, severity, code(policy), message, remedy];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")];
}

const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;

/** What a program wrote must not become markup of the comment. */
function cell(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("|", "\\|")
    .replace(/\s+/g, " ");
}
