import type { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";

/** How long a connection may be idle, and how often that is looked at, in milliseconds. */
export interface IdlePatience {
  readonly idle: number;
  readonly check: number;
}

/** As far as a socket matters here. */
interface Connection {
  readonly bytesRead: number;
  destroy(): unknown;
}

/** What was seen of a connection, and how many looks since then saw nothing else. */
interface Seen {
  readonly bytesRead: number;
  looks: number;
}

/**
 * Closes connections on which nothing has come for a while since their last answer (G028). `node:http` would set a timer
 * after each answer and clear it with the next request, a twentieth of what a small request costs; this looks at all of
 * them every now and then. Whoever has not asked yet is the business of `headersTimeout`.
 * @param server looked after from `listening` to `close`
 * @param answers the last answer on each connection
 */
export function closeIdleConnections(
  server: EventEmitter,
  answers: ReadonlyMap<Connection, Pick<ServerResponse, "closed">>,
  { idle, check }: IdlePatience,
): void {
  const patience = Math.ceil(idle / check);
  const seen = new WeakMap<Connection, Seen>();
  const look = (): void => {
    for (const [connection, answer] of answers) {
      const { bytesRead } = connection;
      const last = seen.get(connection);
      if (!answer.closed || last?.bytesRead !== bytesRead) {
        seen.set(connection, { bytesRead, looks: 0 });
        continue;
      }
      last.looks += 1;
      if (last.looks >= patience) connection.destroy();
    }
  };
  server.on("listening", () => {
    const timer = setInterval(look, check).unref();
    server.once("close", () => clearInterval(timer));
  });
}
