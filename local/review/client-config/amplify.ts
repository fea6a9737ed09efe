import { isContact, type UserPool } from "../../cognito/pool.ts";
import { members } from "../../program/graph.ts";
import type { ClientConfiguration, ClientDescription } from "./configuration.ts";

/** Cognito's names of providers and Amplify's. Any other is a custom one. */
const PROVIDERS: Readonly<Record<string, string>> = {
  Google: "Google",
  Facebook: "Facebook",
  LoginWithAmazon: "Amazon",
  SignInWithApple: "Apple",
};

/**
 * What `Amplify.configure` of Amplify v6 takes.
 * Source: https://docs.amplify.aws/javascript/build-a-backend/auth/use-existing-cognito-resources/
 */
export function amplifyConfiguration(
  configuration: ClientConfiguration,
  client: ClientDescription,
  pool: UserPool,
) {
  const { region, userPoolId, identityPoolId, endpoint, apis } = configuration;
  const isLocal = isLocalEndpoint(configuration);
  return {
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId: client.id,
        ...(isLocal && { userPoolEndpoint: endpoint }),
        ...(identityPoolId !== null && {
          identityPoolId,
          ...(isLocal && { identityPoolEndpoint: endpoint }),
          allowGuestAccess: false,
        }),
        loginWith: {
          ...namesOf(pool),
          // Amplify opens pages by https alone, which local ones do not speak.
          ...(!isLocal &&
            hasPages(configuration, client) && { oauth: oauthOf(configuration, client) }),
        },
        signUpVerificationMethod: sendsLink(pool) ? "link" : "code",
        userAttributes: requiredAttributes(pool),
        mfa: {
          status: { OFF: "off", OPTIONAL: "optional", ON: "on" }[pool.mfa.configuration],
          totpEnabled: pool.mfa.factors.includes("SOFTWARE_TOKEN_MFA"),
          smsEnabled: pool.mfa.factors.includes("SMS_MFA"),
        },
        passwordFormat: passwordFormat(pool),
      },
    },
    API: {
      REST: Object.fromEntries(
        apis.map(({ name, url }) => [name, { endpoint: url, region }] as const),
      ),
    },
  };
}

/** Whether the configuration is for a local runtime. */
export function isLocalEndpoint({ endpoint }: ClientConfiguration): boolean {
  return endpoint.startsWith("http:");
}

function hasPages({ endpoints }: ClientConfiguration, { grants }: ClientDescription): boolean {
  return endpoints.authorize !== null && grants.includes("code");
}

function oauthOf({ endpoints }: ClientConfiguration, client: ClientDescription) {
  return {
    domain: new URL(endpoints.authorize ?? "").host,
    scopes: client.scopes,
    redirectSignIn: client.callbackUrls,
    redirectSignOut: client.logoutUrls,
    responseType: "code",
    providers: client.identityProviders
      .filter((name) => name !== "COGNITO")
      .map((name) => PROVIDERS[name] ?? { custom: name }),
  };
}

/** What people sign in with: an address, or a name of their own and perhaps an address as well (C250, C251). */
function namesOf({ usernameAttributes, aliasAttributes }: UserPool) {
  const names = [...usernameAttributes, ...aliasAttributes.filter(isContact)];
  return {
    ...(usernameAttributes.length === 0 && { username: true }),
    ...(names.includes("email") && { email: true }),
    ...(names.includes("phone_number") && { phone: true }),
  };
}

function requiredAttributes({ schema }: UserPool) {
  const required = [...schema.values()].filter(
    ({ isRequired, name }) => isRequired && name !== "sub",
  );
  return Object.fromEntries(required.map(({ name }) => [name, { required: true }] as const));
}

function sendsLink({ inputs }: UserPool): boolean {
  const template = members(inputs["verificationMessageTemplate"]);
  return template["defaultEmailOption"] === "CONFIRM_WITH_LINK";
}

function passwordFormat({ passwordPolicy: policy }: UserPool) {
  return {
    minLength: policy.minimumLength,
    requireLowercase: policy.requiresLowercase,
    requireUppercase: policy.requiresUppercase,
    requireNumbers: policy.requiresNumbers,
    requireSpecialCharacters: policy.requiresSymbols,
  };
}
