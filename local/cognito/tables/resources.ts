import type { DatabaseSync } from "node:sqlite";
import type { Properties } from "../../program/graph.ts";
import { query } from "./query.ts";

/** A resource that the JSON API made, or what it made of one of the program's. */
export interface StoredResource {
  /** Pulumi type token. */
  readonly type: string;
  /** Physical id. */
  readonly id: string;
  /** URN of the pool on whose origin it was made. */
  readonly origin: string;
  readonly region: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The program's own inputs at the time, as JSON; null for what the program does not have. */
  readonly base: string | null;
  /** Whether it was deleted, which only the program's have to remember. */
  readonly isRemoved: boolean;
  readonly created: number;
  readonly modified: number;
}

/** What the JSON API made of the program's configuration. */
export interface ResourcesTable {
  /** In order of creation. */
  all(): readonly StoredResource[];
  /** Adds or replaces. */
  save(resource: StoredResource): void;
  remove(type: string, id: string): void;
}

/** `inputs` and `outputs` as JSON text. */
type Row = Omit<StoredResource, "inputs" | "outputs" | "isRemoved"> & {
  readonly inputs: string;
  readonly outputs: string;
  readonly is_removed: number;
};

/** Prepares the statements on resources. */
export function resourcesTable(database: DatabaseSync): ResourcesTable {
  const all = query<Row>(database, "SELECT * FROM resources ORDER BY created, type, id");
  const save = database.prepare(
    `INSERT OR REPLACE INTO resources
       (type, id, origin, region, inputs, outputs, base, is_removed, created, modified)
     VALUES (:type, :id, :origin, :region, :inputs, :outputs, :base, :isRemoved, :created, :modified)`,
  );
  const remove = database.prepare("DELETE FROM resources WHERE type = ? AND id = ?");
  return {
    all: () => all.all().map(resourceOf),
    save: (resource) =>
      void save.run({
        ...resource,
        inputs: JSON.stringify(resource.inputs),
        outputs: JSON.stringify(resource.outputs),
        isRemoved: Number(resource.isRemoved),
      }),
    remove: (type, id) => void remove.run(type, id),
  };
}

function resourceOf({ is_removed: isRemoved, ...row }: Row): StoredResource {
  return {
    ...row,
    inputs: JSON.parse(row.inputs),
    outputs: JSON.parse(row.outputs),
    isRemoved: isRemoved === 1,
  };
}
