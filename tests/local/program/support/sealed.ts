import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/** A stack file's secrets as `pulumi config set --secret` writes them with the passphrase provider. */
export function seal(passphrase: string) {
  const salt = Buffer.from("0123456789abcdef");
  const key = pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256");
  const encrypt = (text: string): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${bytes.toString("base64")}`;
  };
  return { encryptionsalt: `v1:${salt.toString("base64")}:${encrypt("pulumi")}`, encrypt };
}
