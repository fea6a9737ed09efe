import { CannotJudge, type Resource } from "./resource.ts";
import type { StackContext } from "./rule.ts";
import { WEB_ACL_RULE, WEB_ACL_RULE_GROUP_ASSOCIATION } from "./types.ts";
import {
  holdsUnknown,
  isList,
  isObject,
  type Path,
  type Properties,
  type Value,
  valueAt,
} from "./values.ts";

/** One rule of a web ACL, wherever the program wrote it, with the members that `rules` has. */
export interface AclRule {
  readonly path: Path;
  readonly members: Properties;
}

/** The rules of a web ACL that are known: its own, those of its JSON, and those made beside it. */
export function rulesOf(acl: Resource, { stack }: StackContext): readonly AclRule[] {
  const beside = stack
    .sources(acl, WEB_ACL_RULE, "webAclArn")
    .flatMap((rule) => ruleAt("", rule.facts.props));
  const groups = stack
    .sources(acl, WEB_ACL_RULE_GROUP_ASSOCIATION, "webAclArn")
    .flatMap((group) => ruleAt("", ruleOfGroup(group.facts.props)));
  return [...ownRulesOf(acl), ...beside, ...groups];
}

/** Those that stand in the ACL itself. */
export function ownRulesOf(acl: Resource): readonly AclRule[] {
  const listed = acl.items("rules").flatMap(({ path, value }) => ruleAt(path, value));
  return [...listed, ...rulesOfJson(acl)];
}

/**
 * Whether a web ACL has a rule of that kind.
 * @throws {CannotJudge} where a rule that is not known yet may be of the kind
 */
export function hasRule(
  acl: Resource,
  context: StackContext,
  isOfKind: (rule: Properties) => boolean,
): boolean {
  const rules = rulesOf(acl, context);
  if (rules.some(({ members }) => isOfKind(members))) return true;
  const list = valueAt(acl.facts.props, "rules") ?? [];
  const isUnknown = isList(list) && list.some((rule) => typeof rule === "symbol");
  if (isUnknown || rules.some(({ members }) => holdsUnknown(members))) {
    throw new CannotJudge({ path: "rules", because: "unknown" });
  }
  return false;
}

/** Whether a rule stops a request, instead of counting it or letting it through. */
export function stops(rule: Properties): boolean {
  return ["action.block", "action.captcha", "action.challenge", "overrideAction.none"].some(
    (path) => valueAt(rule, path) !== undefined,
  );
}

function ruleAt(path: Path, members: Value): readonly AclRule[] {
  return isObject(members) ? [{ path, members }] : [];
}

function ruleOfGroup({ overrideAction = "none", managedRuleGroup = null }: Properties): Properties {
  const action = typeof overrideAction === "string" ? { [overrideAction]: {} } : overrideAction;
  return {
    overrideAction: action,
    statement: { managedRuleGroupStatement: managedRuleGroup },
  };
}

/** The JSON is as the service takes it: names begin with a capital. */
function rulesOfJson(acl: Resource): readonly AclRule[] {
  const text = acl.text("ruleJson");
  if (text === "") return [];
  try {
    const rules = inCamelCase(JSON.parse(text) as Value);
    return isList(rules) ? rules.flatMap((rule) => ruleAt("ruleJson", rule)) : [];
  } catch {
    return [];
  }
}

function inCamelCase(value: Value): Value {
  if (isList(value)) return value.map(inCamelCase);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      inCamelCase(member),
    ]),
  );
}
