import type { RunningPools } from "./running-pools.ts";
import { WEB_ID } from "./graph.ts";

/** JSON of no declared shape: tests go down to a member and compare it with an exact value. */
export type Loose = ReturnType<JSON["parse"]>;

/** An answer of the JSON API. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Loose;
  readonly text: string;
}

/** Name and text of a refusal. */
export const outcome = ({ body }: ApiAnswer) => [body["__type"], body["message"]];

/** A header of the form that signed operations want. */
export const SIGNED = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/cognito-idp/aws4_request, " +
    "SignedHeaders=host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
};

/** Calls an operation that AWS wants signed. */
export function callSigned(
  pools: Pick<RunningPools, "origin">,
  operation: string,
  input: object,
): Promise<ApiAnswer> {
  return call(pools, operation, input, SIGNED);
}

/** Calls one operation of user pools as an SDK would. */
export function call(
  pools: Pick<RunningPools, "origin">,
  operation: string,
  input: object | string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  return callTarget(pools, `AWSCognitoIdentityProviderService.${operation}`, input, headers);
}

/** Calls one operation of identity pools as an SDK would. */
export function callIdentity(
  pools: Pick<RunningPools, "origin">,
  operation: string,
  input: object,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  return callTarget(pools, `AWSCognitoIdentityService.${operation}`, input, headers);
}

async function callTarget(
  { origin }: Pick<RunningPools, "origin">,
  target: string,
  input: object | string | Uint8Array,
  headers: Record<string, string>,
): Promise<ApiAnswer> {
  const isRaw = typeof input === "string" || input instanceof Uint8Array;
  const response = await fetch(`${origin}/`, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
      ...headers,
    },
    body: isRaw ? (input as string) : JSON.stringify(input),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(text || "{}"),
    text,
  };
}

export const EMAIL = "alice@example.com";
export const PASSWORD = "P@ssw0rd!";

/** Signs a user up and confirms with the code from the inbox. @returns the `sub` */
export async function createUser(
  pools: RunningPools,
  args: { username?: string; password?: string; clientId?: string } = {},
): Promise<string> {
  const { username = EMAIL, password = PASSWORD, clientId = WEB_ID } = args;
  const common = { ClientId: clientId, Username: username };
  const signedUp = await call(pools, "SignUp", { ...common, Password: password });
  const code = lastCode(pools, username);
  await call(pools, "ConfirmSignUp", { ...common, ConfirmationCode: code });
  return signedUp.body["UserSub"];
}

/** The newest code that went to this address. */
export function lastCode(pools: RunningPools, to: string): string {
  return pools.store.messages(to).at(-1)?.code ?? "";
}

/** Signs in by password. */
export function signIn(
  pools: Pick<RunningPools, "origin">,
  args: { username?: string; password?: string; clientId?: string } = {},
): Promise<ApiAnswer> {
  const { username = EMAIL, password = PASSWORD, clientId = WEB_ID } = args;
  return call(pools, "InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
}

/** Payload of a token, not verified. */
export function decodeUnverified(token: string): Loose {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

/** Claims without those that nobody can foretell. */
export function claimsWithout(token: string, ...names: readonly string[]): Record<string, unknown> {
  const claims = Object.entries(decodeUnverified(token));
  return Object.fromEntries(claims.filter(([name]) => !names.includes(name)));
}
