const waiting: (() => void)[] = [];
let isScheduled = false;

/**
 * Waits for a turn of the event loop that nobody else here has. Checking a password and signing tokens cost up to a
 * millisecond on the main thread; sixteen at once would hold every API request up for as long as all of them take.
 */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (!isScheduled) schedule();
  });
}

/** Whether anybody waits for a turn. */
export function hasWaiting(): boolean {
  return waiting.length > 0;
}

function schedule(): void {
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    waiting.shift()?.();
    if (waiting.length > 0) schedule();
  });
}
