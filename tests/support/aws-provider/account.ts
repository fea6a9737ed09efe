import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Properties } from "../../../local/program/graph.ts";

/** A resource that exists in the account. */
export interface Held {
  readonly type: string;
  readonly id: string;
  readonly urn: string;
  /** What id and computed attributes were derived from. */
  readonly seed: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** The AWS account: a file, so that it outlives the provider's process and tests can change it. */
export class Account {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  all(): readonly Held[] {
    if (!existsSync(this.#file)) return [];
    return JSON.parse(readFileSync(this.#file, "utf8")) as Held[];
  }

  ofType(type: string): readonly Held[] {
    return this.all().filter((held) => held.type === type);
  }

  /** @param within the properties of the resource, as far as its id is unique only together with them */
  find(type: string, id: string, within?: Properties): Held | undefined {
    return this.ofType(type).find(
      (held) => held.id === id && (!within || apiOf(held.inputs) === apiOf(within)),
    );
  }

  /** Adds a resource, or changes the one that it is. */
  put(held: Held): void {
    this.#write([...this.#others(held), held]);
  }

  remove(held: Held): void {
    this.#write(this.#others(held));
  }

  #others({ type, id, inputs }: Held): Held[] {
    return this.all().filter(
      (held) => held.type !== type || held.id !== id || apiOf(held.inputs) !== apiOf(inputs),
    );
  }

  /** Whole or not at all: the process may be killed at any moment. */
  #write(all: readonly Held[]): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(all, null, 1));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** Every API may have a stage `$default`. */
function apiOf({ apiId }: Properties): unknown {
  return apiId;
}
