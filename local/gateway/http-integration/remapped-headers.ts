/** Headers that REST APIs rename in a backend's answer; whether HTTP APIs do is not documented (H264, switch U26). */
const renamed: ReadonlySet<string> = new Set(["server", "www-authenticate"]);

/** Header lines with those renamed to `x-amzn-remapped-NAME`. */
export function remapped(lines: readonly string[]): readonly string[] {
  return lines.map((text, at) =>
    at % 2 === 0 && renamed.has(text) ? `x-amzn-remapped-${text}` : text,
  );
}
