import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { answering, type TestBackend, withBackend } from "./gateway/support/backend.ts";
import { machineToken } from "./support/machine-token.ts";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "examples", "private-backend");

/** What a test has: the service inside the network, and the runtime in front of it. */
interface Served {
  readonly backend: TestBackend;
  readonly runtime: ServedProgram;
  readonly call: (method: string, headers?: Record<string, string>) => Promise<Response>;
}

async function serving(test: (served: Served) => Promise<void>): Promise<void> {
  await withBackend(answering(), async (backend) => {
    const port = `backendPort=${backend.port}`;
    const options = ["--program", PROGRAM, "--state", "memory", "--no-watch", "--config", port];
    const runtime = await serveProgram(options);
    const address = `${runtime.ready.apis[0]?.url}/orders/7?full=yes`;
    try {
      const call = (method: string, headers = {}) => fetch(address, { method, headers });
      await test({ backend, runtime, call });
    } finally {
      await runtime.stop();
    }
  });
}

describe("the example of a private back end", () => {
  it("F100, F102: reaches the service with its path, and tells it who calls", () =>
    serving(async ({ backend, runtime, call }) => {
      const [client] = runtime.ready.userPools[0]?.clients ?? [];
      const authorization = `Bearer ${await machineToken(runtime.ready)}`;
      const answer = await call("GET", { authorization, "x-caller": "somebody else" });
      assert.equal(answer.status, 200);
      const [request] = backend.requests;
      assert.deepEqual([request?.method, request?.url], ["GET", "/orders/7?full=yes"]);
      assert.equal(request?.headers["x-caller"], client?.id);
      assert.equal(request?.headers["x-request-id"], answer.headers.get("apigw-requestid"));
    }));

  it("F105, F112: asks for a token, its scope and one of the methods before the service is", () =>
    serving(async ({ backend, runtime, call }) => {
      const headers = { authorization: `Bearer ${await machineToken(runtime.ready)}` };
      assert.equal((await call("GET")).status, 401);
      assert.equal((await call("POST", headers)).status, 403);
      assert.equal((await call("PATCH", headers)).status, 404);
      assert.deepEqual(backend.requests, []);
      assert.equal((await call("HEAD", headers)).status, 200);
    }));
});
