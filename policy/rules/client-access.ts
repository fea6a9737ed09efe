import type { Neighbours } from "../graph.ts";
import { hasNone, textIs } from "../property-checks.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { CLIENT, RESOURCE_SERVER, USER_POOL } from "../types.ts";
import { isList, within } from "../values.ts";
import { CREATE_CLIENT, hasPages, isMachine, OAUTH_CHAPTER } from "./client-kind.ts";

const SCOPES = "allowedOauthScopes";
/** Scope that lets an access token change its own user. */
const ADMIN_SCOPE = "aws.cognito.signin.user.admin";
const OWN_SCOPES = ["openid", "email", "phone", "profile", ADMIN_SCOPE];
const WRITE = "writeAttributes";
const VERIFIED = ["email_verified", "phone_number_verified"];

export const CLIENT_ACCESS_RULES: readonly Rule[] = [
  {
    id: "client-hide-user-existence",
    scope: "resource",
    types: [CLIENT],
    description: "A failed sign-in does not tell whether the account exists.",
    why: "Two different answers are a list of who has an account.",
    remedy: "Set preventUserExistenceErrors to ENABLED; Cognito's default is LEGACY.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["prow:cognito_user_pool_client_prevent_user_existence_errors", "ASVS 6.3.8"],
    reference:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
    remediate: { preventUserExistenceErrors: "ENABLED" },
    checks: [textIs("preventUserExistenceErrors", "ENABLED", "LEGACY")],
  },
  {
    id: "client-least-scopes",
    scope: "resource",
    types: [CLIENT],
    description: "No client may ask for tokens that change their own user.",
    why: "With such a token a script on the page changes the user's address, password and second factor.",
    remedy:
      "Drop aws.cognito.signin.user.admin. Where users change their own profile with it, exempt the client with " +
      "that reason.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 2,
    unknown: "plain",
    ids: ["ASVS 10.2.3", "ASVS 10.4.11"],
    reference: OAUTH_CHAPTER,
    checks: [hasNone(SCOPES, [ADMIN_SCOPE], "scopes of the API alone")],
  },
  {
    id: "client-scopes-exist",
    scope: "stack",
    types: [CLIENT],
    description: "A resource server of the pool declares every scope that a client may ask for.",
    why: "Cognito refuses a client with a scope that there is not.",
    remedy: "Declare the scope, or mend its spelling: IDENTIFIER/NAME.",
    severity: "low",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: CREATE_CLIENT,
    // A pool of another stack has its resource servers there.
    applies: (client, { stack }) => stack.targets(client, "userPoolId", USER_POOL).length > 0,
    checks: [
      function* (client, { stack }) {
        const scopes = client.texts(SCOPES).filter(({ value }) => !OWN_SCOPES.includes(value));
        if (scopes.length === 0) return;
        const declared = declaredFor(client, stack);
        for (const { path, value } of scopes) {
          if (!declared.includes(value)) yield client.violation(path, oneOf(declared));
        }
      },
    ],
  },
  {
    id: "client-idps-explicit",
    scope: "resource",
    types: [CLIENT],
    description: "A client with sign-in pages names the providers that they offer.",
    why: "What is not named is decided by Cognito, and changes when a provider is added.",
    remedy: "List the providers; leave COGNITO out where users sign in elsewhere only.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: CREATE_CLIENT,
    applies: hasPages,
    checks: [
      function* (client) {
        const property = "supportedIdentityProviders";
        if (!client.has(property) || isEmptyList(client, property)) {
          yield client.violation(property, "providers by name, such as COGNITO");
        }
      },
    ],
  },
  {
    id: "client-write-attrs-explicit",
    scope: "resource",
    types: [CLIENT],
    description: "A client names the few attributes that its users may change.",
    why: "A client that names none may change every standard attribute.",
    remedy:
      "List the fields of the profile: none that decides authorization, none that says verified.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 1,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
    applies: (client) => !isMachine(client),
    checks: [
      function* (client, { settings }) {
        // The provider sends an empty list as none at all.
        if (!client.has(WRITE) || isEmptyList(client, WRITE)) {
          yield client.violation(WRITE, "the fields of the profile");
          return;
        }
        for (const { path, value } of client.texts(WRITE)) {
          const isGuarded = VERIFIED.includes(value) || settings.authzAttributes.includes(value);
          if (isGuarded) yield client.violation(path, "fields of the profile alone");
        }
      },
    ],
  },
];

function isEmptyList(client: Resource, property: string): boolean {
  const value = client.value(property);
  return isList(value) && value.length === 0;
}

/** The scopes that resource servers declare in the client's pool. */
function declaredFor(client: Resource, stack: Neighbours): readonly string[] {
  return stack
    .targets(client, "userPoolId", USER_POOL)
    .flatMap((pool) => stack.sources(pool, RESOURCE_SERVER, "userPoolId"))
    .flatMap((server) => {
      const scopes = server.value("scopes");
      return (isList(scopes) ? scopes : []).map((_, index) => {
        const name = server.text(within("scopes", index, "scopeName"));
        return `${server.text("identifier")}/${name}`;
      });
    });
}

function oneOf(declared: readonly string[]): string {
  if (declared.length === 0) return "a scope of a resource server, which the pool has none of";
  return `a declared scope, one of ${declared.join(", ")}`;
}
