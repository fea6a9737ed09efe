import { escapeForLog } from "../../log-text.ts";
import { contextVariable, type ContextVariable, type RequestContext } from "./context-variables.ts";

/** Makes the line of a request. */
export type AccessLogFormat = (context: RequestContext) => AccessLogLine;

/** An entry ends here, in characters (H278: 1 MB). */
const maximumEntry = 1_000_000;

/**
 * Characters that a format builds its entries of, besides those of a JSON text; they are escaped in values.
 * The forms are those of AWS's examples: XML, CSV, and CLF and JSON, which need nothing more.
 */
const structures: readonly { readonly of: RegExp; readonly characters: RegExp }[] = [
  { of: /^\s*</, characters: /\\"|[<>&']/g },
  { of: /^\s*\$context\.[\w.]+,/, characters: /,/g },
];

/**
 * Only claims and a Lambda authorizer's context have names of the caller's choice, `cognito:groups` for one. What stands
 * behind a name, as in `$context.authorizer.principalId: `, is text of the format.
 */
const variable = /\$context\.(authorizer(?:\.[\w:-]*\w)+|\w+(?:\.\w+)*)/g;

/** Names of the variables in a format, without `$context.`. */
export function variablesIn(format: string): readonly string[] {
  return [...format.matchAll(variable)].map(([, name = ""]) => name);
}

/**
 * Compiles a stage's format: `$context.` variables between text that stays (H278, H279).
 * A variable without a value, or one that is unknown, is logged as `-` (H281).
 */
export function compileAccessLog(format: string): AccessLogFormat {
  const structure = structures.find(({ of }) => of.test(format))?.characters;
  const places: Place[] = [];
  let end = 0;
  for (const match of format.matchAll(variable)) {
    const [all, name = ""] = match;
    places.push({ before: format.slice(end, match.index), name, read: contextVariable(name) });
    end = match.index + all.length;
  }
  const layout = { length: format.length, places, after: format.slice(end), structure };
  return (context) =>
    new AccessLogLine(
      layout,
      places.map(({ read }) => read(context)),
    );
}

/** A variable in a format. */
interface Place {
  /** What stands between it and the one before. */
  readonly before: string;
  readonly name: string;
  readonly read: ContextVariable;
}

interface Layout {
  readonly length: number;
  readonly places: readonly Place[];
  readonly after: string;
  readonly structure: RegExp | undefined;
}

type Value = ReturnType<ContextVariable>;

/** A line of an access log: its values as they were. It is written out when somebody reads it, which few are (T15). */
export class AccessLogLine {
  readonly #layout: Layout;
  readonly #values: readonly Value[];

  constructor(layout: Layout, values: readonly Value[]) {
    this.#layout = layout;
    this.#values = values;
  }

  /** About what is kept of it, in characters. */
  get length(): number {
    let { length } = this.#layout;
    for (const value of this.#values) if (typeof value === "string") length += value.length;
    return length;
  }

  toString(): string {
    const { places, after, structure } = this.#layout;
    const shown = places.map(
      ({ before, name }, at) => before + show(name, this.#values[at], structure),
    );
    return (shown.join("") + after).slice(0, maximumEntry);
  }
}

function show(name: string, value: Value, structure: RegExp | undefined): string {
  if (value === undefined || value === "") return "-";
  // It brings its own quotes, around one of the gateway's texts.
  if (name === "error.messageString") return String(value);
  return escapeForLog(String(value), structure);
}
