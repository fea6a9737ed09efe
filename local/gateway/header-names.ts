/** Names known at once; most messages bring the same few. */
const maximumKnown = 256;
const maximumLength = 64;
const known = new Map<string, string>();

/** A header's name in lower case. The same text for the same name: as a key it is found without a look at its characters. */
export function lowerName(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const lower = name.toLowerCase();
  // A flood of odd names must not grow it: starting anew costs next to nothing.
  if (known.size >= maximumKnown) known.clear();
  if (name.length <= maximumLength) known.set(name, lower);
  return lower;
}
