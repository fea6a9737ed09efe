import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { cleanUp, copyProgram, writeProgram } from "./program/support/programs.ts";
import { functionProgram } from "./support/function-program.ts";
import {
  launchRuntime,
  type RuntimeProcess,
  runToEnd,
  type ServedProgram,
  serveProgram,
  startRuntime,
} from "./support/runtime.ts";
import { authorizationRequest, PageClient, PASSWORD, signUp } from "./support/sign-in.ts";

const NOTES = join(import.meta.dirname, "..", "programs", "notes");
const SLOW = functionProgram({
  code: "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 200, 'done'))",
});

/** Asks its own API, and as long as it does nothing is served. */
const EARLY = `const aws = require("@pulumi/aws");
const api = new aws.apigatewayv2.Api("early", { protocolType: "HTTP" });
export = async () => {
  const url = await new Promise<string>((resolve) => api.apiEndpoint.apply(resolve));
  const { status, headers } = await fetch(url);
  return { status, retryAfter: headers.get("retry-after") };
};
`;

/** Sends a request on a connection of its own. `isSent` settles when this machine has it all. */
function send(url: string) {
  const call = request(url, { agent: false });
  const isSent = new Promise<void>((resolve) => call.once("finish", () => resolve()));
  const answer = new Promise<string>((resolve, reject) => {
    call.once("error", reject);
    call.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("end", () => resolve(text));
    });
  });
  call.end();
  return { isSent, answer };
}

describe("the life of a runtime", () => {
  let directory: string;
  let runtimes: (RuntimeProcess | ServedProgram)[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "runtime-"));
    runtimes = [];
  });
  afterEach(async () => {
    for (const runtime of runtimes) await runtime.stop("SIGKILL");
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    cleanUp();
  });

  const start = async (...args: string[]): Promise<RuntimeProcess> => {
    const runtime = await startRuntime(args);
    runtimes.push(runtime);
    return runtime;
  };
  const serve = async (...args: string[]): Promise<ServedProgram> => {
    const runtime = await serveProgram(args);
    runtimes.push(runtime);
    return runtime;
  };
  const hello = ({ ready }: Pick<ServedProgram, "ready">, token: string) =>
    fetch(`${ready.apis[0]?.url}/hello`, { headers: { authorization: `Bearer ${token}` } });

  it("keeps users and keys through kill -9", async () => {
    const state = join(directory, "state");
    const first = await start("--state", state);
    const { access_token: token } = await signUp(first.ready, "carol@example.com");
    await first.stop("SIGKILL");

    const second = await start("--state", state);
    assert.equal((await hello(second, token)).status, 200, "the key that signed it is still there");
    const pages = new PageClient();
    const login = await pages.get(authorizationRequest(second.ready).url);
    const done = await pages.submit(login, { username: "carol@example.com", password: PASSWORD });
    assert.match(done.url, /\?code=/);
  });

  it("F23: refuses a second runtime on the same state", async () => {
    const state = join(directory, "state");
    await start("--state", state);
    const { status, errors } = await runToEnd([
      "--port",
      "0",
      "--auth-port",
      "0",
      "--control-port",
      "0",
      "--state",
      state,
    ]);
    assert.equal(status, 1);
    assert.match(errors, /is in use by another local runtime/);
  });

  it("F41: finishes requests in flight on SIGTERM, then exits with 0", async () => {
    const program = writeProgram({ "index.ts": SLOW });
    const runtime = await start("--program", program, "--state", "memory");
    const url = `${runtime.ready.apis[0]?.url}/`;
    assert.equal(await (await fetch(url)).text(), "done");
    const calls = Array.from({ length: 8 }, () => send(url));
    await Promise.all(calls.map(({ isSent }) => isSent));
    assert.equal(await runtime.stop("SIGTERM"), 0);
    assert.deepEqual(await Promise.all(calls.map(({ answer }) => answer)), Array(8).fill("done"));
  });

  it("F41: ends at once with 0 on a signal while it starts, and gives its state free", async () => {
    const code = `export = () => new Promise(() => setInterval(() => {}, 1000));`;
    const program = writeProgram({ "index.ts": `console.log("waiting");\n${code}\n` });
    const state = join(directory, "state");
    const runtime = launchRuntime(["--program", program, "--state", state]);
    await runtime.said("waiting");
    assert.equal(existsSync(join(state, "lock")), true);
    assert.equal(await runtime.stop("SIGTERM"), 0);
    assert.equal(existsSync(join(state, "lock")), false);
  });

  it("answers 503 to who comes before the program is evaluated, and starts all the same", async () => {
    const program = writeProgram({ "index.ts": EARLY });
    const { ready } = await start("--program", program, "--state", "memory");
    assert.deepEqual(ready.outputs, { status: 503, retryAfter: "1" });
  });

  it("serves an edit, keeps the last good program through a broken one, and comes back", async () => {
    const program = copyProgram(NOTES);
    const source = join(program, "index.ts");
    const original = readFileSync(source, "utf8");
    const runtime = await serve("--program", program, "--state", "memory", "--watch");
    const greeting = async (): Promise<string> => {
      const answer = await fetch(`${runtime.ready.apis[0]?.url}/x`);
      return ((await answer.json()) as { greeting: string }).greeting;
    };
    assert.equal(await greeting(), "hello");

    writeFileSync(source, original.replace('config.require("greeting")', '"edited"'));
    await runtime.said("reloaded in");
    assert.equal(await greeting(), "edited");

    writeFileSync(source, "const broken = ;");
    await runtime.said("The last good program is still served.");
    assert.match(runtime.errors(), /error TS1109: Expression expected/);
    assert.equal(await greeting(), "edited");

    writeFileSync(source, original.replace('config.require("greeting")', '"mended"'));
    while ((await greeting()) !== "mended") await fetch(`${runtime.ready.control}/clock`);
  });

  it("--issuer local puts the pool's local origin into tokens and discovery, and the API accepts them", async () => {
    const runtime = await serve("--state", "memory", "--issuer", "local");
    const [pool] = runtime.ready.userPools;
    const issuer = `${pool?.endpoint}/${pool?.id}`;
    assert.equal(pool?.issuer, issuer);
    const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
    const document = (await discovery.json()) as Record<string, string>;
    assert.equal(document["issuer"], issuer);
    const { access_token: token } = await signUp(runtime.ready, "dave@example.com");
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
      iss: string;
    };
    assert.equal(claims.iss, issuer);
    assert.equal((await hello(runtime, token)).status, 200);
  });
});
