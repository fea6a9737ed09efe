/**
 * Texts by names of somebody else's choice: nothing is inherited, so that every name found is one that was set.
 * Unlike `Object.create(null)` it is no hash table, which is slower to fill and to list (T15).
 */
export class OwnNames {
  [name: string]: string;
}
Object.setPrototypeOf(OwnNames.prototype, null);
Reflect.deleteProperty(OwnNames.prototype, "constructor");
