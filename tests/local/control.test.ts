import assert from "node:assert/strict";
import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { after, before, describe, it } from "mocha";
import { createClock } from "../../local/clock.ts";
import { createSigning } from "../../local/cognito/tokens/signing.ts";
import { openStore } from "../../local/cognito/store.ts";
import { AccessLogs } from "../../local/control/access-logs.ts";
import { type ControlOptions, createControlFace } from "../../local/control/control-face.ts";
import { FunctionLogs } from "../../local/functions/logs.ts";
import { Graph, type Resource } from "../../local/program/graph.ts";

const resource = (type: string, name: string, more: Partial<Resource> = {}): Resource => ({
  urn: `urn:pulumi:dev::p::${type}::${name}`,
  type,
  name,
  id: `${name}-id`,
  parent: null,
  dependsOn: [],
  region: "us-east-1",
  inputs: {},
  outputs: {},
  secrets: [],
  ...more,
});

const GRAPH = new Graph({
  project: "p",
  stack: "dev",
  outputs: {},
  resources: [
    resource("aws:lambda/function:Function", "hello", {
      inputs: {
        code: {
          archive: {
            "index.js": { text: "exports.handler = 1" },
            "big.txt": { text: "x".repeat(64_001) },
          },
        },
        environment: { variables: { PLAIN: "p", TOKEN: "do-not-show" } },
      },
      secrets: ["inputs/environment/variables/TOKEN"],
    }),
  ],
});

describe("the control face", () => {
  let server: Server;
  let port: number;
  let resets = 0;
  const store = openStore(":memory:");
  const clock = createClock(() => Date.parse("2026-01-01T00:00:00Z"));
  const signing = createSigning(store, clock);
  const userPools = {
    describe: () => ["one", "two"].map((name) => ({ name, id: `us-east-1_${name}` })),
  };
  const functionLogs = new FunctionLogs();

  before(async () => {
    const options = {
      store,
      clock,
      signing,
      functionLogs,
      accessLogs: new AccessLogs(),
      services: () => ({ graph: GRAPH, userPools }),
      reset: async () => void (resets += 1),
    } as unknown as ControlOptions;
    server = createServer(createControlFace(options)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    port = (server.address() as AddressInfo).port;
    store.outbox.add({
      time: clock.now(),
      medium: "EMAIL",
      to: "a@example.com",
      subject: "<b>Your code</b>",
      body: "Your verification code is 123456. ",
      code: "123456",
      link: null,
    });
  });
  after(() => {
    server.close();
    store.close();
  });

  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const post = (path: string, body: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body });
  const statusWith = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request({ port, host: "127.0.0.1", path: "/messages", headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });

  it("O116: refuses a request for another host", async () => {
    assert.equal(await statusWith({ host: "evil.test" }), 403);
    assert.equal(await statusWith({ host: `evil.test:${port}` }), 403);
    assert.equal(await statusWith({ host: `127.0.0.1:${port}` }), 200);
  });

  it("refuses a page of another origin, and lets its own in", async () => {
    const host = `127.0.0.1:${port}`;
    assert.equal(await statusWith({ host, origin: "https://evil.test" }), 403);
    assert.equal(await statusWith({ host, origin: "http://localhost:3100" }), 403);
    assert.equal(await statusWith({ host, origin: "null" }), 403);
    assert.equal(await statusWith({ host, origin: `http://${host}` }), 200);
  });

  it("refuses what a foreign page loads without Origin, and welcomes a link that is followed", async () => {
    const host = `127.0.0.1:${port}`;
    const load = (site: string, mode: string, dest: string) =>
      statusWith({
        host,
        "sec-fetch-site": site,
        "sec-fetch-mode": mode,
        "sec-fetch-dest": dest,
      });
    assert.equal(await load("cross-site", "no-cors", "image"), 403);
    assert.equal(await load("same-site", "no-cors", "script"), 403);
    assert.equal(await load("cross-site", "navigate", "iframe"), 403);
    assert.equal(await load("cross-site", "navigate", "document"), 200);
    assert.equal(await load("same-origin", "cors", "empty"), 200);
  });

  for (const target of ["//", "///", "//[", "http://[", "/%zz", "*"]) {
    it(`answers the target ${target} and goes on`, async () => {
      const status = await new Promise<number>((resolve, reject) => {
        const socket = connect(port, "127.0.0.1", () =>
          socket.write(
            `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
          ),
        );
        let text = "";
        socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        socket.once("end", () => resolve(Number(text.split(" ")[1])));
        socket.once("error", reject);
      });
      assert.ok([400, 404].includes(status), `status ${status}`);
      assert.equal((await get("/clock")).status, 200);
    });
  }

  it("keeps the clock representable however often it is advanced", async () => {
    const century = '{"advanceSeconds":3153600000}';
    let moved = 0;
    while ((await post("/clock", century)).status === 200) moved += 1;
    assert.equal(moved, 79);
    const { now } = (await (await get("/clock")).json()) as { now: string };
    assert.match(now, /^99\d\d-/);
    await post("/clock", '{"reset":true}');
  });

  it("gives messages with every member, oldest first", async () => {
    const { messages } = (await (await get("/messages?to=a%40example.com")).json()) as {
      messages: object[];
    };
    assert.deepEqual(messages, [
      {
        id: "1",
        time: "2026-01-01T00:00:00.000Z",
        medium: "EMAIL",
        to: "a@example.com",
        subject: "<b>Your code</b>",
        body: "Your verification code is 123456. ",
        code: "123456",
        link: null,
      },
    ]);
    assert.deepEqual(await (await get("/messages?to=b%40example.com")).json(), { messages: [] });
  });

  it("O081: shows the inbox with everything from outside escaped", async () => {
    const answer = await get("/inbox");
    const page = await answer.text();
    assert.ok(page.includes("&lt;b&gt;Your code&lt;/b&gt;"));
    assert.ok(!page.includes("<b>Your code"));
    assert.equal(page.match(/<h1>/g)?.length, 1);
    assert.match(answer.headers.get("content-security-policy") ?? "", /^default-src 'none'/);
  });

  it("moves the clock, adds moves up, and goes back to real time", async () => {
    await post("/clock", '{"advanceSeconds":10}');
    assert.deepEqual(await (await post("/clock", '{"advanceSeconds":0.5}')).json(), {
      now: "2026-01-01T00:00:10.500Z",
    });
    assert.deepEqual(await (await post("/clock", '{"reset":true}')).json(), {
      now: "2026-01-01T00:00:00.000Z",
    });
  });

  for (const body of [
    "",
    "[]",
    "{}",
    '{"advanceSeconds":"1"}',
    '{"advanceSeconds":-1}',
    '{"advanceSeconds":1e300}',
  ]) {
    it(`refuses ${body === "" ? "an empty body" : body} for the clock, and moves nothing`, async () => {
      assert.equal((await post("/clock", body)).status, 400);
      assert.deepEqual(await (await get("/clock")).json(), { now: "2026-01-01T00:00:00.000Z" });
    });
  }

  it("C9: gives one pool new keys, by its name or its id, or all of them", async () => {
    const rotate = async (body: string) => {
      const { pools } = (await (await post("/keys", body)).json()) as {
        pools: { name: string; id: string; kids: string[] }[];
      };
      return pools;
    };
    const kidsOf = async (id: string) => (await signing.keysOf(id)).published.map((key) => key.kid);
    const before = await kidsOf("us-east-1_one");
    const [byName, ...others] = await rotate('{"pool":"one"}');
    assert.deepEqual(others, []);
    assert.deepEqual(byName?.kids.slice(2).toSorted(), before.toSorted());
    const [byId] = await rotate('{"pool":"us-east-1_one"}');
    const kids = await kidsOf("us-east-1_one");
    assert.deepEqual(byId, { name: "one", id: "us-east-1_one", kids });
    const all = await rotate("");
    assert.deepEqual(
      all.map(({ name, kids: { length } }) => [name, length]),
      [
        ["one", 8],
        ["two", 4],
      ],
    );
  });

  it("C9: refuses keys of a pool that is not there, and what it cannot read", async () => {
    const answers = ['{"pool":"three"}', '{"pool":1}', "[]", "x"].map(
      async (body) => (await post("/keys", body)).status,
    );
    assert.deepEqual(await Promise.all(answers), [404, 400, 400, 400]);
    assert.equal((await get("/keys")).headers.get("allow"), "POST");
  });

  it("hides secrets of the graph and gives big files by hash and size", async () => {
    const { resources } = (await (await get("/graph")).json()) as {
      resources: { inputs: unknown }[];
    };
    assert.deepEqual(resources[0]?.inputs, {
      code: {
        archive: {
          "index.js": { text: "exports.handler = 1" },
          "big.txt": {
            sha256: "3a71ecb0dab7fd4e031264c26f45b5f03b64e5fcf908caf69c5e4ded03ba93ea",
            bytes: 64_001,
          },
        },
      },
      environment: { variables: { PLAIN: "p", TOKEN: "[secret]" } },
    });
  });

  it("asks which function, and gives the lines of one", async () => {
    assert.equal((await get("/logs")).status, 400);
    functionLogs.add("hello", "stream", "line");
    const { events } = (await (await get("/logs?function=hello")).json()) as { events: object[] };
    assert.deepEqual(
      events.map((event) => ({ ...event, time: "" })),
      [{ time: "", stream: "stream", message: "line" }],
    );
  });

  it("resets by POST only, and names what a path takes", async () => {
    const wrong = await get("/reset");
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.get("allow"), "POST");
    assert.equal((await post("/reset", "")).status, 200);
    assert.equal(resets, 1);
    assert.equal((await get("/nothing")).status, 404);
    assert.equal((await post("/clock", "x".repeat(70_000))).status, 413);
  });
});
