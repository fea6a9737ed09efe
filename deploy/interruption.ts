/** What somebody who wants a command to end has asked for. */
export interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM: nothing more is begun. */
  readonly ending: AbortSignal;
  /** Aborted where the engine has to be told as well. */
  readonly engine: AbortSignal;
}

/**
 * Listens for signals: the first one lets the engine end in good order, a second one ends this process at once and
 * leaves a lock behind.
 */
export function interruption(tell: (text: string) => void): Interruption {
  const ending = new AbortController();
  const engine = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (ending.signal.aborted) process.exit(1);
    ending.abort();
    tell(`${name}: ending after what is under way; once more to abandon it.\n`);
    // On a terminal Ctrl-C reaches the engine by itself, and a second signal would be its abandonment.
    if (name !== "SIGINT" || !process.stdin.isTTY) engine.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, onSignal);
  return { ending: ending.signal, engine: engine.signal };
}
