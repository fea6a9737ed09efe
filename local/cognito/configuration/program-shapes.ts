import type { Properties, Value } from "../../program/graph.ts";
import {
  RESOURCE_SERVER,
  USER_GROUP,
  USER_POOL,
  USER_POOL_CLIENT,
  USER_POOL_DOMAIN,
} from "../../program/types.ts";
import type { Rule, Shape } from "../../json-api/input.ts";
import { checkWritten } from "../../json-api/refused-creation.ts";
import { clientSettings } from "./client-shape.ts";
import { domainName } from "./domain-rules.ts";
import { changeableGroupSettings, groupName } from "./group-shape.ts";
import { fromProperties } from "./properties.ts";
import { serverSettings } from "./resource-server-shape.ts";
import { changeableSettings, fixedSettings, policies } from "./user-pool-shape.ts";

/** What operations demand of what a program writes into a resource, by its type. */
const SHAPES: { readonly [type: string]: Shape } = {
  [USER_POOL]: written({ ...changeableSettings, ...fixedSettings, ...policies }),
  [USER_POOL_CLIENT]: written(clientSettings),
  [USER_POOL_DOMAIN]: written({ Domain: domainName }),
  [RESOURCE_SERVER]: written(serverSettings),
  [USER_GROUP]: written({ Name: groupName, ...changeableGroupSettings }),
};

/** The types that {@link checkShape} knows. */
export const SHAPED_TYPES: readonly string[] = Object.keys(SHAPES);

/**
 * Refuses values that break the service model's constraints: lengths, ranges, patterns, enumerations (C157).
 * @param inputs in the provider's form
 * @throws ServiceError as the operation that makes the resource would
 */
export function checkShape(type: string, inputs: Properties): void {
  const shape = SHAPES[type] ?? {};
  checkWritten(shape, fromProperties(shape, withoutUnset(inputs, true)));
}

/** The provider sends no empty texts and lists, and of a resource's own members no zeros. */
function withoutUnset(inputs: Properties, isOutermost: boolean): Properties {
  const given = Object.entries(inputs).filter(
    ([, value]) => !isEmpty(value) && !(isOutermost && value === 0),
  );
  return Object.fromEntries(given.map(([name, value]) => [name, inner(value)]));
}

function isEmpty(value: Value): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

function inner(value: Value): Value {
  if (Array.isArray(value)) return value.map(inner);
  return value !== null && typeof value === "object"
    ? withoutUnset(value as Properties, false)
    : value;
}

/** What is absent is the provider's to name or to miss, and an ARN may be a stand-in of ours. */
function written(shape: Shape): Shape {
  const members = Object.entries(shape).filter(([member]) => !member.endsWith("Arn"));
  return Object.fromEntries(members.map(([member, rule]) => [member, optional(rule)]));
}

function optional(rule: Rule): Rule {
  if (rule.kind === "structure") return { ...rule, isRequired: false, shape: written(rule.shape) };
  if (rule.kind === "list") return { ...rule, isRequired: false, item: optional(rule.item) };
  return { ...rule, isRequired: false };
}
