import { call, callIfFound, SECRETS_MANAGER } from "./aws";

/** What a version of the secret holds. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Cognito's id of `clientSecret`; the first version, and one written by hand, may not have it. */
  readonly clientSecretId?: string;
}

/** A version of the stored secret. */
export interface SecretVersion {
  readonly credentials: Credentials;
  /** When the version was made, in seconds since 1970. */
  readonly created: number;
}

/** Version that servers read. @throws where there is none */
export async function currentVersion(SecretId: string): Promise<SecretVersion> {
  const version = await versionOf({ SecretId, VersionStage: "AWSCURRENT" });
  if (version === undefined) throw new Error("The secret has no version AWSCURRENT.");
  return version;
}

/** Version that a rotation makes; undefined as long as it has no value. */
export function pendingVersion(
  SecretId: string,
  VersionId: string,
): Promise<SecretVersion | undefined> {
  return versionOf({ SecretId, VersionId, VersionStage: "AWSPENDING" });
}

/** Secrets Manager takes the same value under the same token again as done. */
export async function putPendingVersion(
  SecretId: string,
  ClientRequestToken: string,
  credentials: Credentials,
): Promise<void> {
  await call(SECRETS_MANAGER, "PutSecretValue", {
    SecretId,
    ClientRequestToken,
    SecretString: JSON.stringify(credentials),
    VersionStages: ["AWSPENDING"],
  });
}

/** Labels of the secret's versions, by their ids. */
export async function stagesOf(SecretId: string): Promise<Readonly<Record<string, string[]>>> {
  const output = await call<{ VersionIdsToStages?: Record<string, string[]> }>(
    SECRETS_MANAGER,
    "DescribeSecret",
    { SecretId },
  );
  return output.VersionIdsToStages ?? {};
}

/** Makes a version the one that servers read, and the one before it AWSPREVIOUS. */
export async function makeCurrent(
  SecretId: string,
  MoveToVersionId: string,
  RemoveFromVersionId: string | undefined,
): Promise<void> {
  const VersionStage = "AWSCURRENT";
  const input = { SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId };
  await call(SECRETS_MANAGER, "UpdateSecretVersionStage", input);
}

async function versionOf(input: object): Promise<SecretVersion | undefined> {
  const output = await callIfFound<{ SecretString: string; CreatedDate: number }>(
    SECRETS_MANAGER,
    "GetSecretValue",
    input,
  );
  if (output === undefined) return undefined;
  return { credentials: JSON.parse(output.SecretString), created: output.CreatedDate };
}
