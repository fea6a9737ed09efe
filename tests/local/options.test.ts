import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Options, parseOptions } from "../../local/options.ts";
import { OptionError } from "../../local/program-options.ts";

const DEFAULTS: Options = {
  program: ".",
  stack: "dev",
  config: {},
  port: 3000,
  authPort: 3100,
  controlPort: 3200,
  state: ".local",
  issuer: "aws",
  watch: false,
  json: false,
};

describe("the command line", () => {
  it("has the documented defaults", () => {
    assert.deepEqual(parseOptions([], false), DEFAULTS);
  });

  it("watches when the output is a terminal, unless told not to", () => {
    assert.deepEqual(parseOptions([], true), { ...DEFAULTS, watch: true });
    assert.deepEqual(parseOptions(["--no-watch"], true), DEFAULTS);
  });

  it("takes every option", () => {
    const args =
      "--program p --stack prod --config a=1 --config b:c=d=e --port 1 --auth-port 2 --control-port 0 --state memory --issuer local --json";
    assert.deepEqual(parseOptions(args.split(" "), false), {
      program: "p",
      stack: "prod",
      config: { a: "1", "b:c": "d=e" },
      port: 1,
      authPort: 2,
      controlPort: 0,
      state: "memory",
      issuer: "local",
      watch: false,
      json: true,
    });
  });

  const mistakes: readonly (readonly [string, RegExp])[] = [
    ["--port -1", /--port/],
    ["--port 65536", /^--port 65536: a port is a whole number from 0 to 65535/],
    ["--auth-port 3000x", /^--auth-port 3000x: /],
    ["--control-port 1.5", /^--control-port 1.5: /],
    ["--issuer mine", /^--issuer mine: the issuer is "aws" or "local"/],
    ["--stack a/b", /^--stack a\/b: /],
    ["--config novalue", /^--config novalue: write it as KEY=VALUE/],
    ["--config =x", /^--config =x: write it as KEY=VALUE/],
    [
      "--bind 0.0.0.0",
      /^Unknown option '--bind': the options are --program, --stack, --config, --port, --auth-port, --control-port, --state, --issuer, --watch, --json, --help\.$/,
    ],
    ["extra", /^Unexpected argument 'extra': this command takes options only\.$/],
  ];
  for (const [args, message] of mistakes) {
    it(`C033, C034: refuses ${args}`, () => {
      assert.throws(
        () => parseOptions(args.split(" "), false),
        (error: Error) => error instanceof OptionError && message.test(error.message),
      );
    });
  }
});
