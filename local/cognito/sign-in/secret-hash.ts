import { createHmac } from "node:crypto";
import { isSameSecret } from "../../secrets.ts";
import type { AppClient } from "../client.ts";
import { notAuthorized } from "../../json-api/errors.ts";
import type { ClientContext } from "../service.ts";

/**
 * Checks SECRET_HASH before anything else is looked at (C164, C166, O074).
 * @param usernames names that the hash may be over: the one that was sent, at a refresh the internal one (C165)
 */
export function checkSecretHash(
  { client }: ClientContext,
  hash: string | undefined,
  usernames: readonly string[],
): void {
  const refusal = `Unable to verify secret hash for client ${client.id}`;
  if (client.secret === null) {
    if (hash !== undefined) throw notAuthorized(refusal);
    return;
  }
  if (hash === undefined) {
    throw notAuthorized(
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const isRight = usernames.some((name) =>
    client.secrets.some((secret) => isSameSecret(hash, hashFor(client, secret, name))),
  );
  if (!isRight) throw notAuthorized(refusal);
}

function hashFor({ id }: AppClient, secret: string, username: string): string {
  return createHmac("sha256", secret)
    .update(username + id)
    .digest("base64");
}

/** Whether the plain secret is the client's; a client without one takes none (C167). */
export function isClientSecret({ client }: ClientContext, secret: string | undefined): boolean {
  if (client.secret === null || secret === undefined) return client.secret === (secret ?? null);
  return client.secrets.some((one) => isSameSecret(secret, one));
}
