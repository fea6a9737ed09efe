import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cleanUp, HOME, writeProgram } from "./support/programs.ts";

const ROOM = pathToFileURL(join(HOME, "local", "program", "/")).href;
const SDK = join(HOME, "node_modules", "@pulumi", "pulumi");
/** The runner's own steps, as far as they load a program. */
const RUNNER = `
  const { leanRunner } = await import("${ROOM}lean-runner.ts");
  leanRunner(${JSON.stringify(SDK)});
  const left = process.env.PULUMI_NODEJS_TYPESCRIPT === "true";
  const { createRequire } = await import("node:module");
  const run = () => createRequire(process.argv[3] + "/")(process.argv[3] + "/");
  console.log(JSON.stringify(left ? { left } : { left, ...run() }));
`;
const TRANSPILE = { PULUMI_NODEJS_TYPESCRIPT: "true", PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

interface Said {
  /** Whether the program's TypeScript was left to the runner. */
  readonly left: boolean;
}

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  /** Packages that the program has installed. */
  readonly packages?: readonly string[];
}

function run(files: Readonly<Record<string, string>>, { env, packages }: Options = {}) {
  const directory = writeProgram({ "package.json": "{}", "index.ts": "", ...files });
  mkdirSync(join(directory, "node_modules"));
  for (const name of packages ?? ["@pulumi", "typescript"]) {
    symlinkSync(join(HOME, "node_modules", name), join(directory, "node_modules", name));
  }
  const args = ["--input-type=module", "-e", RUNNER, "runner", "--pwd", directory];
  return spawnSync(process.execPath, args, {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, ...TRANSPILE, ...env },
  });
}

function said(files: Readonly<Record<string, string>>, options?: Options): Said {
  const { stdout, stderr } = run(files, options);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Said;
}

/** What decides that ts-node compiles a program as ever. */
const LEFT: Readonly<Record<string, [Readonly<Record<string, string>>, Options]>> = {
  "types are checked": [{}, { env: { PULUMI_NODEJS_TRANSPILE_ONLY: "" } }],
  "another tsconfig.json is named": [{}, { env: { PULUMI_NODEJS_TSCONFIG_PATH: "other.json" } }],
  "ts-node is told something": [{}, { env: { TS_NODE_COMPILER: "ttypescript" } }],
  "tsconfig.json tells ts-node something": [
    { "tsconfig.json": `{ "ts-node": { "swc": true } }` },
    {},
  ],
  "tsconfig.json has JavaScript compiled": [
    { "tsconfig.json": `{ "compilerOptions": { "allowJs": true } }` },
    {},
  ],
  "the program has no compiler of its own": [{}, { packages: ["@pulumi"] }],
  "the program is an ES module": [{ "package.json": `{ "type": "module" }` }, {}],
};

describe("Pulumi's runner, lean", () => {
  afterEach(cleanUp);

  it("compiles the program where types are not checked", () => {
    const index = `import { answer } from "./answer"; export const given: number = answer;`;
    const answer = `export const answer: number = 42;`;
    deepEqual(said({ "index.ts": index, "answer.ts": answer }), { left: false, given: 42 });
  });

  for (const [when, [files, options]] of Object.entries(LEFT)) {
    it(`leaves TypeScript to the runner where ${when}`, () => {
      deepEqual(said(files, options), { left: true });
    });
  }

  it("names the source's line in a stack trace", () => {
    const index = `interface Order {\n  id: string;\n}\nconst order = {} as Order;\norder.id.at(0);\n`;
    match(run({ "index.ts": index }).stderr, /index\.ts:5:10\)/);
  });

  it("says of a syntax error what the compiler says, and nothing of itself", () => {
    const { stderr } = run({ "index.ts": "const a: = 1;" });
    match(stderr, /ProgramError: The program does not compile\.\nindex\.ts:1:10 - error TS1110: /);
    doesNotMatch(stderr, /^\s+at /m);
  });

  it("takes no trace for a promise, and leaves those of errors alone", () => {
    const index = `import { debuggablePromise } from "@pulumi/pulumi/runtime/debuggable";
      const promise = Promise.resolve();
      debuggablePromise(promise, "promise");
      export const trace = (promise as any)._debugStackTrace;
      export const limit = Error.stackTraceLimit;`;
    deepEqual(said({ "index.ts": index }), { left: false, trace: "Error", limit: 10 });
  });

  it("lends the program no package of this project", () => {
    match(run({ "index.ts": `import "jose";` }).stderr, /Cannot find package 'jose'|module 'jose'/);
  });

  it("does nothing in another process", () => {
    const script = `console.log(require("node:module").getCompileCacheDir() ?? "none")`;
    const { NODE_COMPILE_CACHE: _, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, ["-e", script], {
      encoding: "utf8",
      env: { ...env, NODE_OPTIONS: `--import ${ROOM}lean-runner.mjs` },
    });
    equal(stdout, "none\n");
  });
});
