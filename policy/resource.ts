import {
  isList,
  isObject,
  type Known,
  type Path,
  pathText,
  type Properties,
  quoted,
  SECRET,
  type Value,
  valueAt,
  within,
} from "./values.ts";

/** A resource as the recorder or the engine tells it. */
export interface ResourceFacts {
  readonly urn: string;
  /** Pulumi type token. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** URN; undefined for the stack. */
  readonly parent?: string | undefined;
  /** Inputs, with what the provider computed over them where that is known. */
  readonly props: Properties;
  /** URNs, explicit and through properties. */
  readonly dependencies: readonly string[];
  /** URNs by the property that they came through. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly options: { readonly protect: boolean; readonly ignoreChanges: readonly string[] };
  /** Whether secrets are {@link SECRET}. The engine hands them over in clear, and tells of none. */
  readonly tellsSecrets?: boolean;
}

/** One member of a list, and where it stands. */
export interface Item<T extends Value = Known> {
  readonly path: Path;
  readonly value: T;
}

/** What a check has found wrong. */
export interface Finding {
  readonly kind: "violation";
  /** The resource that has to change, where it is not the one that is judged. */
  readonly resource: ResourceFacts;
  /** Empty where nothing of the resource's own is wrong, but something beside it is missing. */
  readonly path: Path;
  readonly found: Value | undefined;
  /** What is missing beside the resource, as in `has no web ACL`. */
  readonly lacking?: string;
  /** What the provider takes where nothing is set. */
  readonly byDefault: Known | undefined;
  /** The good value, as in "wanted: 14 or more". */
  readonly wanted: string;
  /** Over the policy's own. */
  readonly level?: "mandatory" | "advisory";
  /** Over the policy's own. */
  readonly remedy?: string;
}

/** A value that cannot be judged now. */
export interface Unjudged {
  readonly path: Path;
  readonly because: "unknown" | "secret";
}

/** Ends a check: the value it needs cannot be judged. */
export class CannotJudge extends Error {
  readonly unjudged: Unjudged;
  constructor(unjudged: Unjudged) {
    super(pathText(unjudged.path));
    this.unjudged = unjudged;
  }
}

/** Ends a check: the value is of a type that the provider does not take. */
export class WrongType extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(pathText(finding.path));
    this.finding = finding;
  }
}

/** What a finding may say besides: `found` is what to quote where the path holds more than that. */
type Details = Partial<Pick<Finding, "level" | "remedy" | "found">>;

/**
 * A resource as checks read it. Reading a value that is unknown, secret or of the wrong type ends the check with the
 * right answer, so that checks never ask for that themselves.
 */
export class Resource {
  readonly facts: ResourceFacts;
  readonly #unjudged: Unjudged[];
  readonly #defaults = new Map<string, Known>();

  /** @param unjudged gathers the list members that were passed over */
  constructor(facts: ResourceFacts, unjudged: Unjudged[]) {
    this.facts = facts;
    this.#unjudged = unjudged;
  }

  /** Whether anything is set there; a value that is not known yet is, an empty text is how providers write nothing. */
  has(path: Path): boolean {
    return (valueAt(this.facts.props, path) ?? "") !== "";
  }

  /** @throws {CannotJudge} */
  value(path: Path): Known | undefined {
    return this.#known(path, valueAt(this.facts.props, path));
  }

  /** @param byDefault what the provider takes where nothing is set */
  text(path: Path, byDefault = ""): string {
    const value = this.#read(path, byDefault);
    return typeof value === "string" ? value : this.#wrong(path, "a text");
  }

  number(path: Path, byDefault: number): number {
    const value = this.#read(path, byDefault);
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number)
      ? number
      : this.#wrong(path, "a number");
  }

  flag(path: Path, byDefault: boolean): boolean {
    const value = this.#read(path, byDefault);
    if (value === true || value === "true") return true;
    return value === false || value === "false" ? false : this.#wrong(path, "true or false");
  }

  /** The members that are known; none where nothing is set. */
  items(path: Path): readonly Item[] {
    const value = this.value(path);
    if (value === undefined) return [];
    if (!isList(value)) return this.#wrong(path, "a list");
    return value.flatMap((member, index) => {
      const at = within(path, index);
      if (typeof member !== "symbol") return [{ path: at, value: member }];
      this.#unjudged.push(unjudged(at, member));
      return [];
    });
  }

  /** The same for a list of texts. */
  texts(path: Path): readonly Item<string>[] {
    return this.items(path).map(({ path: at, value }) => ({
      path: at,
      value: typeof value === "string" ? value : this.#wrong(at, "a text"),
    }));
  }

  /**
   * Whether a list of texts has the member.
   * @throws {CannotJudge} where a member that is not known yet may be it
   */
  includes(path: Path, text: string): boolean {
    const value = this.value(path);
    if (value === undefined) return false;
    if (!isList(value)) return this.#wrong(path, "a list");
    if (value.includes(text)) return true;
    for (const [index, member] of value.entries()) this.#known(within(path, index), member);
    return false;
  }

  /** Whether a text stands there that anybody can read in the state; false where that is not told. */
  isInClear(path: Path): boolean {
    const value = valueAt(this.facts.props, path);
    return this.facts.tellsSecrets === true && typeof value === "string" && value !== "";
  }

  /** The members of an object that are set, by name; none where nothing is set. */
  members(path: Path): Properties {
    const value = this.value(path);
    if (value === undefined) return {};
    const only = isList(value) && value.length === 1 ? value[0] : value;
    return isObject(only) ? only : this.#wrong(path, "an object");
  }

  /** Says that what stands at the path is wrong. */
  violation(path: Path, wanted: string, details: Details = {}): Finding {
    const byDefault = this.#defaults.get(pathText(path));
    const found = valueAt(this.facts.props, path);
    return { kind: "violation", resource: this.facts, path, found, byDefault, wanted, ...details };
  }

  /** Says that something is missing beside the resource, such as "web ACL". */
  lacks(lacking: string, wanted: string, details: Details = {}): Finding {
    return { ...this.violation("", wanted, details), lacking };
  }

  #read(path: Path, byDefault: Known): Known {
    const value = this.value(path);
    if (value !== undefined) return value;
    this.#defaults.set(pathText(path), byDefault);
    return byDefault;
  }

  #known(path: Path, value: Value | undefined): Known | undefined {
    if (typeof value === "symbol") throw new CannotJudge(unjudged(path, value));
    return value;
  }

  #wrong(path: Path, wanted: string): never {
    throw new WrongType(this.violation(path, wanted));
  }
}

/** The finding as a sentence. */
export function sentenceOf(finding: Finding): string {
  const { resource, path, found, byDefault, wanted, lacking } = finding;
  const kind = resource.type.split(":").at(-1) ?? resource.type;
  const who = `${kind} "${resource.name}"`;
  if (lacking !== undefined) return `${who} has no ${lacking}; wanted: ${wanted}.`;
  const implied = found === undefined && byDefault !== undefined && byDefault !== "";
  const meaning = implied ? `, which means ${quoted(byDefault)}` : "";
  return `${who}: ${pathText(path)} is ${quoted(found)}${meaning}; wanted: ${wanted}.`;
}

function unjudged(path: Path, value: symbol): Unjudged {
  return { path, because: value === SECRET ? "secret" : "unknown" };
}
