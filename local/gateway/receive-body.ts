import { hasBody, readBody } from "./body.ts";
import type { Exchange } from "./exchange.ts";
import type { Reply } from "./reply.ts";

/** Goes on once the exchange has its body, which is read once: at once where there is none or it was read before. */
export function receiveBody(exchange: Exchange, reply: Reply, next: () => void): void {
  if (exchange.body || !hasBody(exchange.received.headers.byName)) return next();
  readBody(exchange.request, (body) => {
    // Nobody is there to read an answer.
    if (body === "aborted") return;
    if (body === "too-large") return reply.error(exchange, 413);
    exchange.body = body;
    try {
      next();
    } catch (error) {
      reply.fail(exchange, error);
    }
  });
}
