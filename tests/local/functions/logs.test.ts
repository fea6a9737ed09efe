import { deepEqual, equal, match } from "node:assert/strict";
import { FunctionLogs, lambdaLines } from "../../../local/functions/logs.ts";
import { cleanUp, createPool, run } from "./support/functions.ts";

const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

/** Lines with times, ids and durations taken out. */
function plain(messages: readonly string[]): string[] {
  return messages.map((line) =>
    line
      .replaceAll(new RegExp(TIME, "g"), "TIME")
      .replaceAll(new RegExp(ID, "g"), "ID")
      .replace(/\bDuration: [\d.]+ ms\tBilled Duration: \d+ ms/, "Duration: N")
      .replace(/Init Duration: \d+\.\d\d ms/, "Init Duration: N"),
  );
}

describe("a function's log", () => {
  afterEach(cleanUp);

  it("has Lambda's lines around what the function prints, each level with its name", async () => {
    const { messages } = await run(`exports.handler = async () => {
      console.log("a %d", 1); console.info({ b: 2 }); console.warn("c"); console.error("d"); console.debug("e"); console.trace("f");
    };`);
    deepEqual(plain(messages), [
      "START RequestId: ID Version: $LATEST",
      "TIME\tID\tINFO\ta 1",
      "TIME\tID\tINFO\t{ b: 2 }",
      "TIME\tID\tWARN\tc",
      "TIME\tID\tERROR\td",
      "TIME\tID\tDEBUG\te",
      "TIME\tID\tTRACE\tf",
      "END RequestId: ID",
      "REPORT RequestId: ID\tDuration: N\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tInit Duration: N",
    ]);
  });

  it("has what an event prints between that event's lines, when others are answered at the same time", async () => {
    const code = `exports.handler = async ({ prints }) => { if (prints) console.log("printed"); };`;
    const { invoke, messages } = createPool({ fn: { code } });
    await Promise.all(Array.from({ length: 30 }, (_, at) => invoke("fn", { prints: at % 3 > 0 })));
    const ofEvent = Map.groupBy(messages("fn"), (line) => new RegExp(ID).exec(line)?.[0]);
    const orders = [...ofEvent.values()].map((lines) =>
      lines.map((line) => /START|printed|END|REPORT/.exec(line)?.[0]).join(" "),
    );
    const counts = Object.entries(Object.groupBy(orders, (order) => order));
    deepEqual(
      counts.map(([order, all = []]) => [order, all.length]),
      [
        ["START END REPORT", 10],
        ["START printed END REPORT", 20],
      ],
    );
  });

  it("has one START line of each event, also where what an earlier one left running holds them up", async () => {
    const code = `exports.handler = async ({ leaves }) => {
      if (leaves) setImmediate(() => { const until = Date.now() + 200; while (Date.now() < until); });
    };`;
    const { invoke, messages } = createPool({ fn: { code } });
    await invoke("fn", { leaves: true });
    await Promise.all([invoke("fn", {}), invoke("fn", {})]);
    const starts = messages("fn").filter((line) => line.startsWith("START"));
    deepEqual([starts.length, new Set(starts).size], [3, 3]);
  });

  it("has what is printed while the function is loaded without a request id", async () => {
    const { messages } = await run(`console.log("loading"); exports.handler = async () => 1;`);
    equal(plain(messages).includes("TIME\tundefined\tINFO\tloading"), true);
  });

  it("has what is written to the standard streams, in order", async () => {
    const { messages } = await run(`exports.handler = () => new Promise((resolve) => {
      process.stdout.write("raw\\n"); console.log("line"); process.stderr.write(Buffer.from("err"), () => resolve(1));
    });`);
    deepEqual(plain(messages).slice(1, 4), ["raw", "TIME\tID\tINFO\tline", "err"]);
  });

  it("cuts a line where CloudWatch would, at 1 MB", async () => {
    const { messages } = await run(
      `exports.handler = async () => console.log("x".repeat(3 * 1024 * 1024));`,
    );
    deepEqual(
      messages.slice(1, 2).map(({ length }) => length),
      [1024 * 1024],
    );
  });

  it("is JSON where the function asks for it", async () => {
    const { messages } = await run(
      `exports.handler = async () => { console.warn("text", 1); console.log({ order: 5 }); };`,
      { loggingConfig: { logFormat: "JSON" } },
    );
    const [first, second] = messages
      .slice(1, 3)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    deepEqual([first?.["level"], first?.["message"]], ["WARN", "text 1"]);
    deepEqual([second?.["level"], second?.["message"]], ["INFO", { order: 5 }]);
    match(String(second?.["requestId"]), new RegExp(`^${ID}$`));
  });

  it("as JSON keeps one value as it is, and tells errors by their parts", async () => {
    const { messages } = await run(
      `exports.handler = async () => {
        const circle = {}; circle.circle = circle;
        console.log(5); console.log([1n]); console.log(circle);
        console.log(new TypeError("one")); console.log("two", new RangeError("2"));
      };`,
      { loggingConfig: { logFormat: "JSON" } },
    );
    const lines = messages.slice(1, 6).map((line) => JSON.parse(line) as Record<string, unknown>);
    const [number, bigInt, circle, one, two] = lines.map(({ message }) => message);
    deepEqual([number, bigInt, circle], [5, "[ 1n ]", "<ref *1> { circle: [Circular *1] }"]);
    const { errorType, errorMessage } = one as Record<string, unknown>;
    deepEqual([errorType, errorMessage], ["TypeError", "one"]);
    match(String(two), /^two RangeError: 2\n/);
    deepEqual([lines[4]?.["errorType"], lines[4]?.["errorMessage"]], ["RangeError", "2"]);
  });

  for (const [applicationLogLevel, levels] of [
    [undefined, "INFO,INFO,WARN,ERROR"],
    ["TRACE", "TRACE,DEBUG,INFO,INFO,WARN,ERROR"],
    ["ERROR", "ERROR"],
    ["FATAL", ""],
  ] as const) {
    it(`as JSON leaves out what is less than ${applicationLogLevel ?? "INFO"}`, async () => {
      const { messages } = await run(
        `exports.handler = async () => {
          for (const method of ["trace", "debug", "log", "info", "warn", "error"]) console[method]("x");
        };`,
        {
          loggingConfig: {
            logFormat: "JSON",
            ...(applicationLogLevel ? { applicationLogLevel } : {}),
          },
        },
      );
      const printed = messages.filter((line) => line.startsWith("{"));
      equal(printed.map((line) => (JSON.parse(line) as { level: string }).level).join(), levels);
    });
  }

  it("tells that the function's process ended, and with which status", async () => {
    const { messages } = await run(`exports.handler = async () => process.exit(3);`);
    deepEqual(plain(messages).slice(0, 3), [
      "START RequestId: ID Version: $LATEST",
      "RequestId: ID Error: Runtime exited with error: exit status 3\nRuntime.ExitError",
      "END RequestId: ID",
    ]);
  });

  it("tells an error with its stack, and that the invocation failed", async () => {
    const { messages } = await run(`exports.handler = async () => { throw new TypeError("no"); };`);
    const line = plain(messages)[1] ?? "";
    match(
      line,
      /^TIME\tID\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"no","stack":\["TypeError: no","at /,
    );
    match(messages.at(-1) ?? "", /\tStatus: error$/);
  });

  it("tells a rejection that nobody handled", async () => {
    const { messages } = await run(
      `exports.handler = () => { Promise.reject(new Error("lost")); return new Promise(() => {}); };`,
    );
    match(
      plain(messages)[1] ?? "",
      /ERROR\tUnhandled Promise Rejection \t\{"errorType":"Runtime\.UnhandledPromiseRejection","errorMessage":"Error: lost"/,
    );
  });

  it("has one stream for each execution environment", async () => {
    const { invoke, streams } = createPool({
      fn: { code: `exports.handler = async () => process.exit(1);` },
    });
    await invoke("fn");
    await invoke("fn");
    equal(streams("fn"), 2);
  });

  it("keeps the last thousand lines", () => {
    const logs = new FunctionLogs();
    for (let i = 0; i < 5000; i += 1) logs.add("fn", "s", `line ${i}`);
    const events = logs.events("fn");
    deepEqual(
      [events.length, events[0]?.message, events.at(-1)?.message],
      [1000, "line 4000", "line 4999"],
    );
    logs.clear();
    deepEqual(logs.events("fn"), []);
  });

  it("tells what loading took once for each execution environment", async () => {
    const { invoke, messages } = createPool({
      fn: {
        code: `const end = Date.now() + 30; while (Date.now() < end); exports.handler = async () => 1;`,
      },
    });
    await invoke("fn");
    await invoke("fn");
    const reports = messages("fn").filter((line) => line.startsWith("REPORT"));
    const [first, second] = reports.map((line) => /Init Duration: ([\d.]+) ms$/.exec(line)?.[1]);
    equal(Number(first) >= 30, true, first);
    equal(second, undefined);
  });

  it("bills whole milliseconds", () => {
    const facts = { requestId: "ID", durationMs: 1.234, memoryMb: 256 };
    equal(
      lambdaLines.report({ ...facts, status: "timeout" }),
      "REPORT RequestId: ID\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 256 MB\tMax Memory Used: 256 MB\tStatus: timeout",
    );
  });
});
