import * as pulumi from "@pulumi/pulumi";

/**
 * Things that a program names after the resource that needs them all: routes come after their
 * stage. The list closes when the program's turn ends, which for a program that awaits nothing is
 * at its end.
 */
export class Gathered<Item> {
  /** All of them, once the turn has ended; never, where an error has ended it. */
  public readonly items: Promise<readonly Item[]>;
  private readonly list: Item[] = [];
  private closed = false;

  constructor() {
    this.items = new Promise((resolve) => {
      setImmediate(() => {
        this.closed = true;
        // What has waited for half of a list would change a stack that is to stay as it is. Without
        // an engine there is none.
        const isFailing = pulumi.runtime.hasEngine() && pulumi.log.hasErrors();
        if (!isFailing) resolve(this.list);
      });
    });
  }

  /** Whether it is too late to add. */
  public get isClosed(): boolean {
    return this.closed;
  }

  public add(item: Item): void {
    this.list.push(item);
  }
}
