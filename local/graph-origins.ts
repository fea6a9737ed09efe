import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createGatewayServer } from "./gateway/listener.ts";
import { createPlainServer, listen, listenLocalhost } from "./origins.ts";

/** Answers a request that came in on the origin of the resource with this URN. */
export type Answer = (urn: string, request: IncomingMessage, response: ServerResponse) => void;

interface Origin {
  readonly url: string;
  readonly port: number;
  readonly servers: readonly Server[];
}

export interface OriginOptions {
  /** First API's port; the next ones follow. 0: any. */
  readonly port: number;
  /** First user pool's port; the next ones follow. 0: any. */
  readonly authPort: number;
  readonly answerApi: Answer;
  readonly answerPool: Answer;
}

/**
 * Where APIs and user pools are reached. A resource keeps its port for as long as the graph has it.
 * Pools live on `localhost`, APIs on `127.0.0.1`: browsers keep cookies by host name, so that the
 * pages' cookies never reach an API's functions.
 */
export class GraphOrigins {
  readonly #options: OriginOptions;
  readonly #apis = new Map<string, Promise<Origin>>();
  readonly #pools = new Map<string, Promise<Origin>>();
  readonly #bound = new Map<string, Origin>();

  constructor(options: OriginOptions) {
    this.#options = options;
  }

  /** The API's origin; it listens from the first call on. @throws PortError */
  async api(urn: string): Promise<string> {
    const { port, answerApi } = this.#options;
    const origin = await this.#once(this.#apis, urn, async (index) => {
      const server = createGatewayServer(on(urn, answerApi));
      const taken = await listen(server, port === 0 ? 0 : port + index, "--port");
      return { url: `http://127.0.0.1:${taken}`, port: taken, servers: [server] };
    });
    return origin.url;
  }

  /** The pool's origin; it listens from the first call on. @throws PortError */
  async pool(urn: string): Promise<string> {
    const { authPort, answerPool } = this.#options;
    const origin = await this.#once(this.#pools, urn, async (index) => {
      const make = () => createPlainServer(on(urn, answerPool));
      const first = authPort === 0 ? 0 : authPort + index;
      const { port, servers } = await listenLocalhost(make, first, "--auth-port");
      return { url: `http://localhost:${port}`, port, servers };
    });
    return origin.url;
  }

  /** The origin of an API or pool that listens. */
  of(urn: string): string {
    return this.#get(urn).url;
  }

  portOf(urn: string): number {
    return this.#get(urn).port;
  }

  /** Stops listening for resources that the graph no longer has. */
  keepOnly(urns: ReadonlySet<string>): void {
    for (const [urn, origin] of this.#bound) {
      if (urns.has(urn)) continue;
      this.#bound.delete(urn);
      this.#apis.delete(urn);
      this.#pools.delete(urn);
      for (const server of origin.servers) server.close();
    }
  }

  servers(): readonly Server[] {
    return [...this.#bound.values()].flatMap(({ servers }) => servers);
  }

  #get(urn: string): Origin {
    const origin = this.#bound.get(urn);
    if (!origin) throw new Error(`Nothing listens for ${urn}`);
    return origin;
  }

  #once(
    origins: Map<string, Promise<Origin>>,
    urn: string,
    bind: (index: number) => Promise<Origin>,
  ): Promise<Origin> {
    const known = origins.get(urn);
    if (known) return known;
    const binding = bind(origins.size).then((origin) => {
      this.#bound.set(urn, origin);
      return origin;
    });
    origins.set(urn, binding);
    binding.catch(() => origins.delete(urn));
    return binding;
  }
}

function on(urn: string, answer: Answer): RequestListener {
  return (request, response) => answer(urn, request, response);
}
