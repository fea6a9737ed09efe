import type { Located } from "../violation.ts";
import { coverageLine } from "./coverage.ts";
import { headingOf, type Report, sorted, summaryOf } from "./report.ts";

/** The report for a terminal. */
export function asText(report: Report): string {
  const blocks = [
    headingOf(report),
    ...sorted(report.violations).map(blockOf),
    ...listed("Waivers", report.waivers.map(waiverLine)),
    ...listed("Not judged", report.remarks),
    ...listed(`Coverage of ${report.profile}`, report.coverage.map(coverageLine)),
    ...listed("Not applicable, because", report.unanswerable.map(unanswerableLine)),
    summaryOf(report),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function blockOf({ violation }: Located): string {
  const { level, severity, policy, message, remedy, ids } = violation;
  const lines = [`${level}, ${severity}: ${policy}`, message, remedy];
  if (ids.length > 0) lines.push(ids.join(", "));
  return lines.join("\n  ");
}

function waiverLine({ policy, resource, reason, until }: Report["waivers"][number]): string {
  const end = until === null ? "" : ` (until ${until})`;
  return `${policy}, "${resource.name}": ${reason}${end}`;
}

function unanswerableLine({ subject, ids, because }: Report["unanswerable"][number]): string {
  return `${subject} (${ids.join(", ")}): ${because}`;
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[`${title}:`, ...lines].join("\n  ")];
}
