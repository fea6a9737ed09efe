import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { cleanUp, writeProgram } from "./program/support/programs.ts";
import { runToEnd } from "./support/runtime.ts";

const PORTS = [
  "--port",
  "0",
  "--auth-port",
  "0",
  "--control-port",
  "0",
  "--state",
  "memory",
  "--no-watch",
];

describe("what ends the start", () => {
  let directory: string;
  afterEach(cleanUp);

  const program = (source: string): void => {
    directory = writeProgram({ "index.ts": source });
  };
  const run = (...args: string[]) =>
    runToEnd(["--json", ...PORTS, "--program", directory, ...args]);

  it("exits with 1 and the program's own stack trace when it throws", async () => {
    program(`function inner(): never {\n  throw new Error("no such thing");\n}\ninner();\n`);
    const { status, output, errors } = await run();
    assert.equal(status, 1);
    assert.equal(output, "");
    assert.match(errors, /Error: no such thing\n\s+at inner \(.*index\.ts:2:9\)/);
  });

  it("says nothing of resources that were under way when it throws", async () => {
    program(`import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
new aws.apigatewayv2.Stage("stage", { apiId: api.id, name: "$default" });
throw new pulumi.RunError("no such thing");
`);
    const { status, errors } = await run();
    assert.equal(status, 1);
    assert.equal(errors, "no such thing\n");
  });

  it("exits with 1 when an apply throws", async () => {
    program(
      `import * as pulumi from "@pulumi/pulumi";\npulumi.output(1).apply(() => {\n  throw new Error("in apply");\n});\n`,
    );
    const { status, errors } = await run();
    assert.equal(status, 1);
    assert.match(errors, /Error: in apply\n\s+at .*index\.ts:3:9/);
  });

  it("exits with 1 and the place of the mistake when it does not compile", async () => {
    program("const a = ;\n");
    const { status, errors } = await run();
    assert.equal(status, 1);
    assert.match(errors, /index\.ts:1:11 - error TS1109: Expression expected\./);
  });

  it("exits with 1 when it waits for a promise that nothing settles", async () => {
    program("export = async () => {\n  await new Promise(() => undefined);\n};\n");
    const { status, errors } = await run();
    assert.equal(status, 1);
    assert.match(errors, /The program never finishes/);
  });

  it("exits with 1 when there is no Pulumi.yaml", async () => {
    program("export {};\n");
    mkdirSync(join(directory, "empty"));
    const { status, errors } = await runToEnd([...PORTS, "--program", join(directory, "empty")]);
    assert.equal(status, 1);
    assert.match(errors, /has no Pulumi\.yaml, so it is not a Pulumi program/);
  });

  it("exits with 1, names the port and the option when a port is taken (F40)", async () => {
    program("export {};\n");
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const { status, errors } = await run("--control-port", String(port));
    server.close();
    assert.equal(status, 1);
    assert.match(
      errors,
      new RegExp(`^Port ${port} is taken\\. Choose another with --control-port N`, "m"),
    );
  });

  it("exits with 1 and the way out when the state file is damaged", async () => {
    program("export {};\n");
    const state = join(directory, "state");
    mkdirSync(state);
    writeFileSync(join(state, "state.sqlite"), "not a database, but somebody's work".repeat(40));
    const { status, errors } = await run("--state", state);
    assert.equal(status, 1);
    assert.ok(errors.includes(join(state, "state.sqlite")));
    assert.match(errors, /--state/);
    assert.doesNotMatch(errors, /\n    at /, "no stack of ours");
  });

  it("exits with 2 for an unknown option", async () => {
    const { status, errors } = await runToEnd(["--prot", "1"]);
    assert.equal(status, 2);
    assert.match(errors, /Unknown option '--prot'/);
  });
});
