import { deepEqual, equal, match } from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, evaluate, failureOf, HOME, open, writeProgram } from "./support/programs.ts";

/** Programs that all export `answer` as "42", by how they are written. */
const PROGRAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "TypeScript without package.json and node_modules": {
    "index.ts": `import * as aws from "@pulumi/aws";
      new aws.sns.Topic("topic");
      export const answer: string = "42";`,
  },
  JavaScript: { "index.js": `exports.answer = String(require("@pulumi/pulumi") && 42);` },
  "TypeScript as an ES module": {
    "package.json": `{ "type": "module" }`,
    "index.ts": `import { part } from "./part.js";
      import { other } from "./other.ts";
      import * as pulumi from "@pulumi/pulumi";
      export const answer: string = await Promise.resolve(part + other + pulumi.getProject().slice(4));`,
    "part.ts": `export const part: string = "4";`,
    "other.ts": `export const other = 2;`,
    "tsconfig.json": `{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }`,
  },
  "JavaScript as an ES module": {
    "package.json": `{ "type": "module" }`,
    "index.js": `import * as pulumi from "@pulumi/pulumi"; export const answer = pulumi.output("42");`,
  },
  "an .mts file": {
    "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.mts\n",
    "index.mts": `export const answer: string = "42";`,
  },
  "relative imports with and without extension": {
    "index.ts": `import { four } from "./lib/four"; import { two } from "./lib/two.js"; import { none } from "./lib";
      export const answer = four + two + none;`,
    "lib/four.ts": `export const four = "4";`,
    "lib/two.ts": `export const two: string = "2";`,
    "lib/index.ts": `export const none = "";`,
  },
  "JSON imports": {
    "index.ts": `import data from "./data.json"; import * as all from "./data.json";
      export const answer = data.four + all.two;`,
    "data.json": `{ "four": "4", "two": "2" }`,
    "tsconfig.json": `{ "compilerOptions": { "module": "commonjs", "esModuleInterop": true, "resolveJsonModule": true } }`,
  },
  "a directory as `main` of Pulumi.yaml": {
    "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: src/\n",
    "src/index.ts": `import { readFileSync } from "node:fs"; export const answer = readFileSync("answer.txt", "utf8");`,
    "src/answer.txt": "42",
  },
  "a file as `main` of Pulumi.yaml": {
    "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: src/start.ts\n",
    "src/start.ts": `export const answer = "42";`,
  },
  "`main` of package.json": {
    "package.json": `{ "main": "bin/start.js" }`,
    "bin/start.js": `exports.answer = "42";`,
    "index.ts": `export const answer = "wrong";`,
  },
  "`exports` of package.json": {
    "package.json": `{ "exports": { ".": { "require": "./start.ts" } } }`,
    "start.ts": `export const answer = "42";`,
  },
  "an async function as its export": {
    "index.ts": `export = async () => ({ answer: await Promise.resolve("42") });`,
  },
  "a default export that is a function": {
    "package.json": `{ "type": "module" }`,
    "index.ts": `export default async () => ({ answer: "42" });`,
  },
  "an enum and other syntax that needs a compiler": {
    "index.ts": `enum Digit { Four = "4" } namespace N { export const two = "2"; }
      class Point { constructor(private readonly x: string) {} get() { return this.x; } }
      export const answer = new Point(Digit.Four).get() + N.two;`,
  },
  "code with `import()` of an ES module": {
    "index.ts": `export = async () => ({ answer: typeof (await import("jose")).jwtVerify === "function" ? "42" : "" });`,
  },
};

describe("loading a program", () => {
  afterEach(cleanUp);

  // All at once, as each is a process of its own.
  const evaluations = new Map<string, ReturnType<typeof evaluate>>();
  before(() => {
    for (const [title, files] of Object.entries(PROGRAMS)) {
      const evaluation = evaluate(files);
      evaluation.catch(() => undefined);
      evaluations.set(title, evaluation);
    }
    return Promise.allSettled(evaluations.values());
  });
  for (const title of Object.keys(PROGRAMS)) {
    it(`understands ${title}`, async () => {
      equal((await evaluations.get(title))?.outputs["answer"], "42");
    });
  }

  it("names the files that made it, once each", async () => {
    const { files, directory } = await evaluate(
      PROGRAMS["relative imports with and without extension"] ?? {},
    );
    const names = [
      "index.ts",
      "lib/four.ts",
      "lib/two.ts",
      "lib/index.ts",
      "Pulumi.yaml",
      "Pulumi.dev.yaml",
    ];
    deepEqual([...files].sort(), names.map((name) => join(directory, name)).sort());
  });

  it("finds packages that the program has installed itself", async () => {
    const directory = writeProgram({
      "package.json": `{ "dependencies": { "own": "1.0.0" } }`,
      "index.ts": `export { answer } from "own";`,
      "node_modules/own/package.json": `{ "name": "own", "version": "1.0.0" }`,
      "node_modules/own/index.js": `exports.answer = "42";`,
    });
    symlinkSync(join(HOME, "node_modules", "@pulumi"), join(directory, "node_modules", "@pulumi"));
    const { graph } = await open(directory).source.evaluate();
    equal(graph.recording.outputs["answer"], "42");
  });

  it("takes the TypeScript of a linked package by a path without its extension", async () => {
    const directory = writeProgram({
      "index.ts": `export { answer } from "own/parts/answer";`,
      "own/package.json": `{ "name": "own", "version": "1.0.0" }`,
      "own/parts/answer.ts": `export const answer: string = "42";`,
      "node_modules/other/package.json": "{}",
    });
    symlinkSync(join(directory, "own"), join(directory, "node_modules", "own"));
    const { graph } = await open(directory).source.evaluate();
    equal(graph.recording.outputs["answer"], "42");
  });

  it("runs a program that uses awsx", async () => {
    const { outputs } = await evaluate({
      "index.ts": `import * as awsx from "@pulumi/awsx";
        export const id = new awsx.ec2.Vpc("vpc").vpcId.apply((text) => text.slice(0, 4));`,
    });
    equal(outputs["id"], "vpc-");
  });

  it("reads what tsconfig.json inherits", async () => {
    const { outputs } = await evaluate({
      "tsconfig.json": `{ "extends": "./base.json" }`,
      "base.json": `{ "compilerOptions": { "experimentalDecorators": true } }`,
      "index.ts": `const seen: string[] = [];
        function note(_: unknown, name: string) { seen.push(name); }
        class A { @note answer() {} }
        export const answer = A && seen[0];`,
    });
    equal(outputs["answer"], "answer");
  });
});

describe("a program that cannot be loaded", () => {
  afterEach(cleanUp);

  it("is refused with file, line, column and code of every syntax error", async () => {
    const message = await failureOf({ "index.ts": "export const a = 1;\n  const b = ;\n" });
    equal(
      message,
      "The program does not compile.\nindex.ts:2:13 - error TS1109: Expression expected.",
    );
  });

  it("is refused with the place of a mistake in an imported file", async () => {
    const files = { "index.ts": `import "./lib/broken";`, "lib/broken.ts": "let x = {\n" };
    equal(
      await failureOf(files),
      "The program does not compile.\nlib/broken.ts:2:1 - error TS1005: '}' expected.",
    );
  });

  it("names a module that it misses", async () => {
    match(
      await failureOf({ "index.ts": `import "not-installed";` }),
      /Cannot find module 'not-installed'/,
    );
    match(
      await failureOf({ "index.ts": `import "./missing";` }),
      /Cannot find module '\.\/missing'/,
    );
  });

  it("names what it looked for when there is no program", async () => {
    match(await failureOf({}), /has no program: none of index\.js, .*index\.ts/);
    const main = { "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: gone.ts\n" };
    match(await failureOf(main), /^The program's "main" .*gone\.ts does not exist\.$/);
  });

  it("is told to keep one kind of export", async () => {
    const files = {
      "package.json": `{ "type": "module" }`,
      "index.ts": `export default {}; export const a = 1;`,
    };
    match(await failureOf(files), /both a default export and named exports/);
  });

  it("is told where its package.json is no JSON", async () => {
    match(
      await failureOf({ "package.json": "{", "index.ts": "" }),
      /@pulumi\/pulumi cannot be loaded in .*: Invalid package config .*package\.json/,
    );
  });
});
