import * as pulumi from "@pulumi/pulumi";
import type * as cognito from "@pulumi/aws/cognito";
import * as secretsmanager from "@pulumi/aws/secretsmanager";

/**
 * Keeps a client's id and secret in Secrets Manager, as the JSON object `{ clientId, clientSecret }`.
 * While a second secret replaces the first, both work: whoever rotates puts a newer version here, which
 * stays the current one.
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html
 * @returns ARN of the secret
 */
export function storeClientSecret(
  name: string,
  client: cognito.UserPoolClient,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const description = pulumi.interpolate`Id and secret of the app client ${client.name}`;
  const secret = new secretsmanager.Secret(name, { description }, { parent });
  const credentials = { clientId: client.id, clientSecret: client.clientSecret };
  new secretsmanager.SecretVersion(
    name,
    { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(credentials)) },
    { parent },
  );
  return secret.arn;
}
