import { createPrivateKey, type KeyObject } from "node:crypto";
import type { PoolContext } from "../../service.ts";
import { generateRsaKey } from "../../tokens/signing.ts";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import type { SamlKeyPurpose } from "../../tables/saml-keys.ts";
import { selfSignedCertificate } from "./certificate.ts";

/** A key of the pool towards SAML providers. */
export interface SamlKey {
  readonly privateKey: KeyObject;
  /** Base64 of the DER, without the lines around it that PEM has: as the API gives it. */
  readonly certificate: string;
}

// GetSigningCertificate: valid for ten years from its issue. It is not renewed each year here.
const YEARS = 10;

/** The key that opens a provider's assertions: each has one of its own; undefined for one that does not encrypt. */
export async function decryptionKeyOf(
  context: PoolContext,
  { name, details }: IdentityProvider,
): Promise<SamlKey | undefined> {
  const isEncrypted = details["EncryptedResponses"] === "true";
  return isEncrypted ? samlKeyOf(context, `encryption ${name}`) : undefined;
}

/** The pool's key for this purpose, made when it is first asked for. */
export async function samlKeyOf(
  { service, pool }: PoolContext,
  purpose: SamlKeyPurpose,
): Promise<SamlKey> {
  const { samlKeys } = service.store;
  if (!samlKeys.find(pool.id, purpose)) {
    const made = await generateRsaKey();
    const wish = { commonName: pool.id, from: service.clock.now(), years: YEARS };
    samlKeys.add(pool.id, purpose, {
      pkcs8: made.export({ format: "der", type: "pkcs8" }),
      certificate: selfSignedCertificate(made, wish),
    });
  }
  const stored = samlKeys.find(pool.id, purpose);
  if (!stored) throw new Error(`pool ${pool.id} has no SAML ${purpose} key`);
  const key = Buffer.from(stored.pkcs8);
  return {
    privateKey: createPrivateKey({ key, format: "der", type: "pkcs8" }),
    certificate: Buffer.from(stored.certificate).toString("base64"),
  };
}
