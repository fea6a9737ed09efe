import { isHopByHop } from "../request-headers.ts";

/**
 * Header lines that go from one connection to the next: without those of the connection, those that `Connection`
 * names among them (H139, H285; RFC 9110 7.6.1).
 * @param lines names and values in turn
 * @param passes asked with each name in lower case
 */
export function passingHeaders(
  lines: readonly string[],
  passes: (name: string) => boolean,
): readonly string[] {
  const nominated = new Set<string>();
  const names = lines.map((name, at) => (at % 2 === 0 ? name.toLowerCase() : ""));
  for (const [at, name] of names.entries()) {
    if (name !== "connection") continue;
    for (const option of (lines[at + 1] ?? "").toLowerCase().split(","))
      nominated.add(option.trim());
  }
  const passing = (name: string): boolean =>
    !isHopByHop(name) && !nominated.has(name) && passes(name);
  return lines.filter((_, at) => passing(names[at - (at % 2)] ?? ""));
}
