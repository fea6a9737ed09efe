import { isWritable } from "../attributes/access.ts";
import type { AttributeRule } from "../attributes/schema.ts";
import { checkValue, requiredAttributeNames } from "../attributes/writes.ts";
import { invalidParameter, notAuthorized, TEXTS } from "../../json-api/errors.ts";
import type { ClientContext } from "../service.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import type { Attributes } from "../tables/users.ts";
import type { ProviderClaims } from "./outcomes.ts";

/**
 * The user's attributes with what the provider says over them (C290).
 * @param earlier those of a user who was here before; undefined at the first sign-in
 * @throws ServiceError for an attribute that is immutable, not the client's to write, of a wrong value, or missing
 */
export function mappedAttributes(
  context: ClientContext,
  provider: IdentityProvider,
  said: { readonly claims: ProviderClaims; readonly earlier: Attributes | undefined },
): Attributes {
  const { claims, earlier } = said;
  const mapped: Record<string, string> = {};
  for (const [attribute, claim] of Object.entries(provider.mapping)) {
    const rule = context.pool.schema.get(attribute);
    const value = Object.hasOwn(claims, claim) ? claimText(claims[claim]) : undefined;
    if (!rule || value === undefined) continue;
    checkWrite(context, rule, earlier !== undefined);
    checkValue(rule, value);
    mapped[attribute] = value;
  }
  const attributes = { ...earlier, ...unproved(mapped, earlier), ...mapped };
  const missing = requiredAttributeNames(context.pool).filter((name) => !attributes[name]);
  if (missing.length > 0) throw invalidParameter(`attributes required: [${missing.join(", ")}]`);
  return attributes;
}

function checkWrite({ client }: ClientContext, rule: AttributeRule, isUpdate: boolean): void {
  const { name, isMutable } = rule;
  // No client can list these, and the provider's word on them is what a mapping asks for.
  if (!name.endsWith("_verified") && !isWritable(client, name)) {
    throw notAuthorized(TEXTS.unwritableAttribute);
  }
  // Overwritten at every sign-in, also by the same value (C290).
  if (isUpdate && !isMutable) throw invalidParameter(`user.${name}: Attribute cannot be updated.`);
}

/** A new address is unverified unless the provider's word on that is mapped too (C291). */
function unproved(mapped: Attributes, earlier: Attributes | undefined): Attributes {
  const changed = ["email", "phone_number"].filter(
    (name) => mapped[name] !== undefined && mapped[name] !== earlier?.[name],
  );
  return Object.fromEntries(changed.map((name) => [`${name}_verified`, "false"]));
}

/**
 * A claim as the attribute that it becomes: texts as they are, several values of a SAML attribute as `[one,two]`, what
 * else JSON has as JSON; undefined for what is not there.
 */
export function claimText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length === 1 ? value[0] : `[${value.join(",")}]`;
  }
  return JSON.stringify(value);
}
