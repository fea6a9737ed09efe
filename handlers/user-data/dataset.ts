/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** A user's dataset, as it is kept. */
export interface Dataset {
  /** Number of writes, deletions included; 0 for a dataset that was never written. Never goes back. */
  readonly syncCount: number;
  /** By the clock of the function; null for a dataset that was never written. */
  readonly lastModified: string | null;
  /** The device that wrote last, by its own word. */
  readonly lastModifiedBy: string | null;
  /** Whether there is nothing to read: never written, or deleted. */
  readonly deleted: boolean;
  readonly data: Members;
  /** The sync count of each member's last change; a member that `data` lacks was removed then. */
  readonly counts: Readonly<Record<string, number>>;
  /** Removals up to this sync count are forgotten. */
  readonly forgotten: number;
}

/** What changed after a sync count. */
export interface Changes {
  /** Whether `data` is everything: what is not in it is gone. */
  readonly complete: boolean;
  readonly data: Members;
  /** Names of members that are gone. */
  readonly removed: readonly string[];
}

/** Who writes, and when. */
export interface Writing {
  readonly device: string | null;
  readonly now: Date;
}

/** Most members of a dataset, those that are gone included. */
export const MOST_MEMBERS = 1_024;

export const neverWritten: Dataset = {
  syncCount: 0,
  lastModified: null,
  lastModifiedBy: null,
  deleted: true,
  data: {},
  counts: {},
  forgotten: 0,
};

/** The dataset after its content was replaced; undefined as content deletes it. */
export function replaced(before: Dataset, content: Members | undefined, writing: Writing): Dataset {
  const syncCount = before.syncCount + 1;
  const data = content ?? {};
  const present = Object.entries(data).map(([name, value]) => {
    const isSame = JSON.stringify(member(before.data, name)) === JSON.stringify(value);
    return [name, isSame ? (before.counts[name] ?? syncCount) : syncCount] as const;
  });
  const gone = Object.entries(before.counts)
    .filter(([name]) => !Object.hasOwn(data, name))
    .map(([name, count]) => [name, Object.hasOwn(before.data, name) ? syncCount : count] as const)
    .sort(([, a], [, b]) => b - a);
  const remembered = gone.slice(0, Math.max(0, MOST_MEMBERS - present.length));
  return {
    syncCount,
    lastModified: writing.now.toISOString(),
    lastModifiedBy: writing.device,
    deleted: content === undefined,
    data,
    counts: Object.fromEntries([...present, ...remembered]),
    forgotten: Math.max(before.forgotten, gone[remembered.length]?.[1] ?? 0),
  };
}

/**
 * What a device has missed that last saw this sync count. Everything, where that can no longer be told: removals after
 * it are forgotten, or the table was restored to a time before it.
 */
export function changesSince(dataset: Dataset, since: number): Changes {
  const { data, counts, syncCount, forgotten } = dataset;
  if (since < forgotten || since > syncCount) return { complete: true, data, removed: [] };
  const changed = Object.entries(counts).filter(([, count]) => count > since);
  const names = changed.map(([name]) => name);
  return {
    complete: false,
    data: Object.fromEntries(Object.entries(data).filter(([name]) => names.includes(name))),
    removed: names.filter((name) => !Object.hasOwn(data, name)),
  };
}

/** A member of the object itself, not of what all objects have. */
function member(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
