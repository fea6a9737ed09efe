/** Lines kept of one API; the oldest go first. */
const KEPT = 1000;

/** Access-log lines by the API's logical name. Survives reloads. */
export class AccessLogs {
  readonly #lines = new Map<string, string[]>();

  add(api: string, line: string): void {
    let lines = this.#lines.get(api);
    if (!lines) this.#lines.set(api, (lines = []));
    lines.push(line);
    if (lines.length >= 2 * KEPT) lines.splice(0, lines.length - KEPT);
  }

  /** The last lines, oldest first. */
  lines(api: string): readonly string[] {
    return (this.#lines.get(api) ?? []).slice(-KEPT);
  }

  clear(): void {
    this.#lines.clear();
  }
}
