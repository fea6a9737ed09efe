import * as pulumi from "@pulumi/pulumi";
import type * as cognito from "@pulumi/aws/cognito";
import * as secretsmanager from "@pulumi/aws/secretsmanager";

/** A client's secret in Secrets Manager. */
export interface StoredSecret {
  readonly secret: secretsmanager.Secret;
  /** The first version. */
  readonly version: secretsmanager.SecretVersion;
}

// A version without a label goes in time, and a refresh would then have it made again, as the current one.
const FIRST_VERSION = "FIRST";

/**
 * Keeps a client's id and secret in Secrets Manager, as the JSON object `{ clientId, clientSecret }`.
 * While a second secret replaces the first, both work: whoever rotates puts a newer version here, which
 * stays the current one.
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html
 * @param isRotated whether newer versions come by themselves: Pulumi writes the first one only
 */
export function storeClientSecret(
  name: string,
  client: cognito.UserPoolClient,
  isRotated: boolean,
  parent: pulumi.Resource,
): StoredSecret {
  const description = pulumi.interpolate`Id and secret of the app client ${client.name}`;
  const secret = new secretsmanager.Secret(name, { description }, { parent });
  const credentials = { clientId: client.id, clientSecret: client.clientSecret };
  const version = new secretsmanager.SecretVersion(
    name,
    {
      secretId: secret.id,
      secretString: pulumi.secret(pulumi.jsonStringify(credentials)),
      ...(isRotated && { versionStages: ["AWSCURRENT", FIRST_VERSION] }),
    },
    { parent, ...(isRotated && { ignoreChanges: ["secretString", "versionStages"] }) },
  );
  return { secret, version };
}
