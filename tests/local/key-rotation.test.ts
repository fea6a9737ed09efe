import { deepEqual, equal } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type RuntimeProcess,
  type ServedProgram,
  serveProgram,
  startRuntime,
} from "./support/runtime.ts";
import { signUp } from "./support/sign-in.ts";

describe("keys that are rotated while the program is served", () => {
  let state: string;
  let runtime: RuntimeProcess | ServedProgram;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), "rotated-"));
  });
  afterEach(async () => {
    await runtime.stop("SIGKILL");
    rmSync(state, { recursive: true });
  });

  const start = async (): Promise<void> => {
    runtime = await startRuntime(["--state", state, "--no-watch"]);
  };
  const rotate = async (): Promise<string[]> => {
    const answer = await fetch(`${runtime.ready.control}/keys`, { method: "POST" });
    return (await answer.json()).pools[0].kids;
  };
  const hello = async (accessToken: string): Promise<number> => {
    const headers = { authorization: `Bearer ${accessToken}` };
    return (await fetch(`${runtime.ready.apis[0]?.url}/hello`, { headers })).status;
  };
  const publishedKids = async (): Promise<string[]> => {
    const [pool] = runtime.ready.userPools;
    const { keys } = await (
      await fetch(`${pool?.endpoint}/${pool?.id}/.well-known/jwks.json`)
    ).json();
    return keys.map(({ kid }: { kid: string }) => kid);
  };

  it("C9, T020: the gateway takes tokens of both pairs, until a key is gone", async () => {
    runtime = await serveProgram(["--state", state, "--no-watch"]);
    const before = (await signUp(runtime.ready, "alice@example.com")).access_token;
    equal(await hello(before), 200);
    await rotate();
    const after = (await signUp(runtime.ready, "bob@example.com")).access_token;
    deepEqual([await hello(before), await hello(after)], [200, 200]);
    for (let count = 0; count < 4; count += 1) await rotate();
    deepEqual([await hello(before), await hello(after)], [401, 200]);
  }).timeout(60_000);

  it("C9: keys that were answered are there after kill -9, and the former ones with them", async () => {
    await start();
    const { access_token: before } = await signUp(runtime.ready, "alice@example.com");
    const kids = await rotate();
    await runtime.stop("SIGKILL");
    await start();
    deepEqual(await publishedKids(), kids);
    equal(kids.length, 4);
    equal(await hello(before), 200);
  }).timeout(60_000);
});
