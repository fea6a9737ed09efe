import { keyedHash } from "../../secrets.ts";
import { ServiceError } from "../../json-api/errors.ts";
import type { PoolContext } from "../service.ts";
import { invalidPasskeyData } from "./refusals.ts";

/**
 * The id that the pool's passkeys are bound to. On AWS it is the configured one or the pool's domain; here the local
 * origin stands for both, and its host name is the only id that a browser accepts there.
 * @throws ServiceError WebAuthnConfigurationMissingException for a pool that has neither
 */
export function relyingPartyId({ service, pool }: PoolContext): string {
  if (pool.passkeys.relyingPartyId === null && !pool.domain) {
    throw new ServiceError(
      "WebAuthnConfigurationMissingException",
      "The user pool has neither a relying party ID nor a domain.",
    );
  }
  return new URL(service.originOf(pool.urn)).hostname;
}

/** Whether passkeys of the relying party may be used on a page of this origin (WebAuthn section 5.1.3). */
export function isOriginOf(relyingParty: string, origin: string): boolean {
  const url = URL.parse(origin);
  if (!url || url.origin !== origin) return false;
  const isSecure = url.protocol === "https:" || isLoopback(url.hostname);
  const isWithin = url.hostname === relyingParty || url.hostname.endsWith(`.${relyingParty}`);
  return isSecure && isWithin;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "127.0.0.1";
}

/** What authenticators know a user by: says nothing about who it is (WebAuthn section 14.6.1). */
export function userHandle({ service, pool }: PoolContext, sub: string): string {
  const bytes = keyedHash(service.store.keys.secret(pool.id), "passkey-user", sub);
  return bytes.toString("base64url");
}

/** The bytes of a member in base64url. */
export function bytesOf(value: unknown): Buffer {
  if (typeof value !== "string" || !/^[\w-]+={0,2}$/.test(value)) throw invalidPasskeyData();
  return Buffer.from(value, "base64url");
}
