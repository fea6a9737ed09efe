import { createDecipheriv, pbkdf2 } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { ProgramError } from "./failure.ts";

/** Opens the `secure:` values of one stack file. */
export interface Vault {
  /**
   * The plain text, or undefined where this machine has no passphrase for it.
   * @throws {ProgramError} naming the key, for a value that was damaged
   */
  decrypt(secure: string, key: string): string | undefined;
  /** Tells the user why a placeholder stands for the value of the key, and how to give it. */
  remark(key: string): string;
}

// Pulumi's passphrase provider: PBKDF2-SHA256 to an AES-256-GCM key, texts "v1:NONCE:CIPHERTEXT+TAG".
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/**
 * @param content the stack file's members: `encryptionsalt` is `v1:SALT:v1:NONCE:CHECK`
 * @throws {ProgramError} when the passphrase is wrong
 */
export async function openVault(
  content: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
  file: string,
): Promise<Vault> {
  const salt = content["encryptionsalt"];
  const passphrase = passphraseOf(environment);
  const isOurs = typeof salt === "string";
  // Half a second of work, so only for a file that has something to open.
  const isNeeded = isOurs && passphrase !== undefined && holdsSecure(content["config"]);
  const key = isNeeded ? await deriveKey(salt, passphrase, file) : undefined;
  return {
    decrypt: (secure, name) => (key ? openValue(secure, key, name, file) : undefined),
    remark: (name) =>
      `Configuration "${name}" is encrypted, so a placeholder stands for it. ` +
      (isOurs
        ? "Set PULUMI_CONFIG_PASSPHRASE to decrypt it."
        : `Its stack uses another secrets provider: give it in the environment, PULUMI_CONFIG='{"${name}":"…"}'.`),
  };
}

/** Whether a value of a stack file is encrypted: a map whose one member is `secure`. */
export function isSecure(value: unknown): value is { readonly secure: string } {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 1) return false;
  return "secure" in value && typeof value.secure === "string";
}

function holdsSecure(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecure(value) || Object.values(value).some(holdsSecure);
}

function passphraseOf(environment: NodeJS.ProcessEnv): string | undefined {
  const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (environment["PULUMI_CONFIG_PASSPHRASE"] !== undefined) {
    return environment["PULUMI_CONFIG_PASSPHRASE"];
  }
  return file && existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

async function deriveKey(salt: string, passphrase: string, file: string): Promise<Buffer> {
  const [, encoded = "", ...check] = salt.split(":");
  const bytes = Buffer.from(encoded, "base64");
  const key = await promisify(pbkdf2)(passphrase, bytes, ITERATIONS, KEY_BYTES, "sha256");
  try {
    if (open(check.join(":"), key) === "pulumi") return key;
  } catch {
    // Told below: a text that does not open has the same cause as one that opens to something else.
  }
  throw new ProgramError(
    `PULUMI_CONFIG_PASSPHRASE does not open the secrets of ${file}. ` +
      `Set the passphrase that the stack was made with, or unset it to go on with placeholders.`,
  );
}

function openValue(secure: string, key: Buffer, name: string, file: string): string {
  try {
    return open(secure, key);
  } catch (cause) {
    throw new ProgramError(
      `The encrypted value of "${name}" in ${file} was damaged. ` +
        `Set it again: pulumi config set --secret ${name} VALUE`,
      { cause },
    );
  }
}

function open(secure: string, key: Buffer): string {
  const [, nonce = "", sealed = ""] = secure.split(":");
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}
