import type { VerifiedLogin } from "./logins.ts";
import type { IdentityPool } from "./pool.ts";

/** The session tags of a signed-in user: attributes for access control (C320). A claim that is not there gives none. */
export function principalTags(
  pool: IdentityPool,
  login: VerifiedLogin | undefined,
): Readonly<Record<string, string>> {
  const mapped = login && pool.principalTags.get(login.provider);
  const tags = [...(mapped ?? [])].flatMap(([tag, claim]) => {
    const value = login?.claims[claim];
    return ["string", "number", "boolean"].includes(typeof value) ? [[tag, String(value)]] : [];
  });
  return Object.fromEntries(tags);
}
