/** What is kept, in lines and in characters. */
const kept = { lines: 1_000, characters: 8 * 1024 * 1024 };
/** One that grows beyond it by this much is cut: moving lines for each one costs more, and later ones outlive a collection. */
const slack = 1.25;

/** The last lines of a log: what callers make it print cannot fill the memory. */
export class RecentLines<Line> {
  readonly #lengthOf: (line: Line) => number;
  #lines: Line[] = [];
  #characters = 0;

  /** @param lengthOf characters that a line takes */
  constructor(lengthOf: (line: Line) => number) {
    this.#lengthOf = lengthOf;
  }

  add(line: Line): void {
    this.#lines.push(line);
    this.#characters += this.#lengthOf(line);
    const isFull =
      this.#lines.length >= slack * kept.lines || this.#characters >= slack * kept.characters;
    if (isFull) this.#cut();
  }

  /** Oldest first. */
  last(): readonly Line[] {
    return this.#lines.slice(-kept.lines);
  }

  #cut(): void {
    const surplus = this.#lines.length - kept.lines;
    let first = 0;
    for (const line of this.#lines) {
      if (first >= surplus && this.#characters <= kept.characters) break;
      this.#characters -= this.#lengthOf(line);
      first += 1;
    }
    this.#lines = this.#lines.slice(first);
  }
}
