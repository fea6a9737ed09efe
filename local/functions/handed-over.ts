import type { Invocation } from "./invocation.ts";
import { claim, DEPTH, slotOf } from "./tickets.ts";

/** An invocation that waits for its answer. */
export interface Pending {
  readonly id: string;
  readonly event: string;
  readonly settle: (invocation: Invocation) => void;
}

interface Item {
  /** Never 0, which stands for an event that somebody has. */
  readonly ticket: number;
  readonly pending: Pending;
}

/** After that many rounds a ticket comes again: 67 million events later. */
const ROUNDS = 2 ** 31 / DEPTH - 1;

/** Events that a thread was handed and has not answered, in order; the first is the one that runs. */
export class HandedOver {
  /** Tickets of those that nobody has begun; the thread shares them. */
  readonly claims = new Int32Array(new SharedArrayBuffer(DEPTH * Int32Array.BYTES_PER_ELEMENT));
  #items: Item[] = [];
  #round = 0;
  readonly #freeSlots = Array.from({ length: DEPTH }, (_, slot) => slot);

  get size(): number {
    return this.#items.length;
  }

  /** How many more there can be. */
  get room(): number {
    return this.#freeSlots.length;
  }

  get first(): Item | undefined {
    return this.#items[0];
  }

  /** Adds an event; there must be room. @returns its ticket */
  add(pending: Pending): number {
    this.#round = (this.#round % ROUNDS) + 1;
    const slot = this.#freeSlots.pop() ?? 0;
    const ticket = this.#round * DEPTH + slot;
    Atomics.store(this.claims, slot, ticket);
    this.#items.push({ ticket, pending });
    return ticket;
  }

  /** Takes an answered event out; undefined when it is not here any more. */
  remove(ticket: number): Pending | undefined {
    const at = this.#items.findIndex((item) => item.ticket === ticket);
    const item = this.#items[at];
    if (!item) return undefined;
    this.#items.splice(at, 1);
    this.#freeSlots.push(slotOf(ticket));
    return item.pending;
  }

  /** Takes out what the thread has not begun. The first one counts as begun. */
  takeBack(): Pending[] {
    const taken = this.#items.slice(1).filter(({ ticket }) => claim(this.claims, ticket));
    this.#items = this.#items.filter((item) => !taken.includes(item));
    this.#freeSlots.push(...taken.map(({ ticket }) => slotOf(ticket)));
    return taken.map(({ pending }) => pending);
  }

  /** Takes out all that is left, when the thread is no more. */
  takeAll(): Pending[] {
    return this.#items.splice(0).map(({ pending }) => pending);
  }
}
