import { equal } from "node:assert/strict";
import { parseArgs } from "node:util";
import { describe, it } from "mocha";
import { mistakeOf } from "../../command-line/mistake.ts";

const OPTIONS = {
  port: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** What is said of arguments that `parseArgs` refuses. */
function said(args: readonly string[], allowPositionals = false): string {
  try {
    parseArgs({ args: [...args], allowNegative: true, allowPositionals, options: OPTIONS });
  } catch (error) {
    return mistakeOf(error, Object.keys(OPTIONS));
  }
  return "";
}

describe("what a command says of a wrong option", () => {
  const unknown = (option: string): string =>
    `Unknown option '${option}': the options are --port, --json, --help.`;
  const cases: readonly (readonly [string, string])[] = [
    ["--nope", unknown("--nope")],
    ["--nope=3", unknown("--nope")],
    ["-x", unknown("-x")],
    ["--no-port", unknown("--no-port")],
    ["--it's", unknown("--it's")],
    ["--json=1", "--json takes no value."],
    ["--help=1", "--help takes no value."],
    ["--port", "--port: its value is missing."],
    [
      "--port --json",
      "--port: its value is missing; one that begins with a dash is written --port=VALUE.",
    ],
    ["extra", "Unexpected argument 'extra': this command takes options only."],
  ];
  for (const [line, message] of cases) {
    it(`is clear about: ${line}`, () => {
      equal(said(line.split(" ")), message);
    });
  }

  it("is the same where words are taken as well", () => {
    equal(said(["word", "--nope"], true), unknown("--nope"));
  });

  it("leaves every other error as it is", () => {
    equal(mistakeOf(new Error("something else"), []), "something else");
  });
});
