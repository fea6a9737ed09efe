import { deepEqual, equal } from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ClientConfiguration } from "../../local/review/client-config/configuration.ts";
import { environment, HOME } from "./support/engine.ts";
import { deployedStack } from "./support/stacks.ts";

describe("npm run client-config -- --deployed", () => {
  it("F149: has the ids and addresses of the stack's own resources", async () => {
    const stack = await deployedStack();
    const script = join(HOME, "local", "review", "run.mjs");
    const args = ["client-config", "--deployed", "--program", stack.place.program];
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], {
      cwd: HOME,
      env: environment(stack.place, {}),
    });
    const { userPoolId, clients, apis, endpoints } = JSON.parse(stdout) as ClientConfiguration;
    equal(userPoolId, stack.held("auth", "UserPool").id);
    equal(clients[0]?.id, stack.held("auth-web", "UserPoolClient").id);
    const url = stack.held("api", "Api").outputs["apiEndpoint"];
    deepEqual([apis[0]?.url, clients[0]?.callbackUrls], [url, [url]]);
    equal(endpoints.issuer, `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`);
    const domain = stack.held("auth-domain", "UserPoolDomain").inputs["domain"];
    equal(endpoints.token, `https://${domain}.auth.us-east-1.amazoncognito.com/oauth2/token`);
  });
});
