import { randomBytes, randomInt } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { FindCredentials, IssuedCredentials } from "../gateway/iam/issued-credentials.ts";

/** Whom credentials stand for. */
export type CredentialSession = Pick<
  IssuedCredentials,
  "roleArn" | "isForeignRole" | "userId" | "userArn" | "cognitoIdentity" | "principalTags"
>;

/** Credentials that are out, in memory: whoever restarts the runtime signs in again. */
export interface CredentialVault {
  issue(session: CredentialSession): IssuedCredentials;
  readonly find: FindCredentials;
  clear(): void;
}

/** Life of the credentials of the enhanced flow (C314). */
const LIFETIME = 3_600_000;

// Enough for any test run; whoever asks for more makes the oldest ones void.
const KEPT = 10_000;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Makes an empty vault. */
export function createCredentialVault(clock: Clock): CredentialVault {
  const issued = new Map<string, IssuedCredentials>();
  return {
    issue: (session) => {
      const now = clock.now();
      const credentials = { ...newKeys(), ...session, issuedAt: now, expiresAt: now + LIFETIME };
      issued.set(credentials.accessKeyId, credentials);
      for (const [id, { expiresAt }] of issued) {
        if (issued.size <= KEPT && expiresAt > now) break;
        issued.delete(id);
      }
      return credentials;
    },
    find: (accessKeyId) => {
      const credentials = issued.get(accessKeyId);
      return credentials && clock.now() < credentials.expiresAt ? credentials : undefined;
    },
    clear: () => issued.clear(),
  };
}

/** Keys in AWS's form. `STANDIN` tells them from keys of AWS wherever they turn up. */
function newKeys() {
  const characters = Array.from({ length: 9 }, () => BASE32[randomInt(BASE32.length)]);
  return {
    accessKeyId: `ASIASTANDIN${characters.join("")}`,
    secretKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(120).toString("base64"),
  };
}
