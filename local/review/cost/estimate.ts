import type { Graph, Resource } from "../../program/graph.ts";
import { routeRows } from "../route-rows.ts";
import { type Charge, chargeAll, totalOf } from "./charge.ts";
import { calledFunctions, functionCharges } from "./function-charges.ts";
import { logCharges } from "./log-charges.ts";
import { notesOn } from "./notes.ts";
import { PRICES } from "./prices.ts";
import { signInCharges, type Tier, tierOf } from "./sign-in-charges.ts";
import { judgedRequests, standingCharges } from "./standing-charges.ts";
import { tableCharges } from "./table-charges.ts";
import type { Usage } from "./usage.ts";

/** What a stack costs in a month. */
export interface Estimate {
  /** Logical name; null where the program has no user pool. */
  readonly pool: string | null;
  readonly tier: Tier | null;
  readonly usage: Usage;
  /** Without those that nothing is metered of. */
  readonly charges: readonly Charge[];
  /** The sum of the charges, each rounded to the cent. */
  readonly cents: number;
  readonly notes: readonly string[];
}

/**
 * Estimates what the resources of a graph cost.
 * @param pool the one that the users are in
 * @throws CreationError for routes that AWS refuses when they are made (H296)
 */
export function estimate(graph: Graph, pool: Resource | undefined, usage: Usage): Estimate {
  const rows = routeRows(graph).filter(({ isServed }) => isServed);
  const called = calledFunctions(graph, rows, pool, usage);
  const judged = judgedRequests(graph, pool, usage);
  const requests = rows.length === 0 ? 0 : usage.requests;
  const metered = [
    ...(pool ? signInCharges(pool, usage) : []),
    { what: "Requests to HTTP APIs", quantity: requests, price: PRICES.apiRequests },
    ...functionCharges(called, usage),
    ...logCharges(graph, called, usage, judged),
    ...standingCharges(graph, judged, usage),
    ...tableCharges(graph, usage),
  ];
  const charges = chargeAll(metered, usage).filter(({ quantity }) => quantity > 0);
  return {
    pool: pool?.name ?? null,
    tier: pool ? tierOf(pool) : null,
    usage,
    charges,
    cents: totalOf(charges),
    notes: notesOn({ graph, pool, rows, charges, usage }),
  };
}
