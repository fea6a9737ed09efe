/** Part of a report: a table with what there is to say about it. */
export interface Section {
  readonly title: string;
  readonly table?: Table;
  readonly notes: readonly string[];
}

/** Rows of cells under headings. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly heading: string;
  /** Holds names and keys as they are written. */
  readonly isCode?: boolean;
}

/** How a report is written: for a terminal or as GitHub's Markdown. */
export type ReportStyle = "plain" | "markdown";

/** The sections as text that ends in a line break. */
export function renderReport(sections: readonly Section[], style: ReportStyle): string {
  const render = style === "plain" ? plainSection : markdownSection;
  return `${sections.map(render).join("\n\n")}\n`;
}

function plainSection({ title, table, notes }: Section): string {
  const lines = [title];
  if (table && table.rows.length > 0) lines.push("", plainTable(table));
  if (notes.length > 0) lines.push("", ...notes.map((note) => `- ${note}`));
  return lines.join("\n");
}

function markdownSection({ title, table, notes }: Section): string {
  const lines = [`### ${escapeMarkdown(title)}`];
  if (table && table.rows.length > 0) lines.push("", markdownTable(table));
  if (notes.length > 0) lines.push("", ...notes.map((note) => `- ${escapeMarkdown(note)}`));
  return lines.join("\n");
}

/** Columns aligned with blanks, two between them; no line ends in blanks. */
function plainTable({ columns, rows }: Table): string {
  const all = [columns.map(({ heading }) => heading), ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  return all.map((row) => line(row).trimEnd()).join("\n");
}

function markdownTable({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const cellText = (cell: string, at: number): string =>
    columns[at]?.isCode ? codeText(cell) : escapeMarkdown(cell);
  return [
    line(columns.map(({ heading }) => heading)),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(row.map(cellText))),
  ].join("\n");
}

// A bar ends a cell even inside code.
function codeText(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

// What a program writes, a route's reason for one, is text here and never markup.
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, "\\$&").replaceAll("\n", " ");
}
