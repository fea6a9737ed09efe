import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEvaluator, type Evaluator } from "../../../local/program/evaluator.ts";
import { readProject } from "../../../local/program/project.ts";
import { cleanUp, evaluate, failureOf, open, writeProgram } from "./support/programs.ts";

describe("a program that fails", () => {
  afterEach(cleanUp);

  it("shows its own stack, with the lines of the TypeScript source", async () => {
    const source = [
      `interface Order { id: string }`,
      ``,
      `function place(order: Order): never {`,
      `  throw new Error("no stock for " + order.id);`,
      `}`,
      `place({ id: "1" });`,
    ].join("\n");
    const message = await failureOf({ "index.ts": source });
    match(message, /^Error: no stock for 1\n/);
    match(message, /at place \(.*index\.ts:4:9\)/);
    match(message, /index\.ts:6:1/);
  });

  it("shows the stack of an error inside an apply", async () => {
    const message = await failureOf({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";\npulumi.output(1).apply(() => {\n  throw new Error("in apply");\n});`,
    });
    match(message, /^Error: in apply\n.*index\.ts:3:9/s);
  });

  it("prints what it printed once, although it is looked at twice", async () => {
    const directory = writeProgram({ "index.ts": `console.log("once"); throw new Error("x");` });
    const { source, printed } = open(directory);
    await rejects(source.evaluate());
    equal(printed.join(""), "once\n");
  });

  /** Errors that name their cause themselves, so that no stack is shown. */
  const WITHOUT_STACK: Readonly<Record<string, readonly [string, string]>> = {
    "a RunError": [
      `import * as pulumi from "@pulumi/pulumi"; throw new pulumi.RunError("set the key");`,
      "set the key",
    ],
    "a missing configuration value": [
      `import * as pulumi from "@pulumi/pulumi"; new pulumi.Config().require("key");`,
      "Missing required configuration variable 'shop:key'\n\tplease set a value using the command `pulumi config set shop:key <value>`\n\tor, here, --config shop:key=VALUE",
    ],
    "a ResourceError that hides it, with the resource's name": [
      `import * as pulumi from "@pulumi/pulumi";
       class Api extends pulumi.ComponentResource {
         constructor(name: string) { super("shop:x:Api", name); throw new pulumi.ResourceError("no routes", this, true); }
       }
       new Api("api");`,
      "api: no routes",
    ],
    "a thrown text": [`throw "just text";`, "The program threw just text"],
  };
  for (const [title, [source, expected]] of Object.entries(WITHOUT_STACK)) {
    it(`is told by its message alone for ${title}`, async () => {
      equal(await failureOf({ "index.ts": source }), expected);
    });
  }

  it("is told that it waits for a promise that nothing will settle", async () => {
    const message = await failureOf({ "index.ts": `export = () => new Promise(() => undefined);` });
    match(message, /^The program never finishes: it awaits a promise that nothing will settle\./);
  });

  it("is told how its process ended when it ends it", async () => {
    equal(
      await failureOf({ "index.ts": `process.exit(3);` }),
      "The program ended its process (exit status 3).",
    );
    equal(
      await failureOf({ "index.ts": `process.kill(process.pid, "SIGKILL");` }),
      "The program ended its process (SIGKILL).",
    );
  });

  it("is told of an error that nothing could catch", async () => {
    const message = await failureOf({
      "index.ts": `setTimeout(() => { throw new Error("later"); }); export = () => new Promise(() => undefined);`,
    });
    match(message, /^Error: later\n.*index\.ts:1:2/s);
  });

  it("may be mended: the next evaluation sees the new text", async () => {
    const directory = writeProgram({ "index.ts": `throw new Error("x");` });
    const { source } = open(directory);
    await rejects(source.evaluate(), /^ProgramError: Error: x/);
    source.prepare();
    writeFileSync(join(directory, "index.ts"), `export const answer = "42";`);
    equal((await source.evaluate()).graph.recording.outputs["answer"], "42");
  });

  it("still names the files that it read, so that an edit is noticed", async () => {
    const directory = writeProgram({
      "index.ts": `import "./part"; throw 1;`,
      "part.ts": "export {};",
    });
    const error = await open(directory)
      .source.evaluate()
      .catch((reason: unknown) => reason);
    deepEqual((error as { files: string[] }).files, [
      join(directory, "index.ts"),
      join(directory, "part.ts"),
    ]);
  });
});

/** Never gives its thread back, as an endless loop, and leaves the machine's other work alone. */
const BLOCKED = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`;

describe("the evaluator", () => {
  const evaluators: Evaluator[] = [];
  const create = (files: Record<string, string>, limitMs?: number) => {
    const directory = writeProgram(files);
    const evaluator = createEvaluator({
      project: readProject(directory),
      addressOf: async (urn) => `http://127.0.0.1:${urn.length}`,
      print: () => undefined,
      ...(limitMs === undefined ? {} : { limitMs }),
    });
    evaluators.push(evaluator);
    const message = { project: "shop", stack: "dev", main: directory, config: {}, secretKeys: [] };
    return { evaluator, evaluate: () => evaluator.evaluate(message), directory };
  };
  afterEach(() => {
    for (const evaluator of evaluators.splice(0)) evaluator.close();
    cleanUp();
  });

  it("ends an endless loop at the time limit, and evaluates again", async () => {
    const { evaluate: run, directory } = create({ "index.ts": BLOCKED }, 2500);
    await rejects(run(), {
      message: /^The program did not finish within 2\.5 s, so it was ended\./,
    });
    writeFileSync(join(directory, "index.ts"), `export const pid = process.pid;`);
    const { recording } = await run();
    equal(typeof recording.outputs["pid"], "number");
  });

  it("uses each process once, and a spare one when there is one", async () => {
    const { evaluator, evaluate: run } = create({ "index.ts": `export const pid = process.pid;` });
    const pids: unknown[] = [];
    for (let i = 0; i < 3; i += 1) {
      pids.push((await run()).recording.outputs["pid"]);
      evaluator.prepare();
      evaluator.prepare();
    }
    equal(new Set(pids).size, 3);
  });

  it("leaves no process behind", async () => {
    const { evaluator, evaluate: run } = create({ "index.ts": `export const pid = process.pid;` });
    const pid = Number((await run()).recording.outputs["pid"]);
    await rejects(
      async () => {
        // Signal 0 only asks whether the process is there; it is gone once its end was noticed.
        for (;;) {
          process.kill(pid, 0);
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
      { code: "ESRCH" },
    );
    evaluator.close();
  });

  it("goes on when the spare process dies before it is used", async () => {
    const {
      evaluator,
      evaluate: run,
      directory,
    } = create({
      "index.ts": `import "./part"; export const answer = "42";`,
      "part.ts": "export {};",
    });
    await run();
    // A spare compiles what it knows; whatever it meets there is no reason to fail.
    writeFileSync(join(directory, "part.ts"), "let x = {");
    evaluator.prepare();
    await rejects(run(), { message: /^The program does not compile/ });
    writeFileSync(join(directory, "part.ts"), "export {};");
    equal((await run()).recording.outputs["answer"], "42");
  });

  it("asks for the address of each API, however many there are", async () => {
    const { evaluate: run } = create({
      "index.ts": `import * as aws from "@pulumi/aws";
        export const urls = ["a", "bb"].map((name) => new aws.apigatewayv2.Api(name, { protocolType: "HTTP" }).apiEndpoint);`,
    });
    const { outputs, resources } = (await run()).recording;
    const urns = resources
      .filter(({ name }) => name === "a" || name === "bb")
      .map(({ urn }) => urn);
    deepEqual(
      outputs["urls"],
      urns.map((urn) => `http://127.0.0.1:${urn.length}`),
    );
  });

  it("passes on what the program prints", async () => {
    const { printed } = await evaluate({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
        console.log("out"); console.error("err"); pulumi.log.info("note"); pulumi.log.warn("careful");`,
    });
    const text = printed.join("");
    for (const line of ["out\n", "err\n", "note\n", "careful\n"])
      equal(text.includes(line), true, line);
  });
});
