import assert from "node:assert/strict";
import { cleanUp, createPool } from "../../functions/support/functions.ts";
import { type Event, openGateway, type TestGateway } from "../support/gateway.ts";
import { apiWith, route } from "../support/graph.ts";

/** Functions that end in every way that there is, by name. */
const functions = {
  good: { code: `exports.handler = async () => ({ statusCode: 200, body: "good" });` },
  throws: { code: `exports.handler = () => { throw new Error("secret"); };` },
  rejects: { code: `exports.handler = async () => { throw { secret: true }; };` },
  exits: { code: `exports.handler = async () => process.exit(3);` },
  lost: {
    code: `exports.handler = () => { Promise.reject(new Error("secret")); return new Promise(() => {}); };`,
  },
  unloadable: { code: `require("secret"); exports.handler = async () => 1;` },
  circular: { code: `exports.handler = async () => { const a = {}; a.a = a; return a; };` },
  huge: { code: `exports.handler = async () => "x".repeat(6_291_557);` },
  loops: { code: `exports.handler = async () => { for (;;); };`, timeout: 1 },
  hangs: { code: `exports.handler = async () => { await new Promise(() => {}); };`, timeout: 1 },
};

describe("gateway: functions that fail", () => {
  let gateway: TestGateway;
  let pool: ReturnType<typeof createPool>;
  before(async () => {
    pool = createPool(functions);
    const impatient = { integration: { timeoutMilliseconds: 100 } };
    gateway = await openGateway(
      apiWith(route("GET /run/{name}"), route("GET /soon/{name}", impatient)),
      {
        handler: (event: Event) => {
          const { name } = event["pathParameters"] as { name: string };
          return pool.invoke(name, event);
        },
      },
    );
  });
  after(async () => {
    gateway.close();
    await cleanUp();
  });

  it("G049, H186: each is 500 without a word of why, and others are served meanwhile", async () => {
    const failing = Object.keys(functions).filter((name) => name !== "good");
    const replies = failing.map((name) => gateway.send("GET", `/run/${name}`));
    for (let count = 0; count < 5; count += 1) {
      assert.equal((await gateway.send("GET", "/run/good")).body, "good");
    }
    for (const [index, { status, body, headers }] of (await Promise.all(replies)).entries()) {
      const wanted = [500, '{"message":"Internal Server Error"}', "application/json"];
      assert.deepEqual([status, body, headers["content-type"]], wanted, failing[index]);
    }
  });

  it("G049, H188: the integration's timeout is 503, though the function goes on", async () => {
    const { status, body } = await gateway.send("GET", "/soon/hangs");
    assert.deepEqual([status, body], [503, '{"message":"Service Unavailable"}']);
    assert.equal((await gateway.send("GET", "/run/good")).body, "good");
  });
});
