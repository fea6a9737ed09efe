/**
 * A signal that aborts on the first SIGINT or SIGTERM, so that the engine ends in good order. A second one
 * ends this process at once and leaves a lock behind.
 */
export function interruption(tell: (text: string) => void): AbortSignal {
  const controller = new AbortController();
  let isEnding = false;
  const onSignal = (name: NodeJS.Signals): void => {
    if (isEnding) process.exit(1);
    isEnding = true;
    tell(`${name}: ending after what is under way; once more to abandon it.\n`);
    // On a terminal Ctrl-C reaches the engine as well, and a second signal would be its abandonment.
    if (name !== "SIGINT" || !process.stdin.isTTY) controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, onSignal);
  return controller.signal;
}
