import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { type Peer } from "../support/emulators.ts";
import { installPinned } from "../support/install.ts";
import { CALLBACK, newestCode, type PoolsReady } from "../support/pools-program.ts";
import type { Client, Loose, World } from "./check.ts";

type Call = World["call"];

interface Sdk {
  readonly CognitoIdentityProviderClient: new (settings: object) => {
    send(command: unknown): Promise<Loose>;
  };
  readonly [command: `${string}Command`]: new (input: object) => unknown;
}

/** Loads the AWS SDK from its own package file, installing it first where it is missing. */
export async function sdkCalls(): Promise<(endpoint: string) => Call> {
  const packages = await installPinned("sdk");
  const entry = join(
    packages,
    "@aws-sdk",
    "client-cognito-identity-provider",
    "dist-cjs",
    "index.js",
  );
  const sdk = ((await import(pathToFileURL(entry).href)) as { readonly default: Sdk }).default;
  return (endpoint) => {
    const client = new sdk.CognitoIdentityProviderClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
      maxAttempts: 1,
    });
    return (operation, input) => {
      const Command = sdk[`${operation}Command`];
      if (!Command) throw new Error(`The SDK has no ${operation}.`);
      return client.send(new Command(input));
    };
  };
}

let addresses = 0;

const address = (): string => {
  addresses += 1;
  return `person-${addresses}@example.test`;
};

/** The runtime, with the pools of its program. */
export function ourWorld(
  { userPools, control }: PoolsReady,
  calls: (endpoint: string) => Call,
): World {
  const pool = (name: string) => {
    const found = userPools.find((one) => one.name === name);
    if (!found) throw new Error(`The program has no pool ${name}.`);
    return found;
  };
  const client = (of: string, name: string): Client => {
    const found = pool(of).clients.find((one) => one.name === name);
    return { id: found?.id ?? "", secret: found?.secret ?? "" };
  };
  const { endpoint, id: people } = pool("people");
  return {
    endpoint,
    people,
    guarded: pool("guarded").id,
    clients: {
      web: client("people", "web"),
      server: client("people", "server"),
      machine: client("people", "machine"),
      app: client("guarded", "app"),
    },
    call: calls(endpoint),
    code: (to) => newestCode(control, to),
    address,
  };
}

const FLOWS = [
  "USER_PASSWORD_AUTH",
  "USER_SRP_AUTH",
  "ADMIN_USER_PASSWORD_AUTH",
  "REFRESH_TOKEN_AUTH",
];

/** A peer, with the same pools made by its own API; what it does not know of it is left out. */
export async function peerWorld(
  { endpoint, code }: Peer,
  calls: (endpoint: string) => Call,
): Promise<World> {
  const call = calls(endpoint);
  const made = (name: string) => makePool(call, name);
  const [people, guarded] = [await made("people"), await made("guarded")];
  const factor = { Enabled: true };
  const mfa = { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: factor };
  await call("SetUserPoolMfaConfig", { UserPoolId: guarded, ...mfa }).catch(() => undefined);
  const Scopes = [{ ScopeName: "read", ScopeDescription: "See orders" }];
  const server = { UserPoolId: people, Identifier: "orders", Name: "orders", Scopes };
  await call("CreateResourceServer", server).catch(() => undefined);
  const pages = {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid", "email"],
    CallbackURLs: [CALLBACK],
    LogoutURLs: [CALLBACK],
    SupportedIdentityProviders: ["COGNITO"],
  };
  const machine = {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["client_credentials"],
    AllowedOAuthScopes: ["orders/read"],
    GenerateSecret: true,
  };
  const clients = {
    web: await makeClient(call, people, pages),
    server: await makeClient(call, people, { GenerateSecret: true }),
    machine: await makeClient(call, people, machine),
    app: await makeClient(call, guarded, {}),
  };
  return { endpoint, people, guarded, clients, call, code: () => Promise.resolve(code), address };
}

async function makePool(call: Call, PoolName: string): Promise<string> {
  const contact = { UsernameAttributes: ["email"], AutoVerifiedAttributes: ["email"] };
  const UsernameConfiguration = { CaseSensitive: false };
  return (await call("CreateUserPool", { PoolName, ...contact, UsernameConfiguration })).UserPool
    .Id;
}

async function makeClient(call: Call, UserPoolId: string, more: object): Promise<Client> {
  const { UserPoolClient } = await call("CreateUserPoolClient", {
    UserPoolId,
    ClientName: "bench",
    ExplicitAuthFlows: FLOWS.map((flow) => `ALLOW_${flow}`),
    PreventUserExistenceErrors: "ENABLED",
    ...more,
  });
  return { id: UserPoolClient.ClientId, secret: UserPoolClient.ClientSecret ?? "" };
}
