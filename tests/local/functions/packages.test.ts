import { equal, match } from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cleanUp, createPool, payloadOf } from "./support/functions.ts";

let directory = "";
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
};

describe("packages of a function", () => {
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "packages-"));
  });
  afterEach(async () => {
    await cleanUp();
    rmSync(directory, { recursive: true, force: true });
  });

  it("of the AWS SDK are those of the program, or else of the next directory", async () => {
    write("program/node_modules/@aws-sdk/client-a/index.js", "exports.from = 'program';");
    write("home/node_modules/@aws-sdk/client-a/index.js", "exports.from = 'home';");
    write(
      "home/node_modules/@aws-sdk/client-b/index.js",
      "exports.from = require('@smithy/c').from;",
    );
    write("home/node_modules/@smithy/c/index.js", "exports.from = 'home';");
    const { invoke } = createPool(
      {
        fn: {
          code: `const { from } = require("@aws-sdk/client-a");
            exports.handler = async () => from + " " + (await import("@aws-sdk/client-b")).from;`,
        },
      },
      { runtimePackages: [join(directory, "program"), join(directory, "home")] },
    );
    equal(payloadOf(await invoke("fn")), "program home");
  });

  it("of the AWS SDK that nobody has fail as on Lambda, without asking twice", async () => {
    write("program/package.json", "{}");
    const { invoke } = createPool(
      { fn: { code: `require("@aws-sdk/client-none");` } },
      { runtimePackages: [join(directory, "program"), join(directory, "home")] },
    );
    const failure = await invoke("fn");
    if (failure.ok) throw new Error("The package should not be found.");
    equal(failure.errorType, "Runtime.ImportModuleError");
    match(failure.errorMessage, /^Error: Cannot find module '@aws-sdk\/client-none'/);
  });

  it("of the AWS SDK are found where links lead, as some package managers lay them out", async () => {
    write(
      "store/client/node_modules/@aws-sdk/client-a/index.js",
      "exports.from = require('dep').from;",
    );
    write("store/client/node_modules/dep/index.js", "exports.from = 'store';");
    mkdirSync(join(directory, "program/node_modules/@aws-sdk"), { recursive: true });
    symlinkSync(
      join(directory, "store/client/node_modules/@aws-sdk/client-a"),
      join(directory, "program/node_modules/@aws-sdk/client-a"),
    );
    const { invoke } = createPool(
      { fn: { code: `exports.handler = async () => require("@aws-sdk/client-a").from;` } },
      { runtimePackages: [join(directory, "program")] },
    );
    equal(payloadOf(await invoke("fn")), "store");
  });

  it("that lie around a linked directory are not found, as they are not on Lambda", async () => {
    write("node_modules/around/index.js", "exports.a = 1;");
    write("dist/node_modules/inside/index.js", "exports.a = 2;");
    write("dist/index.js", "exports.handler = async ({ name }) => require(name).a;");
    const { invoke } = createPool({
      fn: { code: { archive: { "": { directory: join(directory, "dist") } } } },
    });
    equal(payloadOf(await invoke("fn", { name: "inside" })), 2);
    const failure = await invoke("fn", { name: "around" });
    match(failure.ok ? "" : failure.errorMessage, /^Cannot find module 'around'/);
  });

  it("are found among linked packages of the archive", async () => {
    write("node_modules/own/index.js", "exports.a = require('deep').a;");
    write("node_modules/deep/index.js", "exports.a = 3;");
    const link = (name: string) => ({ directory: join(directory, "node_modules", name) });
    const { invoke } = createPool({
      fn: {
        code: {
          archive: {
            "index.js": { text: `exports.handler = async () => require("own").a;` },
            "node_modules/own": link("own"),
            "node_modules/deep": link("deep"),
          },
        },
      },
    });
    equal(payloadOf(await invoke("fn")), 3);
  });
});
