import { POOL_ID } from "./graph.ts";
import { type ApiAnswer, callSigned, type Loose } from "./json-api.ts";
import type { RunningPools } from "./running-pools.ts";

/** Attributes in the form of operations. */
export function attributeInputs(attributes: Readonly<Record<string, string>>) {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** Calls an operation on the pool as an administrator. */
export function administer(
  pools: RunningPools,
  operation: string,
  input: object = {},
): Promise<ApiAnswer> {
  return callSigned(pools, operation, { UserPoolId: POOL_ID, ...input });
}

/** Creates a user without an invitation; with a permanent password where one is given. @returns the `sub` */
export async function addUser(
  pools: RunningPools,
  Username: string,
  { password, ...attributes }: { password?: string; [name: string]: string } = {},
): Promise<string> {
  const { body } = await administer(pools, "AdminCreateUser", {
    Username,
    UserAttributes: attributeInputs(attributes),
    MessageAction: "SUPPRESS",
  });
  if (password !== undefined) {
    const permanent = { Username, Password: password, Permanent: true };
    await administer(pools, "AdminSetUserPassword", permanent);
  }
  return attributesOf(body["User"]["Attributes"])["sub"] ?? "";
}

/** Attributes by name. */
export function attributesOf(list: Loose): Record<string, string> {
  return Object.fromEntries(list.map(({ Name, Value }: Loose) => [Name, Value]));
}
