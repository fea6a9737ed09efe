import { DEPTH, slotOf } from "./tickets.ts";

/** An answer as the worker leaves it. */
export interface SlotAnswer {
  readonly payload: string;
  readonly durationMs: number;
  /** Messages that the worker sent before: what the function printed comes ahead of its answer. */
  readonly after: number;
}

/** What the worker and the pool share, a place for each event that was handed over. */
export interface AnswerMemory {
  /** Whether the pool was called and has not looked yet. */
  readonly called: Int32Array;
  /** Bytes of each text and one more; 0 where there is none. */
  readonly sizes: Int32Array;
  readonly durations: Float64Array;
  readonly after: Float64Array;
  readonly texts: Uint8Array;
}

/** Room for one answer's text; most are smaller, longer ones go as messages. */
const SLOT_BYTES = 4096;

function newMemory(): AnswerMemory {
  return {
    called: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    sizes: new Int32Array(new SharedArrayBuffer(DEPTH * Int32Array.BYTES_PER_ELEMENT)),
    durations: new Float64Array(new SharedArrayBuffer(DEPTH * Float64Array.BYTES_PER_ELEMENT)),
    after: new Float64Array(new SharedArrayBuffer(DEPTH * Float64Array.BYTES_PER_ELEMENT)),
    texts: new Uint8Array(new SharedArrayBuffer(DEPTH * SLOT_BYTES)),
  };
}

/**
 * Answers in shared memory. Waking the pool for each of them costs more than a small event; so the worker calls it once,
 * and it finds whatever was answered until it looks. An answer is there before the next event begins, which may loop.
 */
export class AnswerSlots {
  readonly memory: AnswerMemory;
  readonly #texts: Buffer;

  constructor(memory = newMemory()) {
    this.memory = memory;
    this.#texts = Buffer.from(memory.texts.buffer);
  }

  /** The worker's side. @returns false for an answer that is too long */
  put(ticket: number, { payload, durationMs, after }: SlotAnswer): boolean {
    const bytes = Buffer.byteLength(payload);
    if (bytes > SLOT_BYTES) return false;
    const slot = slotOf(ticket);
    this.#texts.write(payload, slot * SLOT_BYTES);
    this.memory.durations[slot] = durationMs;
    this.memory.after[slot] = after;
    Atomics.store(this.memory.sizes, slot, bytes + 1);
    return true;
  }

  /** Whether the pool has to be called, after a {@link put}: not while it is about to look. */
  mustCall(): boolean {
    return Atomics.exchange(this.memory.called, 0, 1) === 0;
  }

  /** The pool's side, before it looks. What is put from now on comes with a call. */
  heard(): void {
    Atomics.store(this.memory.called, 0, 0);
  }

  /**
   * Takes an answer out; undefined while there is none.
   * @param received how many of the worker's messages were; an answer that comes after more of them waits for those
   */
  take(ticket: number, received: number): SlotAnswer | undefined {
    const { sizes, durations, after: messages } = this.memory;
    const slot = slotOf(ticket);
    const size = Atomics.load(sizes, slot);
    const durationMs = durations[slot] ?? 0;
    const after = messages[slot] ?? 0;
    if (size === 0 || after > received) return undefined;
    const start = slot * SLOT_BYTES;
    const payload = this.#texts.toString("utf8", start, start + size - 1);
    Atomics.store(sizes, slot, 0);
    return { payload, durationMs, after };
  }
}
