import { STANDARD_ATTRIBUTES } from "./schema.ts";
import type { AppClient } from "../client.ts";
import type { Attributes } from "../tables/users.ts";

const STANDARD: ReadonlySet<string> = new Set(["identities", ...STANDARD_ATTRIBUTES]);

/** Whether the client may read the attribute: what it lists, else the standard ones only (C262). */
export function isReadable(client: AppClient, attribute: string): boolean {
  return (client.readAttributes ?? STANDARD).has(attribute);
}

/** Whether the client may write the attribute (C262). */
export function isWritable(client: AppClient, attribute: string): boolean {
  return (client.writeAttributes ?? STANDARD).has(attribute);
}

/**
 * The user's attributes that the client reads under the granted scopes (C19).
 * @param scope the grant of a sign-in at the domain; null for one through the JSON API, which shows all readable ones
 */
export function visibleAttributes(
  client: AppClient,
  attributes: Attributes,
  scope: string | null,
): readonly (readonly [name: string, value: string])[] {
  const covers = scopeFilter(scope);
  return Object.entries(attributes).filter(
    ([name, value]) => value !== "" && isReadable(client, name) && covers(name),
  );
}

const EMAIL = ["email", "email_verified"];
const PHONE = ["phone_number", "phone_number_verified"];

function scopeFilter(scope: string | null): (attribute: string) => boolean {
  if (scope === null) return () => true;
  const scopes = new Set(scope.split(" "));
  const narrowing = ["email", "phone", "profile"].filter((name) => scopes.has(name));
  // `openid` without a scope that narrows it shows all (C19); so does the scope of the user's own operations.
  if (narrowing.length === 0 || scopes.has("aws.cognito.signin.user.admin")) return () => true;
  return (attribute) => {
    if (EMAIL.includes(attribute)) return scopes.has("email");
    if (PHONE.includes(attribute)) return scopes.has("phone");
    return scopes.has("profile");
  };
}
