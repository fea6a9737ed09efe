import { type Line, judge } from "./support/line.ts";
import { writeCorpusProgram } from "./support/corpus-program.ts";
import { recordTo } from "./support/recording.ts";

/** 31 ways in the document that set the bar. */
const FEWEST = 31;

/**
 * Ways of writing a handler: the source called twice against the archive called twice in a thread under Lambda's
 * module rules. Exact, no clock. A way that is refused is told with its line; one that differs without a word is a lie.
 */
export async function measure(): Promise<readonly Line[]> {
  const directory = writeCorpusProgram();
  const { outputs } = await recordTo(`${directory}/recording.json`, directory);
  const verdicts = outputs["verdicts"] as Readonly<Record<string, string>>;
  const titles = (verdict: string) =>
    Object.keys(verdicts).filter((title) => verdicts[title] === verdict);
  const undetected = titles("undetected");
  const total = Object.keys(verdicts).length;
  return [
    {
      name: "corpus",
      figure: `${undetected.length} of ${total} undetected; ${titles("alike").length} alike, ${titles("refused").length} refused`,
      target: "0 undetected",
      verdict: judge(undetected.length === 0 && total >= FEWEST),
      ...(undetected.length > 0 && { remark: undetected.join(", ") }),
    },
  ];
}
