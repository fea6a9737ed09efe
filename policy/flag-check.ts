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
