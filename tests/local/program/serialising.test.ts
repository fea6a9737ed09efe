import { deepEqual, equal, match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { cleanUp, codeOf, evaluate, HOME, named, writeProgram } from "./support/programs.ts";

const execute = promisify(execFile);

const HANDLERS = `
  import { randomUUID } from "node:crypto";
  import * as path from "node:path";
  import { greet } from "./greet";
  const limits = { rate: 5, nested: { burst: 10 } };
  enum Level { Low = 1 }
  const make = (greeting: string) => async (event: { name?: string }) => ({ text: greeting + (event?.name ?? "you") });
  export const handlers: Record<string, (event: any) => unknown> = {
    plain: async () => ({ statusCode: 200 }),
    captures: async (event: { name: string }) => greet(event.name, limits.nested.burst),
    imports: async () => (await import("jose")).decodeJwt("x"),
    modules: () => path.join(randomUUID(), "x"),
    typed: (event): string => <string>String(event as unknown) + Level.Low!,
    made: make("hello "),
    optional: (event) => event?.a?.b ?? limits?.rate,
  };`;
const GREET = `export function greet(name: string, times: number): string { return \`hi \${name} \${times}\`; }`;
const INDEX = `
  import * as pulumi from "@pulumi/pulumi";
  import { handlers } from "./handlers";
  export = async () => {
    const texts: Record<string, string> = {};
    for (const [name, handler] of Object.entries(handlers)) {
      texts[name] = (await pulumi.runtime.serializeFunction(handler)).text;
    }
    return { texts };
  };`;

/**
 * What Pulumi's runner does with ts-node before it loads a program (SDK `cmd/run/run.ts`), transpile only: for one program
 * after the other, as loading the compiler takes longer than they do.
 */
const TS_NODE = `
  const { existsSync, readFileSync } = require("node:fs");
  const ts = require("typescript");
  const { register } = require("ts-node");
  const textsOf = async (directory) => {
    process.chdir(directory);
    const own = existsSync("tsconfig.json") ? ts.parseConfigFileTextToJson("tsconfig.json", readFileSync("tsconfig.json", "utf8")).config.compilerOptions : {};
    const service = register({
      transpileOnly: true, project: "tsconfig.json", skipProject: !existsSync("tsconfig.json"),
      compilerOptions: { target: "ES2020", module: "nodenext", moduleResolution: "nodenext", sourceMap: "true", ...own },
    });
    const { texts } = await require(directory + "/index.ts")();
    service.enabled(false);
    return texts;
  };
  (async () => {
    const all = [];
    for (const directory of process.argv.slice(2)) all.push(await textsOf(directory));
    process.stdout.write(JSON.stringify(all));
  })();`;

/** A program's compiler settings: files beside its own. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no tsconfig.json": {},
  "pulumi new's tsconfig.json": {
    "tsconfig.json": `{ "compilerOptions": { "strict": true, "outDir": "bin", "target": "es2020", "module": "commonjs", "moduleResolution": "node", "sourceMap": true, "experimentalDecorators": true } }`,
  },
  "module nodenext and target ES2022": {
    "tsconfig.json": `{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "nodenext", "moduleResolution": "nodenext", "noEmit": true } }`,
  },
  "an old target": {
    "tsconfig.json": `{ "compilerOptions": { "target": "ES2016", "module": "nodenext", "moduleResolution": "nodenext" } }`,
  },
  "inherited settings, which the runner's defaults override": {
    "tsconfig.json": `{ "extends": "./base.json" }`,
    "base.json": `{ "compilerOptions": { "target": "ES2016", "module": "commonjs", "removeComments": true } }`,
  },
};

/** The texts of all handlers as recorded here. */
async function recordedTexts(settings: Readonly<Record<string, string>>) {
  const files = { "index.ts": INDEX, "handlers.ts": HANDLERS, "greet.ts": GREET };
  const { outputs, directory } = await evaluate({ ...settings, ...files });
  return { ours: outputs["texts"], directory };
}

/** The texts as ts-node with Pulumi's settings leads to them, in the order of the programs' directories. */
async function runnerTexts(directories: readonly string[]): Promise<readonly unknown[]> {
  // A file, as a script of the command line has modules like `path` among its global names.
  const runner = join(writeProgram({ "runner.cjs": TS_NODE }), "runner.cjs");
  const env = { ...process.env, NODE_PATH: join(HOME, "node_modules") };
  const { stdout } = await execute(process.execPath, [runner, ...directories], { env });
  return JSON.parse(stdout) as unknown[];
}

describe("serialised functions", () => {
  afterEach(cleanUp);

  const comparisons = new Map<string, { readonly ours: unknown; readonly theirs: unknown }>();
  before(async () => {
    const recorded = await Promise.all(Object.values(SETTINGS).map(recordedTexts));
    const theirs = await runnerTexts(recorded.map(({ directory }) => directory));
    Object.keys(SETTINGS).forEach((title, index) => {
      comparisons.set(title, { ours: recorded[index]?.ours, theirs: theirs[index] });
    });
  });
  for (const title of Object.keys(SETTINGS)) {
    it(`have the text that Pulumi's own runner gives with ${title}`, () => {
      const { ours, theirs } = comparisons.get(title) ?? {};
      equal(Object.keys(ours ?? {}).length, 7);
      deepEqual(ours, theirs);
    });
  }

  it("keep `import()` under nodenext, and become `require` under commonjs", async () => {
    const files = { "index.ts": INDEX, "handlers.ts": HANDLERS, "greet.ts": GREET };
    const commonjs = { "tsconfig.json": `{ "compilerOptions": { "module": "commonjs" } }` };
    const textOf = async (all: typeof files) =>
      ((await evaluate(all)).outputs["texts"] as { imports: string }).imports;
    match(await textOf(files), /import\("jose"\)/);
    match(await textOf({ ...files, ...commonjs }), /require\("jose"\)/);
  });

  it("of a callback function become its archive, without a package.json and without a remark", async () => {
    const { graph, printed } = await evaluate({
      "index.ts": `import * as aws from "@pulumi/aws";
        const greeting = "hello";
        new aws.lambda.CallbackFunction("fn", { callback: async () => greeting });`,
    });
    const fn = named(graph.ofType("aws:lambda/function:Function"), "fn");
    match(codeOf(fn), /exports\.handler = __f0;.*greeting: "hello"/s);
    deepEqual(Object.keys((fn.inputs["code"] as { archive: object }).archive), ["__index.js"]);
    deepEqual(printed, []);
  });

  it("bring no remark where package.json lists packages that are not installed", async () => {
    const { printed } = await evaluate({
      "package.json": `{ "dependencies": { "@pulumi/aws": "7", "jose": "6" } }`,
      "index.ts": `import * as aws from "@pulumi/aws";
        new aws.lambda.CallbackFunction("fn", { callback: async () => 1 });`,
    });
    deepEqual(printed, []);
  });

  it("bring the packages that the program depends on", async () => {
    const { graph, directory } = await evaluate({
      "package.json": `{ "dependencies": { "@pulumi/aws": "7", "own": "1.0.0" } }`,
      "node_modules/own/package.json": `{ "name": "own", "version": "1.0.0", "dependencies": { "deep": "1.0.0" } }`,
      "node_modules/deep/package.json": `{ "name": "deep", "version": "1.0.0" }`,
      "index.ts": `import * as aws from "@pulumi/aws";
        new aws.lambda.CallbackFunction("fn", { callback: async () => require("own") });`,
    });
    const { archive } = named(graph.ofType("aws:lambda/function:Function"), "fn").inputs[
      "code"
    ] as { archive: object };
    deepEqual(archive, {
      "__index.js": { text: codeOf(named(graph.ofType("aws:lambda/function:Function"), "fn")) },
      "node_modules/own": { directory: join(directory, "node_modules", "own") },
      "node_modules/deep": { directory: join(directory, "node_modules", "deep") },
    });
  });

  it("bring files that a program includes explicitly, and no package where all are Pulumi's", async () => {
    const { graph } = await evaluate({
      "package.json": `{ "dependencies": {} }`,
      "node_modules/other/package.json": `{ "name": "other", "version": "1.0.0" }`,
      "data/a.txt": "a",
      "index.ts": `import * as aws from "@pulumi/aws";
        new aws.lambda.CallbackFunction("fn", { callback: async () => 1, codePathOptions: { extraIncludePaths: ["data"] } });`,
    });
    const { archive } = named(graph.ofType("aws:lambda/function:Function"), "fn").inputs[
      "code"
    ] as { archive: object };
    deepEqual(Object.keys(archive), ["__index.js", "data"]);
  });

  it("mark the archive as secret when they capture one", async () => {
    const { graph, printed } = await evaluate({
      "index.ts": `import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi";
        const token = pulumi.secret("t0ken");
        new aws.lambda.CallbackFunction("fn", { callback: async () => token.get() });`,
    });
    const { secrets } = named(graph.ofType("aws:lambda/function:Function"), "fn");
    equal(secrets.includes("inputs/code"), true);
    match(printed.join(""), /A secret value was captured and serialized/);
  });
});
