declare module "dynalite" {
  import type { Server } from "node:http";

  interface DynaliteOptions {
    /** Directory of the LevelDB store. @default in memory */
    readonly path?: string;
    /** Milliseconds that a table takes to come or go. @default 500 */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** A server that answers DynamoDB's JSON protocol. Closing it closes the store. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
