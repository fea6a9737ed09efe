/** Parameters of a query or form. Each stands once; `repeated` names the others (RFC 6749 3.1). */
export interface Parameters {
  get(name: string): string | undefined;
  /** Names that occur more than once. */
  readonly repeated: ReadonlySet<string>;
  /** Whether some escape was no UTF-8, so that the text cannot be given back as it came (O099). */
  readonly isMalformed: boolean;
}

/** Reads the form encoding. The first of repeated parameters is the one that {@link Parameters.get} gives. */
export function readParameters(encoded: string): Parameters {
  const values = new Map<string, string>();
  const repeated = new Set<string>();
  let isMalformed = false;
  for (const pair of encoded.split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    const value = decode(at < 0 ? "" : pair.slice(at + 1));
    if (name === undefined || value === undefined) isMalformed = true;
    else if (values.has(name)) repeated.add(name);
    else values.set(name, value);
  }
  return { get: (name) => values.get(name), repeated, isMalformed };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

/** Adds parameters to a redirect URI: to its own query, or as its fragment (C74, C75). */
export function withParameters(
  uri: string,
  parameters: { readonly [name: string]: string | undefined },
  place: "query" | "fragment" = "query",
): string {
  const added = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) added.append(name, value);
  }
  if (place === "fragment") return `${uri}#${added}`;
  return `${uri}${uri.includes("?") ? "&" : "?"}${added}`;
}
