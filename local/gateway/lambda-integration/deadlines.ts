/** A limit that stands. */
export interface Deadline {
  /** Milliseconds on the monotonic clock. */
  readonly at: number;
  readonly onLate: () => void;
  readonly place: number;
}

/**
 * Limits of which hardly any is reached. A timer of Node's for each is a sixtieth of what a small request costs; here one
 * serves all of them: it looks when the first is due, and waits for the next.
 */
export class Deadlines {
  // An array keeps nobody alive who was taken out; an old Map's or Set's table does, and fills the old generation.
  readonly #places: (Deadline | undefined)[] = [];
  readonly #free: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #due = Infinity;

  /** @param at milliseconds on the monotonic clock */
  set(at: number, onLate: () => void): Deadline {
    const place = this.#free.pop() ?? this.#places.length;
    const deadline = { at, onLate, place };
    this.#places[place] = deadline;
    if (at < this.#due) this.#lookAt(at);
    return deadline;
  }

  /** One that has passed may be taken back too. */
  clear(deadline: Deadline): void {
    const { place } = deadline;
    if (this.#places[place] !== deadline) return;
    this.#places[place] = undefined;
    this.#free.push(place);
  }

  #lookAt(at: number): void {
    this.#due = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), Math.ceil(at - performance.now()));
    this.#timer.unref();
  }

  #look(): void {
    const now = performance.now();
    const late: Deadline[] = [];
    let next = Infinity;
    for (const deadline of this.#places) {
      if (!deadline) continue;
      if (deadline.at <= now) late.push(deadline);
      else if (deadline.at < next) next = deadline.at;
    }
    this.#due = Infinity;
    if (next < Infinity) this.#lookAt(next);
    for (const deadline of late) this.#end(deadline);
  }

  #end(deadline: Deadline): void {
    if (this.#places[deadline.place] !== deadline) return;
    this.clear(deadline);
    deadline.onLate();
  }
}
