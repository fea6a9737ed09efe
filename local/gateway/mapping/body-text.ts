/** A body as mappings read it; decoded and parsed only when somebody asks, and once. */
export interface BodyText {
  text(): string;
  /** The parsed document; undefined when the first 100 KB are no JSON (H272). */
  json(): unknown;
}

/** Where a body is cut before a JSON path looks at it, in bytes (H272). */
const maximumJsonBytes = 100 * 1024;

/** Wraps a body; none is an empty text. */
export function bodyText(body: Buffer | string | undefined): BodyText {
  let text: string | undefined;
  let parsed: { readonly value: unknown } | undefined;
  return {
    text: () => (text ??= body?.toString() ?? ""),
    json: () => (parsed ??= { value: parse(Buffer.from(body ?? "")) }).value,
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8", 0, maximumJsonBytes));
  } catch {
    return undefined;
  }
}
