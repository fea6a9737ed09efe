/**
 * The values that `--config KEY=VALUE` sets, by key; of several for one key the last counts.
 * @param refusal makes the error for a text without a key, of the command's own kind
 */
export function configurationOf(
  pairs: readonly string[],
  refusal: (message: string) => Error,
): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw refusal(`--config ${pair}: write it as KEY=VALUE.`);
    }),
  );
}
