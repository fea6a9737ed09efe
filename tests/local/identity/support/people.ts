import {
  type ApiAnswer,
  callIdentity,
  createUser,
  signIn,
} from "../../cognito/support/json-api.ts";
import type { RunningPools } from "../../cognito/support/running-pools.ts";
import { IDENTITY_POOL_ID, PROVIDER } from "./graph.ts";

/** Tokens of a user, made for the test and signed in. */
export interface Person {
  readonly sub: string;
  readonly idToken: string;
  readonly accessToken: string;
}

/** Signs a user up and in. */
export async function person(
  pools: RunningPools,
  username: string,
  clientId?: string,
): Promise<Person> {
  const client = clientId === undefined ? {} : { clientId };
  const sub = await createUser(pools, { username, ...client });
  const { body } = await signIn(pools, { username, ...client });
  const { IdToken, AccessToken } = body["AuthenticationResult"];
  return { sub, idToken: IdToken, accessToken: AccessToken };
}

/** `Logins` with this token. */
export const loginsOf = (token: string, provider = PROVIDER) => ({ [provider]: token });

/** Asks for the identity of a token, or of nobody. */
export function getId(pools: RunningPools, token?: string): Promise<ApiAnswer> {
  const Logins = token === undefined ? {} : { Logins: loginsOf(token) };
  return callIdentity(pools, "GetId", { IdentityPoolId: IDENTITY_POOL_ID, ...Logins });
}

/** Asks for credentials of the token's identity. */
export async function credentialsOf(
  pools: RunningPools,
  token?: string,
  more: object = {},
): Promise<ApiAnswer> {
  const { body } = await getId(pools, token);
  const Logins = token === undefined ? {} : { Logins: loginsOf(token) };
  const input = { IdentityId: body["IdentityId"], ...Logins, ...more };
  return callIdentity(pools, "GetCredentialsForIdentity", input);
}
