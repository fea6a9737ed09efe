import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import { Random } from "./gateway/support/random.ts";
import { runToEnd, type ServedProgram, serveProgram, startRuntime } from "./support/runtime.ts";
import { authorizationRequest, signUp } from "./support/sign-in.ts";
import { type Call, SyncDevice } from "./support/sync-device.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "examples", "user-data");
const SCOPES = "openid email data/read data/write";

const callOf =
  (runtime: Pick<ServedProgram, "ready">, token: string, dataset = "settings"): Call =>
  (method, query, init = {}) =>
    fetch(`${runtime.ready.apis[0]?.url}/me/data/${dataset}${query}`, {
      ...init,
      method,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });

/** Status, entity tag and body. */
async function shown(answer: Response): Promise<unknown[]> {
  const text = await answer.text();
  const body = text.replace(/"\d{4}-\d{2}-\d{2}T[\d:.]{12}Z"/g, '"TIME"');
  return [answer.status, answer.headers.get("etag"), body === "" ? "" : JSON.parse(body)];
}

const never = {
  dataset: "settings",
  syncCount: 0,
  lastModified: null,
  lastModifiedBy: null,
  deleted: true,
};

describe("data of users", () => {
  let runtime: ServedProgram;
  let ada: Call;
  let grace: Call;
  let readOnly: Call;
  let other: Call;

  before(async () => {
    runtime = await serveProgram(["--program", PROGRAM, "--state", "memory", "--no-watch"]);
  });
  // Users of its own for each test; emptying the state would start every function anew.
  let turn = 0;
  beforeEach(async () => {
    turn += 1;
    const token = async (name: string, scope: string) => {
      const address = `${name}-${turn}@example.com`;
      const request = authorizationRequest(runtime.ready, scope);
      return (await signUp(runtime.ready, address, request)).access_token;
    };
    const adas = await token("ada", SCOPES);
    ada = callOf(runtime, adas);
    other = callOf(runtime, adas, "other");
    grace = callOf(runtime, await token("grace", SCOPES));
    readOnly = callOf(runtime, await token("eve", "openid data/read"));
  });
  after(async () => {
    await runtime.stop();
    assert.doesNotMatch(runtime.errors(), /Internal error/);
  });

  const put = (call: Call, data: unknown, headers: Record<string, string>, query = "") =>
    call("PUT", query, { headers, body: JSON.stringify(data) });
  const create = (call: Call, data: unknown) => put(call, data, { "if-none-match": "*" });

  it("F76: is kept for each user, and read as it was written", async () => {
    assert.deepEqual(await shown(await create(ada, { theme: "dark", size: 12 })), [
      201,
      '"1"',
      { ...never, syncCount: 1, lastModified: "TIME", deleted: false },
    ]);
    assert.deepEqual(await shown(await ada("GET", "")), [
      200,
      '"1"',
      {
        ...never,
        syncCount: 1,
        lastModified: "TIME",
        deleted: false,
        data: { theme: "dark", size: 12 },
      },
    ]);
    const [status, tag] = await shown(await grace("GET", ""));
    assert.deepEqual([status, tag], [404, '"0"']);
  });

  it("F76: takes tokens with the scopes of the route, and its datasets", async () => {
    assert.equal((await create(callOf(runtime, "none"), {})).status, 401);
    assert.equal((await create(readOnly, {})).status, 403);
    assert.equal((await readOnly("GET", "")).status, 404);
    assert.deepEqual(await shown(await other("GET", "")), [
      404,
      null,
      { status: 404, title: "Not Found", detail: "The datasets are settings, drafts." },
    ]);
  });

  it("F77: wants to know what a write has seen", async () => {
    assert.equal((await put(ada, {}, {})).status, 428);
    assert.equal((await put(ada, {}, { "if-match": "*" })).status, 428);
    assert.equal((await put(ada, {}, { "if-match": "1" })).status, 400);
    assert.equal((await ada("DELETE", "")).status, 428);
  });

  it("F77: answers a write that has not seen the latest with what it missed", async () => {
    await create(ada, { theme: "dark" });
    await put(ada, { theme: "light" }, { "if-match": '"1"' }, "?device=phone");
    const [status, tag, body] = await shown(await put(ada, { size: 1 }, { "if-match": '"1"' }));
    assert.deepEqual([status, tag], [412, '"2"']);
    assert.deepEqual(body, {
      status: 412,
      title: "Precondition Failed",
      detail: "The data has changed. Merge your change with record, and send record.syncCount.",
      record: {
        dataset: "settings",
        syncCount: 2,
        lastModified: "TIME",
        lastModifiedBy: "phone",
        deleted: false,
        data: { theme: "light" },
      },
    });
  });

  it("F77: lets one of many simultaneous writes through", async () => {
    await create(ada, { winner: "none" });
    const writes = Array.from({ length: 12 }, (_, index) =>
      put(ada, { winner: index }, { "if-match": '"1"' }),
    );
    const answers = await Promise.all(writes);
    const accepted = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []));
    assert.equal(accepted.length, 1);
    assert.equal(answers.filter(({ status }) => status === 412).length, 11);
    const { data, syncCount } = (await (await ada("GET", "")).json()) as Record<string, unknown>;
    assert.deepEqual([data, syncCount], [{ winner: accepted[0] }, 2]);
  });

  it("F78: tells of deletions, which count as well", async () => {
    await create(ada, { theme: "dark" });
    const deleted = { ...never, syncCount: 2, lastModified: "TIME", lastModifiedBy: "phone" };
    const answer = await ada("DELETE", "?device=phone", { headers: { "if-match": '"1"' } });
    assert.deepEqual(await shown(answer), [200, '"2"', deleted]);
    assert.deepEqual(await shown(await ada("GET", "")), [
      404,
      '"2"',
      {
        status: 404,
        title: "Not Found",
        detail: "The data was deleted.",
        record: { ...deleted, data: {} },
      },
    ]);
    assert.deepEqual(await shown(await ada("GET", "?since=1")), [
      200,
      '"2"',
      { ...deleted, complete: false, data: {}, removed: ["theme"] },
    ]);
    assert.deepEqual((await shown(await create(ada, {})))[1], '"3"');
  });

  it("F78: tells a device what it has missed, or that it has missed nothing", async () => {
    await create(ada, { theme: "dark", size: 1 });
    await put(ada, { theme: "dark", font: "serif" }, { "if-match": '"1"' });
    const [, , body] = await shown(await ada("GET", "?since=1"));
    const { complete, data, removed } = body as Record<string, unknown>;
    assert.deepEqual([complete, data, removed], [false, { font: "serif" }, ["size"]]);
    const current = await ada("GET", "", { headers: { "if-none-match": '"2"' } });
    assert.deepEqual(await shown(current), [304, '"2"', ""]);
  });

  it("F76: holds as much as it says", async () => {
    const text = (bytes: number) => ({ text: "x".repeat(bytes - '{"text":""}'.length) });
    assert.equal((await create(ada, text(51_201))).status, 413);
    assert.equal((await create(ada, text(51_200))).status, 201);
    const many = Object.fromEntries(Array.from({ length: 1_025 }, (_, at) => [`m${at}`, 1]));
    assert.equal((await create(grace, many)).status, 413);
    assert.equal((await create(grace, { "a b": 1 })).status, 400);
    assert.equal((await create(grace, [1])).status, 400);
  });

  it("G044: takes __proto__ and constructor for names like any other", async () => {
    const data: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":2}');
    await create(ada, {});
    assert.equal((await put(ada, data, { "if-match": '"1"' })).status, 200);
    const changes = await (await ada("GET", "?since=1")).text();
    assert.match(changes, /"data":\{"__proto__":\{"a":1\},"constructor":2\},"removed":\[\]/);
    await put(ada, {}, { "if-match": '"2"' });
    const [, , body] = await shown(await ada("GET", "?since=2"));
    assert.deepEqual((body as { removed: unknown }).removed, ["__proto__", "constructor"]);
  });

  for (const seed of [1, 2, 3]) {
    it(`F77: two devices converge and lose nothing that either has written (seed ${seed})`, async () => {
      const random = new Random(seed);
      const devices = [new SyncDevice("phone", ada), new SyncDevice("laptop", ada)] as const;
      const expected: Record<string, number> = {};
      for (let step = 0; step < 40; step += 1) {
        const device = random.pick(devices);
        const action = random.pick(["edit", "edit", "pull", "push", "both"]);
        if (action === "edit") {
          // A name of its own: whatever is lost is missed at the end.
          expected[`note-${step}`] = step;
          device.edit(`note-${step}`, step);
          device.edit("shared", step);
        } else if (action === "pull") await device.pull();
        else if (action === "push") await device.push();
        else await Promise.all(devices.map((each) => each.push()));
      }
      await Promise.all(devices.map((each) => each.push()));
      await Promise.all(devices.map((each) => each.pull()));
      const [phone, laptop] = devices;
      assert.deepEqual(phone.content, laptop.content);
      assert.equal(phone.syncCount, laptop.syncCount);
      const { shared: _, ...notes } = phone.content;
      assert.deepEqual(notes, expected);
    });

    it(`F78: two devices converge through removals and deletions (seed ${seed})`, async () => {
      const random = new Random(seed);
      const devices = [new SyncDevice("phone", ada), new SyncDevice("laptop", ada)] as const;
      for (let step = 0; step < 60; step += 1) {
        const device = random.pick(devices);
        const name = random.pick(["a", "b", "c", "d"]);
        const action = random.pick(["set", "set", "unset", "pull", "push", "both", "remove"]);
        if (action === "set") device.edit(name, step);
        else if (action === "unset") device.edit(name, undefined);
        else if (action === "pull") await device.pull();
        else if (action === "push") await device.push();
        else if (action === "remove") await device.remove();
        else await Promise.all(devices.map((each) => each.push()));
      }
      await Promise.all(devices.map((each) => each.push()));
      await Promise.all(devices.map((each) => each.pull()));
      const [phone, laptop] = devices;
      assert.deepEqual(phone.content, laptop.content);
      assert.equal(phone.syncCount, laptop.syncCount);
      const whole = (await (await ada("GET", "")).json()) as { data?: unknown };
      assert.deepEqual(whole.data ?? {}, phone.content);
    });
  }

  it("F79: is found by no web page", async () => {
    const { dynamodb = "" } = runtime.ready;
    const status = (headers: Record<string, string>) =>
      new Promise((resolve) => {
        const call = request(dynamodb, { headers }, (answer) => resolve(answer.statusCode));
        call.end();
      });
    assert.equal(await status({}), 200);
    assert.equal(await status({ origin: "https://pages.example" }), 403);
    assert.equal(await status({ host: "pages.example" }), 403);
  });

  it("F79: a caller that goes away in the middle leaves it serving", async () => {
    const { dynamodb = "" } = runtime.ready;
    await new Promise<void>((resolve) => {
      const cut = request(dynamodb, { method: "POST", headers: { "content-length": 9 } });
      cut.on("error", () => resolve());
      cut.on("socket", (socket) =>
        socket.on("connect", () => setImmediate(() => cut.destroy(new Error("gone")))),
      );
      cut.write("{");
    });
    assert.equal((await fetch(dynamodb)).status, 200);
  });
});

describe("the embedded DynamoDB's state", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "user-data-"));
  });
  after(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

  it("F79: survives kill -9, and POST /reset empties it", async () => {
    const args = ["--program", PROGRAM, "--state", join(directory, "state"), "--no-watch"];
    const first = await startRuntime(args);
    const { access_token: token } = await signUp(
      first.ready,
      "ada@example.com",
      authorizationRequest(first.ready, SCOPES),
    );
    const headers = { "if-none-match": "*" };
    const written = await callOf(first, token)("PUT", "", { headers, body: '{"a":1}' });
    assert.equal(written.status, 201);
    await first.stop("SIGKILL");

    const second = await startRuntime(args);
    const read = await callOf(second, token)("GET", "");
    assert.deepEqual(((await read.json()) as { data: unknown }).data, { a: 1 });
    await fetch(`${second.ready.control}/reset`, { method: "POST" });
    assert.equal((await callOf(second, token)("GET", "")).status, 404);
    assert.equal(await second.stop(), 0);
  });

  it("F23: a store that is damaged ends the start, and is named", async () => {
    const state = join(directory, "damaged");
    mkdirSync(join(state, "dynamodb"), { recursive: true });
    writeFileSync(join(state, "dynamodb", "CURRENT"), "no manifest");
    const ports = ["--port", "0", "--auth-port", "0", "--control-port", "0"];
    const { status, errors } = await runToEnd(["--program", PROGRAM, "--state", state, ...ports]);
    assert.equal(status, 1);
    assert.equal(
      errors,
      `The tables in ${join(state, "dynamodb")} cannot be read. ` +
        "Remove that directory, or use --state DIR with another directory.\n",
    );
  });
});
