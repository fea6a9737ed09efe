import { invalidParameter, TEXTS } from "../../json-api/errors.ts";
import { foldName } from "../names.ts";
import type { UserPool } from "../pool.ts";
import { SEARCHED_ATTRIBUTES } from "../tables/schema.ts";
import type { SearchColumn, UserQuery } from "../tables/user-search.ts";
import type { User } from "../tables/users.ts";

/** What a list of users is searched for; `keyOf` gives the value that the list is ordered by. */
export type UserFilter = UserQuery & { keyOf(user: User): string };

const FILTER = /^\s*"?([^\s"=^]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s;

interface Searchable {
  readonly column: SearchColumn;
  readonly valueOf: (user: User) => string;
  /** Whether the pool looks at the case of letters. */
  readonly isExact: (pool: UserPool) => boolean;
}

const asPoolFolds = ({ isCaseSensitive }: UserPool): boolean => isCaseSensitive;

// Names whose case a pool may not look at (C253); all other attributes are what was written.
const FOLDED = ["email", "preferred_username"];

/** What users can be searched by, by the name in filters (C241). */
const SEARCHABLE: ReadonlyMap<string, Searchable> = new Map<string, Searchable>([
  ["sub", { column: "sub", valueOf: ({ sub }) => sub, isExact: () => true }],
  ["username", { column: "name_key", valueOf: ({ username }) => username, isExact: () => true }],
  [
    "cognito:user_status",
    { column: "status", valueOf: ({ status }) => status, isExact: () => false },
  ],
  ...SEARCHED_ATTRIBUTES.map((name): [string, Searchable] => [
    name,
    {
      column: name,
      valueOf: ({ attributes }) => attributes[name] ?? "",
      isExact: FOLDED.includes(name) ? asPoolFolds : () => true,
    },
  ]),
]);

/**
 * Reads a filter of ListUsers (C241); an empty one lets everybody pass.
 * @throws ServiceError InvalidParameterException for one that cannot be read, or for another attribute
 */
export function readUserFilter(pool: UserPool, text: string): UserFilter {
  if (text.trim() === "") return { kind: "all", keyOf: () => "" };
  const [, attribute = "", operator, quoted] = FILTER.exec(text) ?? [];
  if (operator === undefined || quoted === undefined) throw invalidParameter(TEXTS.badFilter);
  const value = quoted.replaceAll(/\\(.)/gs, "$1");
  const isPrefix = operator === "^=";
  if (attribute === "status") return enabledFilter(value, isPrefix);
  const searchable = SEARCHABLE.get(attribute);
  if (!searchable) throw invalidParameter(`Invalid search attribute: ${attribute}`);
  const { column, valueOf, isExact } = searchable;
  const isName = column === "name_key";
  const fold = (name: string): string => (isName ? foldName(pool, name) : name);
  return {
    kind: isPrefix ? "prefix" : "equal",
    column,
    value: fold(value),
    isExact: isExact(pool),
    keyOf: (user) => fold(valueOf(user)),
  };
}

/** `status`, which is about being enabled (C241). */
function enabledFilter(value: string, isPrefix: boolean): UserFilter {
  const meant = ["Enabled", "Disabled"].filter((status) =>
    isPrefix ? status.startsWith(value) : status === value,
  );
  const keyOf = (): string => "";
  if (meant.length === 2) return { kind: "all", keyOf };
  return {
    kind: "enabled",
    isEnabled: meant[0] === undefined ? null : meant[0] === "Enabled",
    keyOf,
  };
}
