import { deepEqual, equal } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startRuntime } from "../local/support/runtime.ts";
import { deployJson } from "./support/deployer.ts";
import { emptyStack } from "./support/stacks.ts";

interface Checks {
  readonly checks: readonly { readonly name: string; readonly outcome: string }[];
}

const PASSWORD = "The password of a test user, 42";
const RUNTIME = {
  "secure-api:lifecycle": "ephemeral",
  "secure-api:testUserPassword": PASSWORD,
  "secure-api:sdkSignIn": "true",
};

describe("npm run deploy -- smoke, of a stack", () => {
  it("tells the story to the addresses among its outputs, as its test user", async () => {
    const runtime = await startRuntime(["--state", "memory", "--no-watch", "--issuer", "local"], {
      PULUMI_CONFIG: JSON.stringify(RUNTIME),
    });
    try {
      const stack = await emptyStack();
      const { outputs, userPools } = runtime.ready;
      const addresses = { ...outputs, issuer: userPools[0]?.issuer };
      writeFileSync(
        join(stack.place.program, "index.ts"),
        `import { secret } from "@pulumi/pulumi";
export = {
  ...${JSON.stringify(addresses)},
  testUser: { email: "test-user@example.com", password: secret("${PASSWORD}") },
};
`,
      );
      equal((await stack.up()).status, 0);
      const { status, data, output } = await deployJson<Checks>(stack, ["smoke"]);
      equal(status, 0, output);
      deepEqual(
        data.checks.map(({ name, outcome }) => `${outcome}: ${name}`),
        [
          "passed: discovery",
          "passed: JWKS",
          "passed: 401 without a token",
          "passed: 200 with a token",
        ],
        output,
      );
      equal(output.includes(PASSWORD), false);
    } finally {
      await runtime.stop();
    }
  });
});
