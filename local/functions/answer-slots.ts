import { DEPTH, slotOf } from "./messages.ts";

/** An answer as the worker leaves it. */
export interface SlotAnswer {
  readonly payload: string;
  readonly durationMs: number;
}

/** Room for one answer's text; most are smaller, longer ones go as messages. */
const SLOT_BYTES = 4096;
const DURATIONS_AT = (1 + DEPTH) * Int32Array.BYTES_PER_ELEMENT + 4;
const TEXTS_AT = DURATIONS_AT + DEPTH * Float64Array.BYTES_PER_ELEMENT;

/**
 * Answers in memory that a worker shares with the pool: a place for each event that was handed over. Waking the pool for
 * each answer costs more than a small event; so the worker calls it once, and it finds whatever was answered until it
 * looks. An answer is there for good before the next event begins, which may loop.
 */
export class AnswerSlots {
  readonly memory: SharedArrayBuffer;
  /** Whether the pool was called and has not looked yet. */
  readonly #called: Int32Array;
  /** Bytes of each text and one more; 0 where there is none. */
  readonly #sizes: Int32Array;
  readonly #durations: Float64Array;
  readonly #texts: Buffer;

  constructor(memory = new SharedArrayBuffer(TEXTS_AT + DEPTH * SLOT_BYTES)) {
    this.memory = memory;
    this.#called = new Int32Array(memory, 0, 1);
    this.#sizes = new Int32Array(memory, Int32Array.BYTES_PER_ELEMENT, DEPTH);
    this.#durations = new Float64Array(memory, DURATIONS_AT, DEPTH);
    this.#texts = Buffer.from(memory, TEXTS_AT);
  }

  /** The worker's side. @returns false for an answer that is too long */
  put(ticket: number, { payload, durationMs }: SlotAnswer): boolean {
    const bytes = Buffer.byteLength(payload);
    if (bytes > SLOT_BYTES) return false;
    const slot = slotOf(ticket);
    this.#texts.write(payload, slot * SLOT_BYTES);
    this.#durations[slot] = durationMs;
    Atomics.store(this.#sizes, slot, bytes + 1);
    return true;
  }

  /** Whether the pool has to be called, after a {@link put}: not while it is about to look. */
  mustCall(): boolean {
    return Atomics.exchange(this.#called, 0, 1) === 0;
  }

  /** The pool's side, before it looks. What is put from now on comes with a call. */
  heard(): void {
    Atomics.store(this.#called, 0, 0);
  }

  /** Takes an answer out; undefined while there is none. */
  take(ticket: number): SlotAnswer | undefined {
    const slot = slotOf(ticket);
    const size = Atomics.exchange(this.#sizes, slot, 0);
    if (size === 0) return undefined;
    const start = slot * SLOT_BYTES;
    const payload = this.#texts.toString("utf8", start, start + size - 1);
    return { payload, durationMs: this.#durations[slot] ?? 0 };
  }
}
