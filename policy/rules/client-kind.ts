import type { Resource } from "../resource.ts";

/** Cognito's default is a client without a secret. */
export const hasSecret = (client: Resource): boolean => client.flag("generateSecret", false);

/** Whether the client serves a program without users, and nothing else. */
export function isMachine(client: Resource): boolean {
  const flows = client.texts("allowedOauthFlows");
  if (flows.some(({ value }) => value !== "client_credentials")) return false;
  // A flow that is not known yet may be one of users.
  return client.includes("allowedOauthFlows", "client_credentials");
}

/** Whether users of the client meet the sign-in pages. */
export function hasPages(client: Resource): boolean {
  const flows = client.texts("allowedOauthFlows");
  return flows.some(({ value }) => value === "code" || value === "implicit");
}

export const CREATE_CLIENT =
  "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html";
export const OAUTH_CHAPTER =
  "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x19-V10-OAuth-and-OIDC.md";
export const SESSION_CHAPTER =
  "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x16-V7-Session-Management.md";
