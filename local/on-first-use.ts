/**
 * Remembers what the first call made. For modules that load on first use (T16): `import()` of a module that is there
 * already still costs up to a tenth of a millisecond.
 */
export function onFirstUse<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
