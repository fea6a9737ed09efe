import { isDeepStrictEqual } from "node:util";
import { computeAttributes } from "../../../local/program/aws-attributes.ts";
import { answerCall } from "../../../local/program/aws-calls.ts";
import type { Registration } from "../../../local/program/aws/registration.ts";
import type { Properties, Resource } from "../../../local/program/graph.ts";
import type { Account, Held } from "./account.ts";
import type { Fault } from "./fault.ts";
import { creationRefusal, deletionRefusal, updateRefusal, writeRefusal } from "./refusals.ts";
import { replacing } from "./replacement.ts";

/** Which resource a call is about. */
export interface Subject {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
}

/** The provider's notes on which inputs it has filled in, as the bridged one keeps them. */
const DEFAULTS = "__defaults";

/** Names that AWS asks for and Pulumi makes up. */
const AUTONAMED = ["name", "statementId"];

/** How one input differs, and whether that makes another resource. */
export interface Difference {
  readonly property: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

/**
 * The AWS provider, with a file for an account. Ids and computed attributes are those of the local
 * runtime: the two imitations of AWS are one.
 */
export class Provider {
  readonly #account: Account;
  readonly #fault: Fault;
  #region = "us-east-1";

  constructor(account: Account, fault: Fault) {
    this.#account = account;
    this.#fault = fault;
  }

  configure(region: string | undefined): void {
    if (region) this.#region = region;
  }

  /** The inputs with names filled in: the one it has, or a new one. */
  async check(subject: Subject, olds: Properties, news: Properties): Promise<Properties> {
    const { outputs } = await this.#free(subject, news);
    const missing = AUTONAMED.filter((property) => property in outputs && !(property in news));
    const names = missing.map((property) => [property, olds[property] ?? outputs[property] ?? ""]);
    return { ...news, ...Object.fromEntries(names), [DEFAULTS]: missing };
  }

  diff({ type }: Subject, olds: Properties, news: Properties): Difference[] {
    const properties = new Set([...Object.keys(olds), ...Object.keys(news)]);
    properties.delete(DEFAULTS);
    const changed = [...properties].filter((name) => !isDeepStrictEqual(olds[name], news[name]));
    const replaces = new Set(replacing(type, changed));
    return changed.map((property) => ({
      property,
      kind: !(property in olds) ? "add" : property in news ? "update" : "delete",
      replaces: replaces.has(property),
    }));
  }

  create(subject: Subject, inputs: Properties): Promise<Held> {
    return this.#fault.around("create", subject.type, async () => {
      throwIfRefused(creationRefusal(subject.type, inputs, this.#account));
      const held = await this.#free(subject, inputs);
      if (this.#account.find(held.type, held.id, inputs)) {
        throw new Error(`ResourceAlreadyExistsException: ${held.type} ${held.id}`);
      }
      this.#account.put(held);
      return held;
    });
  }

  read({ type }: Subject, id: string, properties: Properties): Promise<Held | undefined> {
    return this.#fault.around("read", type, () => this.#account.find(type, id, properties));
  }

  update(subject: Subject, id: string, olds: Properties, news: Properties): Promise<Held> {
    return this.#fault.around("update", subject.type, async () => {
      const held = this.#account.find(subject.type, id, olds);
      if (!held) throw new Error(`NotFoundException: ${subject.type} ${id}`);
      throwIfRefused(updateRefusal(held, news) ?? writeRefusal(subject.type, news, this.#account));
      const changed = { ...(await this.#made(subject, news, held.seed)), id };
      this.#account.put(changed);
      return changed;
    });
  }

  delete({ type }: Subject, id: string, properties: Properties): Promise<void> {
    return this.#fault.around("delete", type, () => {
      const held = this.#account.find(type, id, properties);
      if (!held) return; // gone already, which is what was asked for
      throwIfRefused(deletionRefusal(held, this.#account));
      this.#account.remove(held);
    });
  }

  invoke(token: string, inputs: Properties): Record<string, unknown> {
    return answerCall({ token, inputs }, this.#region);
  }

  cancel(): void {
    this.#fault.cancel();
  }

  /**
   * The resource with an id that nothing has yet, as far as AWS makes it up. The first is derived
   * from the URN as the local runtime does it; its replacement, made before it goes, gets another.
   */
  async #free(subject: Subject, inputs: Properties): Promise<Held> {
    let last: Held | undefined;
    for (let count = 0; ; count += 1) {
      const seed = count === 0 ? subject.urn : `${subject.urn} ${count}`;
      const held = await this.#made(subject, inputs, seed);
      const isTaken = this.#account.find(held.type, held.id, inputs) !== undefined;
      if (!isTaken || held.id === last?.id) return held;
      last = held;
    }
  }

  async #made(subject: Subject, inputs: Properties, seed: string): Promise<Held> {
    const { type, urn } = subject;
    const { [DEFAULTS]: _, ...stated } = inputs;
    const registration: Registration = {
      ...subject,
      urn: seed,
      region: typeof inputs["region"] === "string" ? inputs["region"] : this.#region,
      inputs: stated,
      givenId: undefined,
      find: (otherType, id) => asResource(this.#account.find(otherType, id)),
      addressOf: undefined,
    };
    const { id, outputs } = await computeAttributes(registration, false);
    return { type, urn, id, seed, inputs, outputs: { ...stated, ...outputs } };
  }
}

function throwIfRefused(refusal: string | undefined): void {
  if (refusal !== undefined) throw new Error(refusal);
}

function asResource(held: Held | undefined): Resource | undefined {
  return held && { ...held, name: "", parent: null, dependsOn: [], region: "", secrets: [] };
}
