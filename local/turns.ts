/** Runs changes one after another: of two at once, each would leave half of itself. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the change when those before it have ended, well or not. */
  take<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(change);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
