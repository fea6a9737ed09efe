import type { Server } from "node:http";

/** Requests in flight get this long when the runtime stops. */
const GRACE_MS = 10_000;
/** What a server hears then; one that can still answers. */
export const GRACE_IS_OVER = "graceIsOver";
const LAST_WORDS_MS = 500;
const SWEEP_MS = 20;

/** Stops accepting, lets requests in flight finish, and after a while cuts off what is left (F41). */
export async function closeServers(servers: readonly Server[], graceMs = GRACE_MS): Promise<void> {
  await acceptAll(servers);
  let cut = setTimeout(() => {
    for (const server of servers) server.emit(GRACE_IS_OVER);
    cut = setTimeout(() => {
      for (const server of servers) server.closeAllConnections();
    }, LAST_WORDS_MS);
  }, graceMs);
  // A connection is idle once its answer is out, and would be kept open for the next request.
  const sweep = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, SWEEP_MS);
  await Promise.all(servers.map(closed));
  clearInterval(sweep);
  clearTimeout(cut);
}

/**
 * Connections that are made and wait to be accepted would be cut off with the listener: they are taken in first. A
 * turn of the event loop accepts one for each listener, so it goes on until a turn brings none.
 */
async function acceptAll(servers: readonly Server[]): Promise<void> {
  let accepted = 0;
  const count = (): void => {
    accepted += 1;
  };
  for (const server of servers) server.on("connection", count);
  let before: number;
  do {
    before = accepted;
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  } while (accepted > before);
  for (const server of servers) server.off("connection", count);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
