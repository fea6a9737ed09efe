import { groupRoles } from "../tokens/group-roles.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { callTrigger, eventAttributes, invalidResponse } from "./call.ts";
import { NO_CHANGES, readTokenChanges, type TokenChanges } from "./token-changes.ts";

/** The occasion on which tokens are issued (C50). */
export type TokenOccasion =
  "HostedAuth" | "Authentication" | "NewPasswordChallenge" | "AuthenticateDevice" | "RefreshTokens";

/** Asks the pre-token function what to change about a user's tokens (C50, C51). */
export async function askTokenChanges(
  context: ClientContext,
  issue: { readonly user: User; readonly scope: string; readonly occasion: TokenOccasion },
): Promise<TokenChanges> {
  const { service, pool } = context;
  const { user, scope, occasion } = issue;
  if (!pool.triggers.has("PreTokenGeneration")) return NO_CHANGES;
  const groups = service.store.groups.ofUser(pool.id, user.sub);
  const { roles, preferredRole } = groupRoles(groups);
  return ask(context, {
    source: occasion,
    userName: user.username,
    userAttributes: eventAttributes(context, user),
    groupConfiguration: {
      groupsToOverride: groups.map((group) => group.name),
      iamRolesToOverride: roles,
      preferredRole,
    },
    scope,
  });
}

/** Asks the same for a machine's token, which only version 3 is called for (C49, C51). */
export async function askMachineTokenChanges(
  context: ClientContext,
  scope: string,
): Promise<TokenChanges> {
  const plan = context.pool.triggers.get("PreTokenGeneration");
  if (!plan || ("version" in plan && plan.version !== "3")) return NO_CHANGES;
  return ask(context, {
    source: "ClientCredentials",
    userName: "ClientCredentials",
    userAttributes: {},
    groupConfiguration: {},
    scope,
  });
}

async function ask(
  context: ClientContext,
  issue: {
    readonly source: string;
    readonly userName: string;
    readonly userAttributes: Record<string, string>;
    readonly groupConfiguration: object;
    readonly scope: string;
  },
): Promise<TokenChanges> {
  const { pool, client, clientMetadata } = context;
  const { source, userName, userAttributes, groupConfiguration, scope } = issue;
  const plan = pool.triggers.get("PreTokenGeneration");
  const version = plan && "version" in plan ? plan.version : "1";
  const response = await callTrigger(context, {
    trigger: "PreTokenGeneration",
    source,
    userName,
    clientId: client.id,
    request: {
      userAttributes,
      groupConfiguration,
      ...(version !== "1" && { scopes: scope.split(" ") }),
      ...(clientMetadata && { clientMetadata }),
    },
  });
  const changes = response && readTokenChanges(version, response);
  if (!changes) throw invalidResponse();
  return changes;
}
