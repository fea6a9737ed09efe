import type { AnyHandler } from "../../../../components/function/function-code";

/** One way of writing a handler. */
export interface Way {
  readonly title: string;
  /** Makes it anew, with state of its own. */
  readonly make: () => AnyHandler;
}

/** Names what a way of writing is for; a way that needs no making stands as it is. */
export function ways(table: Readonly<Record<string, () => AnyHandler>>): readonly Way[] {
  return Object.entries(table).map(([title, make]) => ({ title, make }));
}
