import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A port that could not be taken. Its message names the option that changes it. */
export class PortError extends Error {
  override readonly name = "PortError";
}

/** A listening server and its port. */
export interface Listening {
  readonly port: number;
  readonly servers: readonly Server[];
}

const IPV4 = "127.0.0.1";
const IPV6 = "::1";

/**
 * Listens on loopback only.
 * @param option the command-line option that sets the port, for the message
 * @throws {PortError} when the port is taken
 */
export async function listen(server: Server, port: number, option: string): Promise<number> {
  try {
    await bind(server, port, IPV4);
  } catch (error) {
    throw portError(error as NodeJS.ErrnoException, port, option);
  }
  return (server.address() as AddressInfo).port;
}

/**
 * Listens on both loopback addresses, as browsers look `localhost` up either way.
 * A machine without IPv6 is served on IPv4 alone.
 */
export async function listenLocalhost(
  make: () => Server,
  port: number,
  option: string,
): Promise<Listening> {
  const first = make();
  const taken = await listen(first, port, option);
  const second = make();
  try {
    await bind(second, taken, IPV6);
    return { port: taken, servers: [first, second] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT")
      return { port: taken, servers: [first] };
    first.close();
    // Another program has this port on ::1 alone: with "any free port", another one will do.
    if (code === "EADDRINUSE" && port === 0) return listenLocalhost(make, port, option);
    throw portError(error as NodeJS.ErrnoException, taken, option);
  }
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function portError(error: NodeJS.ErrnoException, port: number, option: string): PortError {
  const reason = error.code === "EADDRINUSE" ? "is taken" : `cannot be used (${error.code})`;
  return new PortError(
    `Port ${port} ${reason}. Choose another with ${option} N, or ${option} 0 for any free one.`,
    { cause: error },
  );
}

/** A plain server for pages and JSON APIs; slow and idle clients cannot use it up (G025, G026, G028). */
export function createPlainServer(handle: RequestListener): Server {
  const server = createServer(
    {
      keepAliveTimeout: 5_000,
      headersTimeout: 8_000,
      requestTimeout: 28_000,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      // Node keeps the first of two and says nothing of the other (RFC 9112 3.2).
      if (countOf("host", request.rawHeaders) === 1) return handle(request, response);
      response.writeHead(400, { connection: "close" }).end();
    },
  );
  server.maxConnections = 2_000;
  return server;
}

function countOf(name: string, rawHeaders: readonly string[]): number {
  return rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name).length;
}
