import type { Rule, Shape } from "../../json-api/input.ts";
import { members, type Properties, type Value } from "../../program/graph.ts";

// The provider's names where they are not the service's with a small letter.
const NAMES: { readonly [member: string]: string } = {
  AllowedOAuthFlows: "allowedOauthFlows",
  AllowedOAuthFlowsUserPoolClient: "allowedOauthFlowsUserPoolClient",
  AllowedOAuthScopes: "allowedOauthScopes",
  AttributesRequireVerificationBeforeUpdate: "attributesRequireVerificationBeforeUpdates",
  BlockedIPRangeList: "blockedIpRangeLists",
  CallbackURLs: "callbackUrls",
  ClientName: "name",
  CSS: "css",
  CustomSMSSender: "customSmsSender",
  DefaultRedirectURI: "defaultRedirectUri",
  EventFilter: "eventFilters",
  From: "fromEmailAddress",
  KMSKeyID: "kmsKeyId",
  LogoutURLs: "logoutUrls",
  PoolName: "name",
  SMSMessage: "smsMessage",
  SkippedIPRangeList: "skippedIpRangeLists",
  Schema: "schemas",
  UserPoolTags: "tags",
};

/** An operation's input as the inputs of the resource that it makes (design 5: the graph knows one form only). */
export function toProperties(
  shape: Shape,
  input: { readonly [member: string]: unknown },
): Properties {
  const entries = Object.entries(shape).flatMap(([member, rule]) => {
    const value = input[member];
    return value === undefined ? [] : [[propertyOf(member), toProperty(rule, value)] as const];
  });
  return Object.fromEntries(entries);
}

function toProperty(rule: Rule, value: unknown): Value {
  if (rule.kind === "structure") return toProperties(rule.shape, value as Properties);
  if (rule.kind === "list") return (value as Value[]).map((item) => toProperty(rule.item, item));
  return value as Value;
}

/** The inputs of a resource in the form of operations: those members that it has. */
export function fromProperties(
  shape: Shape,
  properties: Properties,
): { readonly [member: string]: unknown } {
  const entries = Object.entries(shape).flatMap(([member, rule]) => {
    const value = properties[propertyOf(member)];
    const isGiven = value !== undefined && value !== null;
    return isGiven ? [[member, fromProperty(rule, value)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function fromProperty(rule: Rule, value: Value): unknown {
  if (rule.kind === "structure") return fromProperties(rule.shape, members(value));
  if (rule.kind !== "list") return value;
  return (Array.isArray(value) ? value : [value]).map((item) => fromProperty(rule.item, item));
}

function propertyOf(member: string): string {
  return NAMES[member] ?? member.charAt(0).toLowerCase() + member.slice(1);
}
