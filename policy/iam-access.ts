import { conditionsOf, principalsOf, type Statement } from "./iam-document.ts";
import { holdsUnknown, isObject, type Properties } from "./values.ts";

/** Conditions that leave of everybody an organization, an account or a role. */
const CALLER_KEYS = [
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceOrgID",
  "kms:CallerAccount",
];

/** Whether a statement lets everybody in: `*` as the principal, and no condition on who that is. */
export function isForEverybody({ effect, members }: Statement): boolean {
  if (effect === "Deny" || holdsUnknown(members)) return false;
  if (!principalsOf(members).includes("*")) return false;
  return !CALLER_KEYS.some((key) => conditionsOf(members, key).length > 0);
}

/** Names of all condition keys of a statement, in lower case. */
export function conditionKeysOf({ Condition: conditions }: Properties): readonly string[] {
  if (!isObject(conditions)) return [];
  return Object.values(conditions)
    .filter(isObject)
    .flatMap((keys) => Object.keys(keys).map((key) => key.toLowerCase()));
}

/**
 * Whether an action of a policy, which may hold `*` and `?`, covers the one of that name. Actions have no case. Takes
 * time in proportion to both texts, whatever they hold.
 */
export function covers(pattern: string, action: string): boolean {
  const [wild, text] = [pattern.toLowerCase(), action.toLowerCase()];
  let [at, star, resume] = [0, -1, 0];
  for (let i = 0; i < text.length;) {
    if (wild[at] === "*") [star, resume, at] = [at, i, at + 1];
    else if (wild[at] === "?" || wild[at] === text[i]) [at, i] = [at + 1, i + 1];
    else if (star < 0) return false;
    else [at, resume, i] = [star + 1, resume + 1, resume + 1];
  }
  return /^\**$/.test(wild.slice(at));
}

/** Whether a resource of a policy stands for all of its kind, such as `*` or `arn:aws:iam::123456789012:role/*`. */
export function isAnyResource(resource: string): boolean {
  return /^(\*|arn(:[^:]*){4}:([\w-]+[/:])?\*)$/.test(resource);
}
