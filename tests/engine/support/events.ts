/** What the engine did to one resource. */
export interface Step {
  /** For instance `create`, `update`, `create-replacement`, `delete-replaced`. */
  readonly op: string;
  readonly urn: string;
  /** Logical name. */
  readonly name: string;
  /** Inputs that differ. */
  readonly changed: readonly string[];
}

interface Metadata {
  readonly op: string;
  readonly urn: string;
  readonly diffs?: readonly string[] | null;
}

/** Reads the engine's event log. A step counts once it has succeeded. */
export function stepsOf(log: string): Step[] {
  // An engine that was killed leaves half a line behind the last whole one.
  const events = log.split("\n").slice(0, -1).map(parse);
  const done = events.flatMap((event) => event.resOutputsEvent?.metadata ?? []);
  // A component is told of twice: when it is registered, and with its outputs.
  const each = new Map(done.map((metadata) => [`${metadata.op} ${metadata.urn}`, metadata]));
  return [...each.values()]
    .filter(({ op }) => op !== "same")
    .map(({ op, urn, diffs }) => ({
      op,
      urn,
      name: urn.slice(urn.lastIndexOf("::") + 2),
      changed: [...(diffs ?? [])].sort(),
    }));
}

function parse(line: string): { readonly resOutputsEvent?: { readonly metadata: Metadata } } {
  return JSON.parse(line) as ReturnType<typeof parse>;
}

/** Each step as `OP NAME`, sorted; with what has changed, `OP NAME (input, input)`. */
export function summary(steps: readonly Step[]): string[] {
  return steps
    .map(({ op, name, changed }) =>
      changed.length > 0 ? `${op} ${name} (${changed.join(", ")})` : `${op} ${name}`,
    )
    .sort();
}
