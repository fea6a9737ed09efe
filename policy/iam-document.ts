import type { Resource } from "./resource.ts";
import {
  isList,
  isObject,
  type Path,
  type Properties,
  type Value,
  valueAt,
  within,
} from "./values.ts";

/** One statement of a policy document, and where the document stands. */
export interface Statement {
  /** Path of the property that holds the document. */
  readonly path: Path;
  readonly effect: "Allow" | "Deny";
  /** As written; empty with `NotAction`. */
  readonly actions: readonly string[];
  /** As written; empty with `NotResource`, and in trust policies. */
  readonly resources: readonly string[];
  /** The statement as it stands, for what else a rule asks. */
  readonly members: Properties;
}

/** Properties that hold documents, by how they are found in a resource. */
const INLINE = "inlinePolicies";
const DOCUMENT = "policy";

/**
 * The statements of a role's inline policies, of a role policy or of a managed policy. A text that is no policy
 * document has none: the service refuses it.
 * @throws {CannotJudge} when a whole document is unknown
 */
export function* statementsOf(resource: Resource): Iterable<Statement> {
  const inline = resource.items(INLINE).map(({ path }) => within(path, DOCUMENT));
  const paths = [DOCUMENT, ...inline].filter((path) => resource.has(path));
  // An unknown document ends the check, so the known ones come first.
  const isUnknown = (path: Path): boolean =>
    typeof valueAt(resource.facts.props, path) === "symbol";
  const known = paths.filter((path) => !isUnknown(path));
  for (const path of [...known, ...paths.filter(isUnknown)]) yield* statementsAt(resource, path);
}

/** The statements of the one document at a path, a trust policy for instance. */
export function statementsAt(resource: Resource, path: Path): readonly Statement[] {
  const value = resource.value(path);
  const document = typeof value === "string" ? parsed(value) : value;
  if (!isObject(document)) return [];
  return listed(document["Statement"])
    .filter(isObject)
    .map((members) => ({
      path,
      effect: members["Effect"] === "Deny" ? "Deny" : "Allow",
      actions: textsIn(members["Action"]),
      resources: textsIn(members["Resource"]),
      members,
    }));
}

/** One operator of a statement's conditions, and what it holds the key against. */
export interface Condition {
  /** As written, such as `StringEquals` or `ForAnyValue:StringLike`. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** The conditions of a statement on one key. Keys have no case. */
export function conditionsOf(statement: Properties, key: string): readonly Condition[] {
  const conditions = statement["Condition"];
  if (!isObject(conditions)) return [];
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {})
      .filter(([name]) => name.toLowerCase() === key.toLowerCase())
      .map(([, value]) => ({ operator, values: textsIn(value) })),
  );
}

/** Who a statement is about: services, accounts and providers alike; `*` for everybody. */
export function principalsOf(statement: Properties): readonly string[] {
  const principal = statement["Principal"];
  return isObject(principal) ? Object.values(principal).flatMap(textsIn) : textsIn(principal);
}

/** One value or a list of them, as policy documents take both. */
function textsIn(value: Value | undefined): readonly string[] {
  return listed(value).filter((one) => typeof one === "string");
}

function listed(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
