import {
  addClientSecret,
  type ClientSecret,
  deleteClientSecret,
  listClientSecrets,
} from "./client-secrets";
import {
  currentVersion,
  makeCurrent,
  pendingVersion,
  putPendingVersion,
  type SecretVersion,
  stagesOf,
} from "./secret-versions";

/**
 * One step of a rotation, as Secrets Manager calls for it.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-lambda-function-overview.html
 */
export interface RotationEvent {
  readonly Step: "createSecret" | "setSecret" | "testSecret" | "finishSecret";
  /** ARN of the secret. */
  readonly SecretId: string;
  /** Id of the version that the rotation makes. */
  readonly ClientRequestToken: string;
}

/**
 * Gives the app client a new secret. The one before it stays valid until the next rotation begins, so that servers have
 * all that time to read the new one. Each step may be repeated, and may have ended anywhere.
 * @throws where a service refuses or does not answer, which ends the rotation until Secrets Manager tries again
 */
export async function rotateClientSecret(event: RotationEvent): Promise<void> {
  const stages = await stagesOf(event.SecretId);
  const own = stages[event.ClientRequestToken] ?? [];
  if (own.includes("AWSCURRENT")) return;
  if (!own.includes("AWSPENDING")) {
    throw new Error(`The version ${event.ClientRequestToken} is not AWSPENDING.`);
  }
  switch (event.Step) {
    case "createSecret":
      return createSecret(event);
    case "setSecret":
      // Cognito makes the value, so that it has been set since the step before.
      return undefined;
    case "testSecret":
      return testSecret(event);
    case "finishSecret":
      return finishSecret(event, stages);
  }
}

async function createSecret({ SecretId, ClientRequestToken }: RotationEvent): Promise<void> {
  if ((await pendingVersion(SecretId, ClientRequestToken)) !== undefined) return;
  const current = await currentVersion(SecretId);
  const secrets = await listClientSecrets();
  const kept = secretIn(current, secrets);
  // The one that the last rotation replaced, or one of a rotation that ended before its version was written.
  for (const secret of secrets) {
    if (secret !== kept) await deleteClientSecret(secret.ClientSecretId);
  }
  const added = await addClientSecret();
  await putPendingVersion(SecretId, ClientRequestToken, {
    clientId: current.credentials.clientId,
    clientSecret: added.ClientSecretValue,
    clientSecretId: added.ClientSecretId,
  });
}

/**
 * The client's secret that a version holds. One without an id was written after its secret was made, and before any
 * that came later.
 */
function secretIn(
  { credentials, created }: SecretVersion,
  secrets: readonly ClientSecret[],
): ClientSecret | undefined {
  return (
    secrets.find((secret) => secret.ClientSecretId === credentials.clientSecretId) ??
    secrets.findLast((secret) => secret.ClientSecretCreateDate <= created) ??
    secrets[0]
  );
}

async function testSecret({ SecretId, ClientRequestToken }: RotationEvent): Promise<void> {
  const pending = await pendingVersion(SecretId, ClientRequestToken);
  if (pending === undefined) throw new Error("The version AWSPENDING has no value.");
  const { clientSecret, clientSecretId } = pending.credentials;
  // When a rotation is set up, Secrets Manager tries this step alone, with a copy of the current version.
  const current = await currentVersion(SecretId);
  if (clientSecret === current.credentials.clientSecret) return;
  const secrets = await listClientSecrets();
  if (secrets.some((secret) => secret.ClientSecretId === clientSecretId)) return;
  throw new Error("The client does not have the pending secret.");
}

async function finishSecret(
  { SecretId, ClientRequestToken }: RotationEvent,
  stages: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const current = Object.keys(stages).find((id) => stages[id]?.includes("AWSCURRENT"));
  await makeCurrent(SecretId, ClientRequestToken, current);
}
