import type { Check, Context } from "./rule.ts";

/**
 * The check of a property that is true or false.
 * @param wanted the good value
 * @param byDefault what AWS takes where nothing is set
 */
export function flagIs(property: string, wanted: boolean, byDefault: boolean): Check<Context> {
  return function* (resource) {
    if (resource.flag(property, byDefault) === wanted) return;
    yield resource.violation(property, String(wanted));
  };
}

/**
 * The check of a property with one good word.
 * @param byDefault what AWS takes where nothing is set
 */
export function textIs(property: string, wanted: string, byDefault = ""): Check<Context> {
  return function* (resource) {
    if (resource.text(property, byDefault) !== wanted) yield resource.violation(property, wanted);
  };
}

/**
 * The check of a list in which some words must not be.
 * @param wanted what stands there instead, as the finding says it
 */
export function hasNone(
  property: string,
  refused: readonly string[],
  wanted: string,
): Check<Context> {
  return function* (resource) {
    for (const { path, value } of resource.texts(property)) {
      if (refused.includes(value)) yield resource.violation(path, wanted);
    }
  };
}
