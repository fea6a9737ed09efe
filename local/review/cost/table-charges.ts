import { type Graph, members } from "../../program/graph.ts";
import { TABLE } from "../../program/types.ts";
import type { Metered } from "./charge.ts";
import { PRICES } from "./prices.ts";
import { ASSUMED, type Usage } from "./usage.ts";

/** Bytes that one unit reads, strongly consistent, and that one writes. */
const READ_UNIT = 4_096;
const WRITE_UNIT = 1_024;

/** Data of users in the program's table: a sync reads a dataset and writes it, whole. */
export function tableCharges(graph: Graph, { datasets, syncs }: Usage): readonly Metered[] {
  const tables = graph.ofType(TABLE);
  if (tables.length === 0) return [];
  const bytes = datasets * ASSUMED.datasetBytes;
  const isBackedUp = tables.some(
    ({ inputs }) => members(inputs["pointInTimeRecovery"])["enabled"] === true,
  );
  const reads = syncs * Math.ceil(ASSUMED.datasetBytes / READ_UNIT);
  // The write looks at the dataset first.
  const writes = syncs * Math.ceil(ASSUMED.datasetBytes / WRITE_UNIT);
  return [
    { what: "Synchronised data, stored", quantity: bytes, price: PRICES.tableStorage },
    { what: "Syncs, reads of the table", quantity: reads * 2, price: PRICES.tableReads },
    { what: "Syncs, writes of the table", quantity: writes, price: PRICES.tableWrites },
    {
      what: "Backups of the table",
      quantity: isBackedUp ? bytes : 0,
      price: PRICES.tableBackups,
    },
  ];
}
