import type { AccessLogLine } from "../gateway/log/access-log.ts";
import { RecentLines } from "../recent-lines.ts";

/** Access-log lines by the API's logical name, the last ones. Survives reloads. */
export class AccessLogs {
  readonly #lines = new Map<string, RecentLines<AccessLogLine>>();

  add(api: string, line: AccessLogLine): void {
    let lines = this.#lines.get(api);
    if (!lines) this.#lines.set(api, (lines = new RecentLines(({ length }) => length)));
    lines.add(line);
  }

  /** Oldest first. */
  lines(api: string): readonly string[] {
    return this.#lines.get(api)?.last().map(String) ?? [];
  }

  clear(): void {
    this.#lines.clear();
  }
}
