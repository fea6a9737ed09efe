import { adviceOn } from "./advice.ts";
import type { EngineEvent } from "./automation.ts";
import { DeployError } from "./failure.ts";

/**
 * The engine's failure as one of ours: what it said was wrong, and one line that says what to do.
 * @param stack is named in the commands of the advice
 */
export function engineFailure(
  error: unknown,
  events: readonly EngineEvent[],
  stack: string,
): DeployError {
  if (error instanceof DeployError) return error;
  const { message } = error as Error;
  const faults = events.flatMap(faultOf);
  const said = faults.length > 0 ? faults : errorLines(message);
  const { code, advice } = adviceOn([...said, message].join("\n"), stack);
  return new DeployError(code, [...new Set(said), advice].join("\n"), { cause: error });
}

/** An error that the engine reports, with the resource it is about. */
function faultOf({ diagnosticEvent }: EngineEvent): string[] {
  if (diagnosticEvent?.severity !== "error") return [];
  const { message, urn = "" } = diagnosticEvent;
  const text = plain(message).trim();
  // The engine sums up with this line, which says less than the others.
  if (text === "" || /^(update|preview|destroy) failed$/.test(text)) return [];
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  const isResource = urn !== "" && !urn.includes("::pulumi:pulumi:Stack::");
  return [isResource ? `${name}: ${text}` : text];
}

/** What a command of the CLI has printed as its error. */
function errorLines(message: string): string[] {
  const lines = [...message.matchAll(/^(?: stderr: )?error: (.+(?:\n {2,}.+)*)/gm)].map(
    ([, text = ""]) => text.trim(),
  );
  if (lines.length > 0) return lines;
  // The Automation API begins with the status of the process, and with -2 where none could be started.
  const [first = message] = message.replace(/^code: -?\d+\n stdout: \n stderr: /, "").split("\n");
  return [first.trim()];
}

/** Without the engine's markup of colours, and terminals'. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/<\{%[^%]*%\}>/g, "").replace(/\u001B\[[\d;]*m/g, "");
}
