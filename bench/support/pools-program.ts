import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startArguments } from "../startup-program.ts";
import { emptyDirectory } from "./places.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

/** What of the ready line the bars read. */
export interface PoolsReady {
  readonly control: string;
  readonly userPools: readonly {
    readonly name: string;
    readonly id: string;
    readonly endpoint: string;
    readonly clients: readonly {
      readonly name: string;
      readonly id: string;
      readonly secret: string | null;
    }[];
  }[];
}

const FLOWS = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
];

/** Where the pages of the `people` pool send users back to. */
export const CALLBACK = "https://app.example/back";

const PROGRAM = `import * as aws from "@pulumi/aws";

const byEmail = { usernameAttributes: ["email"], autoVerifiedAttributes: ["email"], usernameConfiguration: { caseSensitive: false } };
const explicitAuthFlows = ${JSON.stringify(FLOWS)};
const preventUserExistenceErrors = "ENABLED";
const people = new aws.cognito.UserPool("people", byEmail);
new aws.cognito.UserPoolDomain("domain", { userPoolId: people.id, domain: "bench-people" });
const orders = new aws.cognito.ResourceServer("orders", {
  userPoolId: people.id,
  identifier: "orders",
  name: "orders",
  scopes: [{ scopeName: "read", scopeDescription: "See orders" }],
});
new aws.cognito.UserPoolClient("web", {
  userPoolId: people.id,
  explicitAuthFlows,
  preventUserExistenceErrors,
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["code"],
  allowedOauthScopes: ["openid", "email"],
  callbackUrls: ["${CALLBACK}"],
  logoutUrls: ["${CALLBACK}"],
  supportedIdentityProviders: ["COGNITO"],
});
new aws.cognito.UserPoolClient("server", { userPoolId: people.id, explicitAuthFlows, preventUserExistenceErrors, generateSecret: true });
new aws.cognito.UserPoolClient(
  "machine",
  {
    userPoolId: people.id,
    generateSecret: true,
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ["client_credentials"],
    allowedOauthScopes: ["orders/read"],
  },
  { dependsOn: [orders] },
);
const guarded = new aws.cognito.UserPool("guarded", { ...byEmail, mfaConfiguration: "OPTIONAL", softwareTokenMfaConfiguration: { enabled: true } });
new aws.cognito.UserPoolClient("app", { userPoolId: guarded.id, explicitAuthFlows, preventUserExistenceErrors });
`;

/** Serves pools of every kind that the bars need, as `npm start` does, with its state in a directory. */
export function startPools(name: string): Promise<ServerProcess<PoolsReady>> {
  const directory = emptyDirectory(name);
  const tsconfig = JSON.stringify({ extends: "../../../tsconfig.json" });
  writeFileSync(join(directory, "Pulumi.yaml"), "name: pools\nruntime: nodejs\n");
  writeFileSync(join(directory, "tsconfig.json"), tsconfig);
  writeFileSync(join(directory, "index.ts"), PROGRAM);
  const state = join(directory, "state");
  return startServer(startArguments("--no-watch", "--program", directory, "--state", state), {
    compileCache: true,
  });
}

/** The code of the newest message to the address. */
export async function newestCode(control: string, address: string): Promise<string> {
  const answer = await fetch(`${control}/messages?to=${encodeURIComponent(address)}`);
  const { messages } = (await answer.json()) as { messages: readonly { code: string | null }[] };
  return messages.at(-1)?.code ?? "";
}
