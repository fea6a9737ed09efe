import { OptionError } from "../program-options.ts";
import { renderReport, type ReportStyle, type Section } from "./text-table.ts";

/** The flags of every command that prints a report, for `parseFlags`. */
export const REPORT_FLAGS = {
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws {OptionError} when both are asked for */
export function reportStyle(values: {
  readonly json?: boolean | undefined;
  readonly markdown?: boolean | undefined;
}): ReportStyle | "json" {
  if (values.json && values.markdown) {
    throw new OptionError("--json --markdown: a report has one form. Leave one of them out.");
  }
  if (values.json) return "json";
  return values.markdown ? "markdown" : "plain";
}

/** The report as a text: one JSON object, or in sections. */
export function reportText(
  report: object,
  style: ReportStyle | "json",
  sections: readonly Section[],
): string {
  return style === "json" ? `${JSON.stringify(report)}\n` : renderReport(sections, style);
}
