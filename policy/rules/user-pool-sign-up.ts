import type { Neighbours } from "../graph.ts";
import { flagIs } from "../property-checks.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { CLIENT, USER_POOL } from "../types.ts";
import { isList, type Known } from "../values.ts";
import { hasFirewall } from "./user-pool-threats.ts";

const ADMIN_ONLY = "adminCreateUserConfig.allowAdminCreateUserOnly";
const AUTO_VERIFIED = "autoVerifiedAttributes";
const VERIFIED_FIRST = "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates";
/** Attributes that Cognito can send a code to. */
const CONTACTS = ["email", "phone_number"];
const CREATE_USER_POOL =
  "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html";
const AUTHENTICATION = "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md";

export const USER_POOL_SIGN_UP_RULES: readonly Rule[] = [
  {
    id: "cog-self-signup-explicit",
    scope: "stack",
    types: [USER_POOL],
    description:
      "Administrators invite users, unless the program says that anybody may sign up; then addresses are verified " +
      "and a web ACL stands in front.",
    why: "Cognito's default lets the whole internet in, which somebody has to want.",
    remedy:
      "Set allowAdminCreateUserOnly to true. Where sign-up is meant to be open set it to false, verify addresses " +
      "and associate a web ACL.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "plain",
    ids: ["prow:cognito_user_pool_self_registration_disabled"],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: [
      function* (pool, context) {
        if (pool.flag(ADMIN_ONLY, false)) return;
        if (!pool.has(ADMIN_ONLY)) {
          yield pool.violation(ADMIN_ONLY, "true, or false where anybody is meant to sign up");
          return;
        }
        if (!pool.has(AUTO_VERIFIED) || pool.texts(AUTO_VERIFIED).length === 0) {
          yield pool.violation(AUTO_VERIFIED, "email, as anybody may sign up");
        }
        // Before production an open pool without a firewall is a matter of price, not of risk.
        const level = context.settings.profile === "prod" ? {} : { level: "advisory" as const };
        if (!hasFirewall(pool, context)) {
          yield pool.lacks("web ACL", "one, as anybody may sign up", level);
        }
      },
    ],
  },
  {
    id: "cog-auto-verify-aliases",
    scope: "resource",
    types: [USER_POOL],
    description: "Every address that users sign in with is verified.",
    why: "Whoever types somebody else's address first would own it.",
    remedy: "Add the attribute to autoVerifiedAttributes.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: CREATE_USER_POOL,
    remediate: (pool) => joined(pool, AUTO_VERIFIED, aliasesOf(pool)),
    checks: [
      function* (pool) {
        const missing = aliasesOf(pool).filter((alias) => !pool.includes(AUTO_VERIFIED, alias));
        if (missing.length > 0) yield pool.violation(AUTO_VERIFIED, among(missing));
      },
    ],
  },
  {
    id: "cog-verify-before-update",
    scope: "resource",
    types: [USER_POOL],
    description: "A changed address takes effect when its owner has proved it.",
    why: "A typing mistake locks the user out; a thief with an open session takes the account along.",
    remedy: "List email and phone_number, where they are verified, in userAttributeUpdateSettings.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["ASVS 6.3.7", "ASVS 7.5.1"],
    reference: AUTHENTICATION,
    remediate: (pool) => joined(pool, VERIFIED_FIRST, verifiedOf(pool)),
    applies: (pool) => verifiedOf(pool).length > 0,
    checks: [
      function* (pool) {
        const missing = verifiedOf(pool).filter((one) => !pool.includes(VERIFIED_FIRST, one));
        if (missing.length > 0) yield pool.violation(VERIFIED_FIRST, among(missing));
      },
    ],
  },
  {
    id: "cog-username-case-insensitive",
    scope: "resource",
    types: [USER_POOL],
    description: "Names that differ only in case are one user.",
    why: "Bob@example.com is taken for bob@example.com by everybody but Cognito's default.",
    // No safe value is written in: a pool that exists would be replaced.
    remedy:
      "Set caseSensitive to false before the pool is made. One that exists keeps its choice: put " +
      "usernameConfiguration in its ignoreChanges.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html",
    applies: ({ facts }) =>
      !facts.options.ignoreChanges.some((path) => /^usernameConfiguration\b/.test(path)),
    checks: [flagIs("usernameConfiguration.caseSensitive", false, true)],
  },
  {
    id: "cog-authz-attrs-not-writable",
    scope: "stack",
    types: [USER_POOL],
    description: "No client may write an attribute that decides what a user may do.",
    why: "What a client may write, its users may set to anything with their own access token.",
    remedy: "Take the attribute out of writeAttributes; let a server set it.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
    checks: [
      function* (pool, { settings, stack }) {
        for (const client of clientsOf(pool, stack)) {
          for (const { path, value } of client.texts("writeAttributes")) {
            if (settings.authzAttributes.includes(value)) {
              yield client.violation(path, "no attribute that decides authorization");
            }
          }
        }
      },
    ],
  },
];

const clientsOf = (pool: Resource, stack: Neighbours): readonly Resource[] =>
  stack.sources(pool, CLIENT, "userPoolId");

/** The addresses that users sign in with. */
function aliasesOf(pool: Resource): readonly string[] {
  const names = [...pool.texts("aliasAttributes"), ...pool.texts("usernameAttributes")];
  return CONTACTS.filter((contact) => names.some(({ value }) => value === contact));
}

/** The addresses that Cognito verifies; it takes no others for updates (C274). */
function verifiedOf(pool: Resource): readonly string[] {
  const names = pool.texts(AUTO_VERIFIED);
  return CONTACTS.filter((contact) => names.some(({ value }) => value === contact));
}

const among = (missing: readonly string[]): string => `${missing.join(" and ")} among them`;

/** The list with more members; nothing where it is not known whole. */
function joined(pool: Resource, property: string, more: readonly string[]): Record<string, Known> {
  const value = pool.value(property) ?? [];
  if (!isList(value) || value.some((member) => typeof member !== "string")) return {};
  return { [property]: [...new Set([...value, ...more])] };
}
