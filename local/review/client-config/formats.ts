import type { ClientConfiguration, ClientDescription } from "./configuration.ts";

/** Names and values of the `.env` form; lists are separated by blanks, as scopes are in OAuth. */
export function envText(
  configuration: ClientConfiguration,
  client: ClientDescription,
  prefix: string,
): string {
  const { version, region, userPoolId, identityPoolId, endpoint, endpoints, apis } = configuration;
  const values: Readonly<Record<string, string | null>> = {
    CLIENT_CONFIG_VERSION: String(version),
    REGION: region,
    USER_POOL_ID: userPoolId,
    IDENTITY_POOL_ID: identityPoolId,
    COGNITO_ENDPOINT: endpoint,
    CLIENT_ID: client.id,
    SCOPES: client.scopes.join(" "),
    CALLBACK_URLS: client.callbackUrls.join(" "),
    LOGOUT_URLS: client.logoutUrls.join(" "),
    ISSUER: endpoints.issuer,
    DISCOVERY_URL: endpoints.discovery,
    JWKS_URL: endpoints.jwks,
    AUTHORIZE_URL: endpoints.authorize,
    TOKEN_URL: endpoints.token,
    USER_INFO_URL: endpoints.userInfo,
    REVOKE_URL: endpoints.revoke,
    LOGOUT_URL: endpoints.logout,
    API_URL: apis[0]?.url ?? null,
  };
  const lines = Object.entries(values).flatMap(([name, value]) =>
    value === null || value === "" ? [] : [`${prefix}${name}=${quoted(value)}`],
  );
  return `${lines.join("\n")}\n`;
}

// Single quotes mean the same to shells and to readers of .env files: nothing inside is expanded.
function quoted(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", "%27")}'`;
}

/** A module that needs nothing. */
export function typeScriptText(configuration: ClientConfiguration): string {
  return (
    "/** Made by `npm run client-config -- --format ts`: make it again after a deployment. */\n" +
    `export const clientConfiguration = ${JSON.stringify(configuration, null, 2)} as const;\n`
  );
}
