import { deepEqual, equal, throws } from "node:assert/strict";
import { describe, it } from "mocha";
import { type Options, parseOptions } from "../../deploy/options.ts";

const parse = (text: string): Options => {
  const options = parseOptions(text.split(" "));
  if (options === "help") throw new Error("help");
  return options;
};

describe("the command line of npm run deploy", () => {
  it("has a default for everything but the command and the stack", () => {
    deepEqual(parse("up --stack dev"), {
      command: "up",
      program: ".",
      stack: "dev",
      config: {},
      allowReplace: [],
      base: undefined,
      exemptions: undefined,
      summary: undefined,
      ttlHours: undefined,
      sites: [],
      token: undefined,
      user: undefined,
      ready: undefined,
      path: "/hello",
      timeoutSeconds: 60,
      file: "",
      role: undefined,
      pool: undefined,
      isDryRun: false,
      skipsInvalid: false,
      yes: false,
      json: false,
    });
  });

  it("takes a throw-away stack's life and sites", () => {
    const { stack, ttlHours, sites } = parse(
      "up --stack pr-12 --ttl 2d --site https://a.example --site https://b.example",
    );
    deepEqual([stack, ttlHours, sites], ["pr-12", 48, ["https://a.example", "https://b.example"]]);
  });

  it("keeps what follows the first = of a configuration value", () => {
    deepEqual(parse("up --stack dev --config a=b=c --config sites[0]=https://x").config, {
      a: "b=c",
      "sites[0]": "https://x",
    });
  });

  it("takes a stack's full name", () => {
    equal(parse("outputs --stack acme/secure-api/prod").stack, "acme/secure-api/prod");
  });

  it("is answered with help on request", () => {
    equal(parseOptions(["--help"]), "help");
  });

  const mistakes: readonly (readonly [string, string])[] = [
    [
      "--stack dev",
      "A command is missing: the commands are preview, up, refresh, destroy, outputs, history, cancel, smoke, sweep, import.",
    ],
    [
      "deploy --stack dev",
      "deploy: the commands are preview, up, refresh, destroy, outputs, history, cancel, smoke, sweep, import.",
    ],
    ["up now --stack dev", "now: up takes options only."],
    ["up", "--stack is missing: up --stack NAME."],
    ["up --stack a:b", '--stack a:b: a stack\'s name has letters, digits, "_", "." and "-" only.'],
    ["sweep --stack dev", "--stack dev: sweep asks every stack."],
    ["smoke --stack dev --ready -", "--stack dev: choose it or --ready."],
    ["up --stack dev --yes", "--yes belongs to sweep, not to up."],
    ["destroy --stack dev --config a=b", "--config belongs to preview and up, not to destroy."],
    ["up --stack dev --config a", "--config a: write it as KEY=VALUE."],
    [
      "up --stack dev --site https://a.example",
      "--site: add --ttl; other stacks set sites by --config.",
    ],
    [
      "up --stack dev --ttl 0h",
      "--ttl 0h: write minutes, hours or days as 90m, 48h or 7d, up to 30d.",
    ],
    [
      "up --stack dev --ttl 31d",
      "--ttl 31d: write minutes, hours or days as 90m, 48h or 7d, up to 30d.",
    ],
    [
      "import FILE.csv --stakc dev",
      "Unknown option '--stakc': the options are --program, --stack, --role, --pool, --dry-run, --skip-invalid, --json, --help.",
    ],
    ["up --stack dev --json=1", "--json takes no value."],
    ["smoke --stack dev --timeout 0", "--timeout 0: a whole number of seconds, from 1."],
  ];
  for (const [text, message] of mistakes) {
    it(`says what is wrong with: ${text}`, () => {
      throws(() => parse(text), { code: "usage", message });
    });
  }
});
