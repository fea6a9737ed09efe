import { requiredVariable } from "../environment";
import { call, callIfFound, COGNITO } from "./aws";

/** A secret of the app client, without its value. */
export interface ClientSecret {
  readonly ClientSecretId: string;
  /** Seconds since 1970. */
  readonly ClientSecretCreateDate: number;
}

interface AddedSecret extends ClientSecret {
  readonly ClientSecretValue: string;
}

/** The client's secrets, two at most, the oldest first (C167). */
export async function listClientSecrets(): Promise<readonly ClientSecret[]> {
  const output = await call<{ ClientSecrets: readonly ClientSecret[] }>(
    COGNITO,
    "ListUserPoolClientSecrets",
    client(),
  );
  return [...output.ClientSecrets].sort(
    (a, b) => a.ClientSecretCreateDate - b.ClientSecretCreateDate,
  );
}

/** A second secret, whose value Cognito makes and tells here only. */
export async function addClientSecret(): Promise<AddedSecret> {
  const output = await call<{ ClientSecretDescriptor: AddedSecret }>(
    COGNITO,
    "AddUserPoolClientSecret",
    client(),
  );
  return output.ClientSecretDescriptor;
}

/** A secret that is gone already is as good as deleted. */
export async function deleteClientSecret(ClientSecretId: string): Promise<void> {
  const input = { ...client(), ClientSecretId };
  await callIfFound(COGNITO, "DeleteUserPoolClientSecret", input);
}

function client() {
  return {
    UserPoolId: requiredVariable("USER_POOL_ID"),
    ClientId: requiredVariable("CLIENT_ID"),
  };
}
