import type { Graph } from "../../program/graph.ts";
import { API, USER_POOL } from "../../program/types.ts";

/** First ports of the runtime: the next API or pool has the port after. */
export interface FirstPorts {
  readonly port: number;
  readonly authPort: number;
}

/** Where `npm start` would serve APIs and user pools, worked out without listening. */
export class PlannedOrigins {
  readonly #first: FirstPorts;
  readonly #apis = new Map<string, number>();
  readonly #pools = new Map<string, number>();

  constructor(first: FirstPorts) {
    this.#first = first;
  }

  /** The API's origin; APIs get their ports in the order in which they are asked for. */
  api(urn: string): string {
    return `http://127.0.0.1:${take(this.#apis, urn, this.#first.port)}`;
  }

  /** Gives the graph's other APIs and its pools theirs. */
  complete(graph: Graph): void {
    for (const { urn } of graph.ofType(API)) this.api(urn);
    for (const { urn } of graph.ofType(USER_POOL)) take(this.#pools, urn, this.#first.authPort);
  }

  /** Origin of an API or pool of the completed graph. */
  of(urn: string): string {
    const pool = this.#pools.get(urn);
    return pool === undefined ? this.api(urn) : `http://localhost:${pool}`;
  }

  /** Ports of the APIs by URN. */
  get apiPorts(): ReadonlyMap<string, number> {
    return this.#apis;
  }
}

function take(ports: Map<string, number>, urn: string, first: number): number {
  const port = ports.get(urn) ?? first + ports.size;
  ports.set(urn, port);
  return port;
}
