/** Events handed over ahead of time: it saves a turn between threads for each of them (T13). */
export const DEPTH = 32;

/** Place of a ticket among the claims. An event has a ticket of its own; places are used again. */
export function slotOf(ticket: number): number {
  return ticket % DEPTH;
}

/**
 * Whoever takes an event's ticket away has the event: the worker that begins it, or the pool that wants it back. An
 * event that was taken back may still lie in the worker's queue when its place has long been another's.
 */
export function claim(claims: Int32Array, ticket: number): boolean {
  return Atomics.compareExchange(claims, slotOf(ticket), ticket, 0) === ticket;
}
