import type { LocalPools } from "../../../handlers/secret-rotation/support/local-pools.mjs";
import { administer } from "./administration.ts";
import { POOL_ID, SERVER_ID, SERVER_SECRET, standardGraph, WEB_ID } from "./graph.ts";
import { call } from "./json-api.ts";
import { serve, START } from "./running-pools.ts";

/** What the test of a handler that rotates secrets calls; it is compiled with the program, without the runtime's types. */
export const localPools: LocalPools = {
  POOL_ID,
  WEB_ID,
  SERVER_ID,
  SERVER_SECRET,
  START,
  async serve() {
    const pools = await serve(standardGraph());
    return {
      origin: pools.origin,
      clock: pools.clock,
      call: (operation, input) => call(pools, operation, input),
      administer: (operation, input) => administer(pools, operation, input),
      close: () => pools.close(),
    };
  },
};
