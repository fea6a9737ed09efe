import { epochSeconds } from "../../clock.ts";
import type { AppClient } from "../client.ts";
import { type ClientContext, issuerOf } from "../service.ts";
import { clientTokenClaims } from "./tokens.ts";
import { askMachineTokenChanges } from "../triggers/tokens.ts";

/** An access token that a client got for itself. */
export interface MachineToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/**
 * The scopes that a machine gets, space-separated: what it asks for, else all that it may have (C46). Undefined where it
 * asks for one that is not its own, or may have none.
 */
export function machineScope(client: AppClient, requested: readonly string[]): string | undefined {
  const allowed = client.scopes.filter(isCustom);
  const granted = requested.length > 0 ? [...new Set(requested)] : allowed;
  const isGranted = granted.length > 0 && granted.every((scope) => allowed.includes(scope));
  return isGranted ? granted.join(" ") : undefined;
}

/** Issues a machine's access token (C46). @throws ServiceError what the pool's function refuses */
export async function issueMachineToken(
  context: ClientContext,
  scope: string,
): Promise<MachineToken> {
  const { service, pool, client } = context;
  const changes = await askMachineTokenChanges(context, scope);
  const keys = await service.signing.keysOf(pool.id);
  const now = epochSeconds(service.clock);
  const claims = clientTokenClaims({ issuer: issuerOf(context), client, scope, now, changes });
  return { accessToken: await keys.sign("access", claims), expiresIn: client.lifetimes.access };
}

/** Only scopes of resource servers can be had without a user (C46). */
function isCustom(scope: string): boolean {
  return scope.includes("/");
}
