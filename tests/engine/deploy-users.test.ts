import { equal, match } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jobAnswers, POOL_ID, serveStandIn } from "../deploy/users/support/stand-in.ts";
import { alice, fileOf, userPool } from "../local/users/support/files.ts";
import { deploy } from "./support/deployer.ts";
import { emptyStack } from "./support/stacks.ts";

describe("npm run deploy -- import, of a stack", () => {
  it("F4: imports into the pool among its outputs, with the role among them", async () => {
    const aws = await serveStandIn(jobAnswers());
    try {
      const stack = await emptyStack();
      const role = "arn:aws:iam::123456789012:role/import";
      writeFileSync(
        join(stack.place.program, "index.ts"),
        `export = ${JSON.stringify({ userPoolId: POOL_ID, userImportRole: role })};\n`,
      );
      equal((await stack.up()).status, 0);
      const file = join(stack.place.program, "users.csv");
      writeFileSync(file, fileOf(userPool(), alice()));
      const env = {
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: aws.url,
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "a-secret-of-the-test",
      };
      const { status, output } = await deploy(stack, ["import", file], { env });
      equal(status, 0, output);
      match(output, /Succeeded: 1 imported, 0 skipped, 0 failed\n/);
      equal(output.includes("secret-signature"), false);
    } finally {
      await aws.close();
    }
  });
});
