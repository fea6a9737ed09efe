import { createHmac } from "node:crypto";
import { notAuthorized } from "./errors.ts";
import { isSameSecret } from "./secrets.ts";
import type { ClientContext } from "./service.ts";

/**
 * Checks SECRET_HASH before anything else is looked at (C164, C166, O074).
 * @param usernames names that the hash may be over: the one that was sent, at a refresh the internal one (C165)
 */
export function checkSecretHash(
  { client }: ClientContext,
  hash: string | undefined,
  usernames: readonly string[],
): void {
  const { secret } = client;
  const refusal = `Unable to verify secret hash for client ${client.id}`;
  if (secret === null) {
    if (hash !== undefined) throw notAuthorized(refusal);
    return;
  }
  if (hash === undefined) {
    throw notAuthorized(
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const isRight = usernames.some((name) =>
    isSameSecret(
      hash,
      createHmac("sha256", secret)
        .update(name + client.id)
        .digest("base64"),
    ),
  );
  if (!isRight) throw notAuthorized(refusal);
}

/** Whether the plain secret is the client's; a client without one takes none (C167). */
export function isClientSecret({ client }: ClientContext, secret: string | undefined): boolean {
  if (client.secret === null || secret === undefined) return client.secret === (secret ?? null);
  return isSameSecret(secret, client.secret);
}
