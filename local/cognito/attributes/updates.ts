import { claimAliases, moveNames } from "./aliases.ts";
import type { AttributeRule } from "./schema.ts";
import { type AttributeInput, checkValue, fixedAttribute, neededAttribute } from "./writes.ts";
import { checkCode, sendCode } from "../messages/codes.ts";
import { type CodeDelivery } from "../messages/delivery.ts";
import { type ContactAttribute, isContact, type UserPool } from "../pool.ts";
import type { SenderContext } from "../service.ts";
import type { Attributes, User } from "../tables/users.ts";

/** The rule of an attribute that the caller may write; throws for any other. */
export type RuleOf = (name: string) => AttributeRule;

/** An address or number that a code proves. */
interface Proof {
  readonly attribute: ContactAttribute;
  /** The new value where the old one stays until then (C274). */
  readonly pending: string | null;
}

/** Changes attributes of a user and sends the codes that the pool asks for (C228, C239). @returns where they went */
export async function updateAttributes(
  context: SenderContext,
  user: User,
  change: { readonly given: readonly AttributeInput[]; readonly ruleOf: RuleOf },
): Promise<readonly CodeDelivery[]> {
  const { attributes, proofs } = planUpdate(context.pool, user, change);
  const changed = storeAttributes(context, user, attributes);
  for (const { Name: name, Value: value } of change.given) {
    if (isContact(name) && value === user.attributes[name]) withdrawPending(context, user, name);
  }
  const deliveries: CodeDelivery[] = [];
  for (const { attribute, pending } of proofs) {
    const purpose = `verify-${attribute}` as const;
    const occasion = "UpdateUserAttribute";
    deliveries.push(
      await sendCode(context, { user: changed, purpose, attribute, pending, occasion }),
    );
  }
  return deliveries;
}

/** Whoever writes the old value again wants no other one: a code for that must not bring it back (C274). */
function withdrawPending(
  { service, pool }: SenderContext,
  user: User,
  attribute: ContactAttribute,
): void {
  const purpose = `verify-${attribute}` as const;
  const { codes } = service.store;
  if (codes.find(pool.id, user.sub, purpose)?.pending) codes.remove(pool.id, user.sub, purpose);
}

function planUpdate(
  pool: UserPool,
  user: User,
  { given, ruleOf }: { readonly given: readonly AttributeInput[]; readonly ruleOf: RuleOf },
): { readonly attributes: Attributes; readonly proofs: readonly Proof[] } {
  const attributes: Record<string, string> = { ...user.attributes };
  const proofs: Proof[] = [];
  const isVouchedFor = (name: string): boolean =>
    given.some(({ Name, Value }) => Name === `${name}_verified` && Value === "true");
  for (const { Name: name, Value: value = "" } of given) {
    const rule = ruleOf(name);
    if ((user.attributes[name] ?? "") === value) continue;
    refuseUpdate(rule, value);
    const isUnproved = isContact(name) && !isVouchedFor(name);
    const isKept = isUnproved && value !== "" && pool.verifiedBeforeUpdate.includes(name);
    if (!isKept) attributes[name] = value;
    if (isUnproved && !isKept) attributes[`${name}_verified`] = "false";
    if (isUnproved && value !== "" && (isKept || pool.autoVerified.includes(name))) {
      proofs.push({ attribute: name, pending: isKept ? value : null });
    }
  }
  return { attributes: withoutEmpty(attributes), proofs };
}

function refuseUpdate(rule: AttributeRule, value: string): void {
  if (!rule.isMutable) throw fixedAttribute(rule.name);
  if (rule.isRequired && value === "") throw neededAttribute(rule.name);
  checkValue(rule, value);
}

/** Takes attributes away from a user (C230, C239). */
export function deleteAttributes(
  context: SenderContext,
  user: User,
  change: { readonly names: readonly string[]; readonly ruleOf: RuleOf },
): void {
  const attributes: Record<string, string> = { ...user.attributes };
  for (const name of change.names) {
    refuseUpdate(change.ruleOf(name), "");
    attributes[name] = "";
    if (isContact(name)) attributes[`${name}_verified`] = "";
  }
  storeAttributes(context, user, withoutEmpty(attributes));
}

/** Checks the code that went to an attribute, which is proved from then on (C229). */
export function verifyAttribute(
  context: SenderContext,
  user: User,
  answer: { readonly attribute: ContactAttribute; readonly code: string },
): void {
  const { service, pool } = context;
  const { attribute, code } = answer;
  const purpose = `verify-${attribute}` as const;
  const { pending } = checkCode(context, { subject: user.sub, purpose, code });
  service.store.transaction(() => {
    const value = pending ?? user.attributes[attribute] ?? "";
    const proved = { [attribute]: value, [`${attribute}_verified`]: "true" };
    storeAttributes(context, user, { ...user.attributes, ...proved });
    service.store.codes.remove(pool.id, user.sub, purpose);
  });
}

/**
 * Writes a user's attributes together with the names that follow from them. A code that went to what an attribute was
 * before proves nothing about what it is now.
 * @throws ServiceError AliasExistsException for a value that leads to someone else
 */
function storeAttributes(
  { service, pool }: SenderContext,
  user: User,
  attributes: Attributes,
): User {
  const { users, codes } = service.store;
  const changed: User = { ...user, attributes, modified: service.clock.now() };
  service.store.transaction(() => {
    moveNames({ service, pool }, user, attributes);
    claimAliases({ service, pool }, changed, false);
    for (const name of ["email", "phone_number"] as const) {
      if (attributes[name] !== user.attributes[name]) codes.removeSentTo(pool.id, user.sub, name);
    }
    users.save(changed);
  });
  return changed;
}

/** An attribute without a value is none. */
function withoutEmpty(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
}
