import type { Answered, Explanation } from "./request.ts";
import type { Check, Mark } from "./step.ts";

const MARKS: Readonly<Record<Mark, string>> = { passed: "✓", refused: "✗", skipped: "–" };

/** The explanation for a terminal: a line for each check, the answer at the end. */
export function renderExplanation(explanation: Explanation): string {
  const { method, path, host, steps, answer, remarks } = explanation;
  const width = Math.max(...steps.map(({ name }) => name.length));
  const lines = steps.flatMap((each) => {
    const parts = each.parts.map(({ name }) => name.length);
    const inner = Math.max(0, ...parts);
    return [line(each, width), ...each.parts.map((part) => `    ${line(part, inner)}`)];
  });
  return [
    `${method} ${path} at ${host}`,
    "",
    ...lines,
    "",
    ...answerLines(answer),
    ...(remarks.length > 0 ? ["", ...remarks.map((each) => `Remark: ${each}`)] : []),
  ].join("\n");
}

function line({ name, mark, rules, says }: Check, width: number): string {
  const cited = rules === "" ? "" : `(${rules})`;
  const text = [says, cited].filter(Boolean).join(" ");
  return `${MARKS[mark]} ${name.padEnd(width)}  ${text}`.trimEnd();
}

function answerLines(answer: Answered): readonly string[] {
  if (answer.by !== "gateway") return [`→ what ${answer.by} "${answer.name}" answers`];
  const headers = Object.entries(answer.headers)
    .filter(([name]) => name === "www-authenticate" || name.startsWith("access-control-"))
    .map(([name, value]) => `  ${name}: ${value}`);
  return [`→ ${answer.status} ${answer.body}`.trimEnd(), ...headers];
}
