import { deepEqual, equal, match } from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { cleanUp, createPool, payloadOf, urnOf } from "./support/functions.ts";

const SLEEP = "const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));";
const WHICH = `${SLEEP} const { threadId } = require("node:worker_threads");
  exports.handler = async ({ ms }) => { if (ms) await sleep(ms); return threadId; };`;

/** A server that answers its callers when so many of them wait. */
async function meetingOf(count: number) {
  const present: Socket[] = [];
  const server = createServer((socket) => {
    present.push(socket);
    if (present.length === count) for (const each of present) each.end("all here");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

describe("the pool of functions", () => {
  afterEach(cleanUp);

  it("runs quick events in one environment, however many come at once", async () => {
    const threadsOfBurst = async () => {
      const { invoke } = createPool({ fn: { code: WHICH } });
      const events = await Promise.all(Array.from({ length: 200 }, () => invoke("fn")));
      return new Set(events.map(payloadOf)).size;
    };
    // A machine that is busy with others may hold a thread up for as long as a slow event takes.
    let threads = await threadsOfBurst();
    for (let again = 0; threads > 1 && again < 5; again += 1) threads = await threadsOfBurst();
    equal(threads, 1);
  });

  it("runs slow events beside one another, each alone in its environment", async () => {
    const { invoke } = createPool({ fn: { code: WHICH } });
    await invoke("fn");
    const threads = await Promise.all(Array.from({ length: 4 }, () => invoke("fn", { ms: 600 })));
    equal(new Set(threads.map(payloadOf)).size, 4);
  });

  it("runs as many as 32 events at once where they wait for others", async () => {
    const { port, close } = await meetingOf(32);
    const code = `const { connect } = require("node:net");
      exports.handler = ({ port }) => new Promise((resolve) => {
        connect(port, "127.0.0.1").on("data", () => resolve("met"));
      });`;
    const { invoke } = createPool({ fn: { code, timeout: 30 } });
    const met = await Promise.all(Array.from({ length: 32 }, () => invoke("fn", { port })));
    deepEqual(new Set(met.map(payloadOf)), new Set(["met"]));
    close();
  });

  it("runs eight at once where they compute: more threads would only take turns", async () => {
    const code = `exports.handler = async () => {
      const end = performance.now() + 60;
      while (performance.now() < end);
    };`;
    const { invoke, streams } = createPool({ fn: { code } });
    await invoke("fn");
    const all = await Promise.all(Array.from({ length: 40 }, () => invoke("fn")));
    equal(
      all.every(({ ok }) => ok),
      true,
    );
    equal(streams("fn"), 8);
  });

  it("keeps a quick event from waiting behind a slow one", async () => {
    const { invoke } = createPool({ fn: { code: WHICH } });
    await invoke("fn");
    const order: string[] = [];
    await Promise.all([
      invoke("fn", { ms: 500 }).then(() => order.push("slow")),
      invoke("fn").then(() => order.push("quick")),
    ]);
    deepEqual(order, ["quick", "slow"]);
  });

  it("answers every event when functions fail in between", async () => {
    const code = `exports.handler = async ({ i }) => { if (i % 7 === 0) process.exit(1); return i; };`;
    const { invoke } = createPool({ fn: { code } });
    const all = await Promise.all(Array.from({ length: 50 }, (_, i) => invoke("fn", { i })));
    deepEqual(
      all.map((invocation, i) => (invocation.ok ? Number(invocation.payload) === i : i % 7 === 0)),
      all.map(() => true),
    );
  });

  it("says what is missing", async () => {
    const { pool } = createPool({ fn: { code: WHICH } });
    deepEqual(await pool.invoke(urnOf("gone"), "{}"), {
      ok: false,
      kind: "missing",
      errorType: "ResourceNotFoundException",
      errorMessage: "Function gone cannot be run: there is no such function",
    });
  });

  it("names functions that cannot run here, and why", async () => {
    const { pool, invoke } = createPool({
      python: { code: WHICH, runtime: "python3.13" },
      image: { imageUri: "x", runtime: "nodejs22.x" },
      good: { code: WHICH },
    });
    deepEqual(pool.notServed(), [
      'aws:lambda/function:Function "python": its runtime is python3.13; only nodejs runtimes run here',
      'aws:lambda/function:Function "image": its code is not on this machine (an image or S3 object)',
    ]);
    equal((await invoke("python")).ok, false);
    const why = (name: string) => pool.whyNotRunnable(urnOf(name));
    deepEqual(
      [why("python"), why("good")],
      ["its runtime is python3.13; only nodejs runtimes run here", undefined],
    );
  });

  it("says why an archive cannot be unpacked, and goes on", async () => {
    const { invoke } = createPool({
      bad: { code: { archive: { "": { file: "/nowhere.zip" } } } },
      good: { code: `exports.handler = async () => 1;` },
    });
    const invocation = await invoke("bad");
    match(
      invocation.ok ? "" : invocation.errorMessage,
      /^Function bad cannot be run: .*nowhere\.zip/,
    );
    equal(payloadOf(await invoke("good")), 1);
  });

  it("throttles what goes beyond the reserved concurrency, and 0 switches the function off", async () => {
    const { invoke } = createPool({
      two: { code: WHICH, reservedConcurrentExecutions: 2 },
      off: { code: WHICH, reservedConcurrentExecutions: 0 },
      free: { code: WHICH, reservedConcurrentExecutions: -1 },
    });
    const kindsOf = async (name: string): Promise<string[]> => {
      const invocations = await Promise.all([1, 2, 3].map(() => invoke(name, { ms: 50 })));
      return invocations.map((each) => (each.ok ? "ok" : `${each.kind} ${each.errorType}`));
    };
    const throttled = "throttled TooManyRequestsException";
    deepEqual(await kindsOf("two"), ["ok", "ok", throttled]);
    deepEqual(await kindsOf("two"), ["ok", "ok", throttled]);
    deepEqual(await kindsOf("off"), [throttled, throttled, throttled]);
    deepEqual(await kindsOf("free"), ["ok", "ok", "ok"]);
  });

  it("lets running events finish when it retires, and removes what it unpacked", async () => {
    const { pool, invoke, directory } = createPool({ fn: { code: WHICH } });
    const running = invoke("fn", { ms: 100 });
    const retired = pool.retire();
    equal((await running).ok, true);
    await retired;
    equal(existsSync(directory), false);
  });

  it("still answers an event that comes after it retired, as of a request that was on its way", async () => {
    const { pool, invoke, directory } = createPool({ fn: { code: WHICH } });
    await invoke("fn");
    await pool.retire();
    equal((await invoke("fn")).ok, true);
    equal(existsSync(directory), false);
  });

  it("runs the code that the program uploads to S3", async () => {
    const object = {
      urn: "urn:object",
      type: "aws:s3/bucketObjectv2:BucketObjectv2",
      name: "object",
      id: "fn.zip",
      parent: null,
      dependsOn: [],
      region: "us-east-1",
      inputs: {
        bucket: "b",
        source: { archive: { "index.js": { text: "exports.handler = async () => 1;" } } },
      },
      outputs: { key: "fn.zip" },
      secrets: [],
    };
    const { invoke } = createPool({ fn: { s3Bucket: "b", s3Key: "fn.zip" } }, { others: [object] });
    equal(payloadOf(await invoke("fn")), 1);
  });
});
