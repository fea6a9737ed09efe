import type { KeyObject } from "node:crypto";

/** A signed text, and what it is said to be signed with. */
export interface Signed {
  /** Name of the algorithm in OpenSSL, for instance `RSA-SHA256`. */
  readonly algorithm: string;
  readonly data: Buffer;
  readonly key: KeyObject;
  readonly signature: Buffer;
}

/** A signed text as the thread finds it. */
export interface QueuedSignature extends Omit<Signed, "key"> {
  /** Number of its key. */
  readonly key: number;
}

/** What both threads see. */
export interface QueueMemory {
  /** How many signatures were handed over and how many are checked (both wrap), who sleeps, who was called. */
  readonly state: Int32Array;
  /** {@link FIELDS} of each place. */
  readonly fields: Int32Array;
  /** Data and signature of each place, one behind the other. */
  readonly bytes: Uint8Array;
}

/** Signatures that wait for the thread. A power of two, as the counts wrap. */
const PLACES = 32;
/** Data and signature together; a request's head has 10 kB (H249), most tokens take 1 kB. */
const PLACE_BYTES = 10_240;
const [HANDED, CHECKED, SLEEPS, CALLED] = [0, 1, 2, 3] as const;
const FIELDS = { algorithm: 0, key: 1, dataBytes: 2, signatureBytes: 3, isGood: 4 } as const;
const FIELD_COUNT = Object.keys(FIELDS).length;
const algorithms = ["RSA-SHA256", "RSA-SHA384", "RSA-SHA512"];

function newMemory(): QueueMemory {
  const integers = (count: number): Int32Array =>
    new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
  return {
    state: integers(4),
    fields: integers(PLACES * FIELD_COUNT),
    bytes: new Uint8Array(new SharedArrayBuffer(PLACES * PLACE_BYTES)),
  };
}

/** Signatures on their way to a thread and results on their way back, in shared memory and in one order. */
export class SignatureQueue {
  readonly memory: QueueMemory;
  /** Results that were taken out. */
  #taken = 0;

  constructor(memory = newMemory()) {
    this.memory = memory;
  }

  /** The gateway's side. @returns false where there is no place, or what stands there would be too long */
  put({ algorithm, key, data, signature }: QueuedSignature): boolean {
    const { state, bytes } = this.memory;
    const handed = Atomics.load(state, HANDED);
    const at = algorithms.indexOf(algorithm);
    const isFull = ((handed - this.#taken) | 0) >= PLACES;
    if (isFull || at < 0 || data.length + signature.length > PLACE_BYTES) return false;
    const place = handed & (PLACES - 1);
    this.#write(place, [at, key, data.length, signature.length]);
    bytes.set(data, place * PLACE_BYTES);
    bytes.set(signature, place * PLACE_BYTES + data.length);
    Atomics.store(state, HANDED, (handed + 1) | 0);
    return true;
  }

  /** Wakes the thread where it sleeps, after a {@link put}. */
  wake(): void {
    const { state } = this.memory;
    if (Atomics.exchange(state, SLEEPS, 0) === 1) Atomics.notify(state, HANDED);
  }

  /** Before results are taken: those that come from now on come with a call. */
  heard(): void {
    Atomics.store(this.memory.state, CALLED, 0);
  }

  /** The next result, in the order of {@link put}; undefined while there is none. */
  take(): boolean | undefined {
    if (this.#taken === Atomics.load(this.memory.state, CHECKED)) return undefined;
    const isGood = this.#read(this.#taken & (PLACES - 1), FIELDS.isGood) === 1;
    this.#taken = (this.#taken + 1) | 0;
    return isGood;
  }

  /** The thread's side: the next signature. Sleeps until there is one. */
  next(): QueuedSignature {
    const { state, bytes } = this.memory;
    const checked = Atomics.load(state, CHECKED);
    while (Atomics.load(state, HANDED) === checked) {
      Atomics.store(state, SLEEPS, 1);
      Atomics.wait(state, HANDED, checked);
    }
    const place = checked & (PLACES - 1);
    const start = place * PLACE_BYTES;
    const middle = start + this.#read(place, FIELDS.dataBytes);
    const end = middle + this.#read(place, FIELDS.signatureBytes);
    return {
      algorithm: algorithms[this.#read(place, FIELDS.algorithm)] ?? "",
      key: this.#read(place, FIELDS.key),
      data: Buffer.from(bytes.buffer, start, middle - start),
      signature: Buffer.from(bytes.buffer, middle, end - middle),
    };
  }

  /** The result of what came {@link next}. @returns whether the gateway has to be called: not while it is about to look */
  finish(isGood: boolean): boolean {
    const { state, fields } = this.memory;
    const checked = Atomics.load(state, CHECKED);
    fields[(checked & (PLACES - 1)) * FIELD_COUNT + FIELDS.isGood] = isGood ? 1 : 0;
    Atomics.store(state, CHECKED, (checked + 1) | 0);
    return Atomics.exchange(state, CALLED, 1) === 0;
  }

  #write(place: number, values: readonly number[]): void {
    this.memory.fields.set(values, place * FIELD_COUNT);
  }

  #read(place: number, field: number): number {
    return this.memory.fields[place * FIELD_COUNT + field] ?? 0;
  }
}
