import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import type { ReadyLine } from "../../local/ready-line.ts";
import { serveProgram } from "./support/runtime.ts";
import { authorizationRequest, signUp } from "./support/sign-in.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples");

/** The same program with no client but this one, which requests are then for. */
function withClient(ready: ReadyLine, name: string): ReadyLine {
  const userPools = ready.userPools.map((pool) => ({
    ...pool,
    clients: pool.clients.filter((client) => client.name === name),
  }));
  return { ...ready, userPools };
}

describe("examples in which people sign up on the pages", () => {
  for (const example of ["minimal", "sign-in"]) {
    it(`H72, H103: ${example} answers a user's token, and nobody without one`, async () => {
      const program = join(EXAMPLES, example);
      const runtime = await serveProgram(["--program", program, "--state", "memory", "--no-watch"]);
      try {
        const ready = withClient(runtime.ready, "auth-web");
        const request = authorizationRequest(ready, "openid notes/read");
        const { access_token: accessToken } = await signUp(ready, "ada@notes.example", request);
        const notes = async (headers: HeadersInit) =>
          (await fetch(`${ready.outputs["url"]}/notes`, { headers })).status;
        assert.deepEqual(
          [await notes({}), await notes({ authorization: `Bearer ${accessToken}` })],
          [401, 200],
        );
      } finally {
        await runtime.stop();
      }
    });
  }
});
