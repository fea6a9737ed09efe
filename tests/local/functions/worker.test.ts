import { deepEqual, equal, match } from "node:assert/strict";
import { cleanUp, createPool, payloadOf, run, urnOf } from "./support/functions.ts";

describe("a function", () => {
  afterEach(cleanUp);

  it("gets the event, and answers with what it returns", async () => {
    const { invocation } = await run(
      `exports.handler = async (event) => ({ got: event.a });`,
      {},
      { a: [1] },
    );
    deepEqual(invocation, { ok: true, payload: '{"got":[1]}' });
  });

  it("H279: the id of an invocation is that of its log lines", async () => {
    const { pool, messages } = createPool({
      fn: { code: `exports.handler = async () => {};` },
    });
    const { requestId } = await pool.invoke(urnOf("fn"), "{}");
    equal(messages("fn")[0], `START RequestId: ${requestId} Version: $LATEST`);
  });

  it("finds itself in the main thread, with no port to the runtime", async () => {
    const { invocation } = await run(`const required = require("worker_threads");
      exports.handler = async () => {
        const imported = await import("node:worker_threads");
        return [required, imported].map((each) => [each.isMainThread, each.parentPort, each.workerData]);
      };`);
    const main = [true, null, null];
    deepEqual(payloadOf(invocation), [main, main]);
  });

  it("has threads of its own, with ports of theirs", async () => {
    const { invocation } = await run(`const { Worker } = require("worker_threads");
      const code = 'const { parentPort, workerData } = require("worker_threads"); parentPort.postMessage(workerData);';
      exports.handler = () => new Promise((resolve) => {
        new Worker(code, { eval: true, workerData: "hello" }).once("message", resolve);
      });`);
    equal(payloadOf(invocation), "hello");
  });

  const streams: readonly (readonly [string, string, string])[] = [
    ["JSON, for what gives it a status", `stream.end('{"statusCode":201}')`, '{"statusCode":201}'],
    ["a text, chunk by chunk", `stream.write("a"); setTimeout(() => stream.end("b"), 5)`, "ab"],
    ["nothing", `stream.end()`, ""],
    [
      "metadata ahead of its text",
      `stream = awslambda.HttpResponseStream.from(stream, { statusCode: 404 });
       stream.setContentType("text/plain"); stream.write("no"); stream.end("ne")`,
      `{"statusCode":404}${"\0".repeat(8)}none`,
    ],
  ];
  for (const [what, body, payload] of streams) {
    for (const runtime of ["nodejs20.x", "nodejs24.x"]) {
      it(`H192: answers at once with what it streams: ${what}, on ${runtime}`, async () => {
        const code = `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body}; });`;
        deepEqual((await run(code, { runtime })).invocation, { ok: true, payload });
      });
    }
  }

  it("H186: fails when its stream does, or what streams does", async () => {
    for (const body of [`stream.destroy(new Error("broken"))`, `throw new Error("broken")`]) {
      const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => { ${body}; });`;
      const { invocation } = await run(code);
      equal(!invocation.ok && invocation.errorMessage, "broken");
    }
  });

  it("answers null when it returns nothing", async () => {
    deepEqual((await run(`exports.handler = async () => {};`)).invocation, {
      ok: true,
      payload: "null",
    });
  });

  it("sees Lambda's environment variables and its own, and none of this process", async () => {
    const { invoke } = createPool(
      {
        fn: {
          code: `exports.handler = async () => process.env;`,
          environment: { variables: { TABLE: "orders" } },
          memorySize: 256,
        },
      },
      {
        environment: {
          PATH: "/bin",
          HOME: "/home/me",
          AWS_ENDPOINT_URL_DYNAMODB: "http://localhost:8000",
        },
      },
    );
    const {
      AWS_LAMBDA_LOG_STREAM_NAME: stream,
      LAMBDA_TASK_ROOT: root,
      _X_AMZN_TRACE_ID: trace,
      ...variables
    } = payloadOf(await invoke("fn")) as Record<string, string>;
    match(stream ?? "", /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]0{31}1$/);
    match(root ?? "", /task$/);
    match(trace ?? "", /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
    deepEqual(variables, {
      AWS_ACCESS_KEY_ID: "ASIALOCALLOCALLOCAL0",
      AWS_SECRET_ACCESS_KEY: "local-stand-in-valid-nowhere-000000000000",
      AWS_SESSION_TOKEN: "local-stand-in",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_REGION: "us-east-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_ENDPOINT_URL_DYNAMODB: "http://localhost:8000",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_FUNCTION_NAME: "fn",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/fn",
      LAMBDA_RUNTIME_DIR: "/var/runtime",
      LANG: "en_US.UTF-8",
      PATH: "/bin",
      TABLE: "orders",
      TZ: ":UTC",
      _HANDLER: "index.handler",
    });
  });

  it("cannot write where its archive is, as on Lambda", async () => {
    const code = `const fs = require("fs");
      const { join } = require("path");
      exports.handler = async () => {
        const attempts = [
          () => fs.writeFileSync("a", "x"),
          () => fs.writeFileSync(join(process.env.LAMBDA_TASK_ROOT, "a"), "x"),
          () => fs.renameSync("index.js", "/tmp/index.js"),
          () => fs.promises.mkdir("sub/b"),
          () => fs.openSync("a", "w"),
          () => fs.closeSync(fs.openSync("index.js")),
          () => new Promise((resolve, reject) => fs.rm("index.js", (error) => (error ? reject(error) : resolve()))),
        ];
        const codes = [];
        for (const attempt of attempts) {
          try { codes.push(await attempt()); } catch (error) { codes.push(error.code); }
        }
        return [codes, fs.readdirSync(".")];
      };`;
    const refused = "EROFS";
    deepEqual(payloadOf((await run(code)).invocation), [
      [refused, refused, refused, refused, refused, null, refused],
      ["index.js"],
    ]);
  });

  it("sees the trace of the request that it answers, each time another", async () => {
    const code = `const atLoad = process.env._X_AMZN_TRACE_ID;
      exports.handler = async () => [typeof atLoad, process.env._X_AMZN_TRACE_ID];`;
    const { invoke } = createPool({ fn: { code } });
    const root = "1-6a92b700-0123456789abcdef01234567";
    const traceOf = async (event: object): Promise<unknown> => payloadOf(await invoke("fn", event));
    const [atLoad, first] = (await traceOf({
      headers: { "x-amzn-trace-id": `Root=${root}` },
    })) as string[];
    equal(atLoad, "undefined");
    match(first ?? "", new RegExp(`^Root=${root};Parent=[0-9a-f]{16};Sampled=0$`));
    for (const headers of [null, {}, { "x-amzn-trace-id": "Root=x\nParent=y" }]) {
      const [, next] = (await traceOf({ headers })) as string[];
      match(next ?? "", /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
      equal(next === first, false);
    }
  });

  it("gives the archive's directory as the one the process works in", async () => {
    const code = `const { resolve, join } = require("node:path");
      const { cwd, env } = process;
      exports.handler = async () => [cwd() === env.LAMBDA_TASK_ROOT, resolve("a") === join(cwd(), "a")];`;
    const { invocation } = await run(code);
    deepEqual(payloadOf(invocation), [true, true]);
  });

  it("reads and writes by relative paths where it works, and may work elsewhere", async () => {
    const code = `const fs = require("fs");
      const { readFile, rm } = require("node:fs/promises");
      exports.handler = async () => {
        const read = [
          fs.readFileSync("data.txt", "utf8"),
          await readFile("./data.txt", "utf8"),
          (await import("node:fs")).readFileSync("data.txt", "utf8"),
          fs.readdirSync(".").includes("index.js"),
          fs.existsSync("package.json"),
        ];
        const directory = fs.mkdtempSync("/tmp/work-");
        process.chdir(directory);
        fs.writeFileSync("a", "written");
        fs.renameSync("a", "b");
        fs.symlinkSync("b", "c");
        const written = [process.cwd() === directory, fs.readFileSync(directory + "/b", "utf8"), fs.readlinkSync("c")];
        await rm(directory, { recursive: true });
        const refused = ["none", "/dev/null"].map((path) => {
          try { return process.chdir(path); } catch ({ code }) { return code; }
        });
        return [read, written, refused];
      };`;
    const { invoke } = createPool({ fn: { code: { "index.js": code, "data.txt": "here" } } });
    deepEqual(payloadOf(await invoke("fn")), [
      ["here", "here", "here", true, false],
      [true, "written", "b"],
      ["ENOENT", "ENOTDIR"],
    ]);
  });

  it("gets Lambda's context, with a new request id and the time that is left", async () => {
    const { invoke } = createPool({
      fn: {
        code: `exports.handler = async (_, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
        timeout: 5,
      },
    });
    const first = payloadOf(await invoke("fn")) as Record<string, unknown>;
    const second = payloadOf(await invoke("fn")) as Record<string, unknown>;
    const { awsRequestId, left, logStreamName, ...rest } = first;
    match(String(awsRequestId), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    equal(second["awsRequestId"] === awsRequestId, false);
    equal(second["logStreamName"], logStreamName);
    equal(Number(left) > 4000 && Number(left) <= 5000, true);
    deepEqual(rest, {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: "$LATEST",
      functionName: "fn",
      memoryLimitInMB: "128",
      logGroupName: "/aws/lambda/fn",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:fn",
    });
  });

  it("keeps its state from one event to the next", async () => {
    const { invoke } = createPool({
      fn: { code: `let n = 0; exports.handler = async () => ++n;` },
    });
    deepEqual([payloadOf(await invoke("fn")), payloadOf(await invoke("fn"))], [1, 2]);
  });

  it("shares nothing with another function", async () => {
    const code = `globalThis.n = (globalThis.n ?? 0) + 1; exports.handler = async () => globalThis.n;`;
    const { invoke } = createPool({ a: { code }, b: { code } });
    deepEqual([payloadOf(await invoke("a")), payloadOf(await invoke("b"))], [1, 1]);
  });
});

describe("a function's handler", () => {
  afterEach(cleanUp);

  const answers = async (code: Record<string, string>, handler: string, runtime = "nodejs22.x") => {
    const { invoke } = createPool({ fn: { code, handler, runtime } });
    return payloadOf(await invoke("fn"));
  };

  it("is found in directories, ES modules and members", async () => {
    equal(await answers({ "src/app.js": "exports.run = async () => 1;" }, "src/app.run"), 1);
    equal(
      await answers({ "index.mjs": "export const handler = async () => 2;" }, "index.handler"),
      2,
    );
    const module = {
      "index.js": "export const handler = async () => 3;",
      "package.json": `{"type":"module"}`,
    };
    equal(await answers(module, "index.handler"), 3);
    equal(await answers({ "index.cjs": "exports.a = { b: async () => 4 };" }, "index.a.b"), 4);
  });

  /** Handlers as Node 22 and older take them. */
  const OLD: Readonly<Record<string, readonly [code: string, answer: unknown]>> = {
    "a callback": [
      "exports.handler = (event, context, callback) => { setImmediate(callback, null, 1); };",
      1,
    ],
    "a promise in spite of a callback": [
      "exports.handler = async (event, context, callback) => 2;",
      2,
    ],
    "context.succeed": ["exports.handler = (event, context) => { context.succeed(3); };", 3],
    "context.done": ["exports.handler = (event, context) => { context.done(null, 4); };", 4],
    "no promise at all": ["exports.handler = () => 5;", null],
  };
  for (const [title, [code, answer]] of Object.entries(OLD)) {
    it(`may answer by ${title} up to Node 22`, async () => {
      deepEqual(await answers({ "index.js": code }, "index.handler"), answer);
    });
  }

  it("fails with the callback's error", async () => {
    const { invocation } = await run(
      `exports.handler = (event, context, callback) => { callback(new TypeError("no")); };`,
    );
    deepEqual(invocation, { ok: false, kind: "error", errorType: "TypeError", errorMessage: "no" });
  });

  it("may not take a callback from Node 24 on", async () => {
    const code = `exports.handler = (event, context, callback) => { callback(null, 1); };`;
    const { invocation } = await run(code, { runtime: "nodejs24.x" });
    equal(!invocation.ok && invocation.errorType, "Runtime.CallbackHandlerDeprecated");
  });
});

/** What goes wrong, and what Lambda calls it. */
const FAILURES: Readonly<
  Record<string, readonly [code: string, errorType: string, errorMessage: RegExp]>
> = {
  "throws at once": [
    `exports.handler = () => { throw new RangeError("x"); };`,
    "RangeError",
    /^x$/,
  ],
  rejects: [`exports.handler = async () => { throw new Error("boom"); };`, "Error", /^boom$/],
  "throws a text": [`exports.handler = async () => { throw "text"; };`, "string", /^text$/],
  "throws nothing": [
    `exports.handler = async () => { throw undefined; };`,
    "undefined",
    /^undefined$/,
  ],
  "throws what has no text": [
    `exports.handler = async () => { throw Object.create(null); };`,
    "handled",
    /^handled$/,
  ],
  "throws an error of a serialised class": [
    `exports.handler = async () => { throw { name: "StockError", message: "none", stack: "StockError: none" }; };`,
    "StockError",
    /^none$/,
  ],
  "returns a BigInt": [
    `exports.handler = async () => ({ n: 1n });`,
    "Runtime.MarshalError",
    /^Unable to stringify response body: /,
  ],
  "returns a circle": [
    `exports.handler = async () => { const a = {}; a.a = a; return a; };`,
    "Runtime.MarshalError",
    /circular/,
  ],
  "returns more than 6 MB": [
    `exports.handler = async () => "x".repeat(6 * 1024 * 1024 + 99);`,
    "Function.ResponseSizeTooLarge",
    /exceeded maximum allowed payload size \(6291556 bytes\)/,
  ],
  "is not exported": [
    `exports.other = 1;`,
    "Runtime.HandlerNotFound",
    /^index\.handler is undefined or not exported$/,
  ],
  "does not parse": [
    `exports.handler = async () => {`,
    "Runtime.UserCodeSyntaxError",
    /^SyntaxError: /,
  ],
  "throws while it is loaded": [`throw new Error("at load");`, "Error", /^at load$/],
  "needs a package that is not in its archive": [
    `require("typescript"); exports.handler = async () => 1;`,
    "Runtime.ImportModuleError",
    /^Error: Cannot find module 'typescript'/,
  ],
  "ends its process": [
    `exports.handler = async () => process.exit(0);`,
    "Runtime.ExitError",
    /Runtime exited without providing a reason/,
  ],
  "ends its process with a status": [
    `exports.handler = async () => process.exit(3);`,
    "Runtime.ExitError",
    /exit status 3/,
  ],
  "kills its process": [
    `exports.handler = async () => process.kill(process.pid, "SIGKILL");`,
    "Runtime.ExitError",
    /^Error: Runtime exited with error: signal: killed$/,
  ],
  "asks its process to end": [
    `exports.handler = async () => process.kill(process.pid);`,
    "Runtime.ExitError",
    /^Error: Runtime exited with error: signal: terminated$/,
  ],
  "sends a signal to its group by number": [
    `exports.handler = async () => process.kill(0, 2);`,
    "Runtime.ExitError",
    /^Error: Runtime exited with error: signal: interrupt$/,
  ],
  "aborts its process": [
    `exports.handler = async () => process.abort();`,
    "Runtime.ExitError",
    /^Error: Runtime exited with error: signal: aborted$/,
  ],
  "leaves a rejection unhandled": [
    `exports.handler = () => { Promise.reject(new Error("lost")); return new Promise(() => {}); };`,
    "Runtime.UnhandledPromiseRejection",
    /^Error: lost$/,
  ],
  "throws outside of its promise": [
    `exports.handler = () => { setImmediate(() => { throw new Error("late"); }); return new Promise(() => {}); };`,
    "Error",
    /^late$/,
  ],
  "takes more memory than it has": [
    `exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); };`,
    "Runtime.ExitError",
    /signal: killed/,
  ],
};

describe("a function that fails", () => {
  afterEach(cleanUp);

  for (const [title, [code, errorType, errorMessage]] of Object.entries(FAILURES)) {
    it(`is reported when it ${title}`, async () => {
      const { invocation } = await run(code);
      if (invocation.ok) throw new Error(`it answered ${invocation.payload}`);
      equal(invocation.kind, "error");
      equal(invocation.errorType, errorType);
      match(invocation.errorMessage, errorMessage);
    });
  }

  it("may ask whether processes are there, and end those that it started", async () => {
    const { invocation } = await run(`const { spawn } = require("node:child_process");
      const tell = (signal) => { try { return process.kill(process.pid, signal); } catch (error) { return error.code; } };
      exports.handler = async () => {
        const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
        await new Promise((resolve) => child.once("spawn", resolve));
        const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal)));
        return [tell(0), tell("SIGWINCH"), tell("SIGNONE"), process.kill(child.pid, "SIGTERM"), await ended];
      };`);
    deepEqual(payloadOf(invocation), [true, true, "ERR_UNKNOWN_SIGNAL", true, "SIGTERM"]);
  });

  it("accepts an answer of exactly the limit", async () => {
    const { invocation } = await run(
      `exports.handler = async () => "x".repeat(6 * 1024 * 1024 + 98);`,
    );
    equal(invocation.ok && invocation.payload.length, 6291556);
  });

  it("answers the next event after every way of ending its process", async () => {
    const { invoke } = createPool({
      fn: {
        code: `exports.handler = async ({ way }) => {
          if (way === "exit") process.exit(1);
          if (way === "kill") process.kill(process.pid, "SIGKILL");
          if (way === "abort") process.abort();
          if (way === "reject") { Promise.reject(1); await new Promise(() => {}); }
          return "fine";
        };`,
      },
    });
    for (const way of ["exit", "kill", "abort", "reject"]) {
      equal((await invoke("fn", { way })).ok, false);
      equal(payloadOf(await invoke("fn")), "fine");
    }
  });

  it("may not `require` an ES module, as Lambda does not allow it, but may import it", async () => {
    const files = { "part.mjs": "export const a = 1;" };
    const required = {
      ...files,
      "index.js": `exports.handler = async () => require("./part.mjs").a;`,
    };
    const imported = {
      ...files,
      "index.js": `exports.handler = async () => (await import("./part.mjs")).a;`,
    };
    const { invoke } = createPool({ required: { code: required }, imported: { code: imported } });
    const failure = await invoke("required");
    match(failure.ok ? "" : failure.errorMessage, /require\(\) of ES Module/);
    equal(payloadOf(await invoke("imported")), 1);
  });
});
