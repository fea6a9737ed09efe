import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { HOME } from "../program/support/programs.ts";
import { command } from "../../../local/review/cost.ts";
import { callCommand } from "./support/command.ts";

const MINIMAL = join(HOME, "examples", "minimal");

describe("npm run cost", () => {
  it("F177: ends with a line that says it all", async () => {
    const args = ["--users", "25000", "--federated", "200"];
    const { status, stdout, stderr } = await callCommand(command, args);
    equal(stderr, "");
    equal(status, 0);
    match(stdout, /^Active users of auth, ESSENTIALS +24,800 +10,000 +\$222\.00$/m);
    match(stdout, /^Active users through SAML and OpenID Connect +200 +50 +\$2\.25$/m);
    match(stdout, /\n\nAbout \$[\d.]+ a month for 25,000 active users, ESSENTIALS\n$/);
  });

  it("F177: counts the users that the stack expects, and the resources of its profile", async () => {
    const config = ["--config", "expectedUsers=12000", "--config", "profile=prod"];
    const { stdout } = await callCommand(command, [...config, "--json"]);
    const { totalUsd, charges } = JSON.parse(stdout) as {
      totalUsd: number;
      charges: { what: string; quantity: number; usd: number }[];
    };
    const priced = Object.fromEntries(charges.map(({ what, usd }) => [what, usd]));
    equal(priced["Active users of auth, ESSENTIALS"], 30);
    equal(priced["Web ACLs"], 5);
    equal(priced["Rules of web ACLs"], 4);
    equal(priced["Alarms, by the metrics they watch"], 1.4);
    const cents = charges.reduce((total, { usd }) => total + Math.round(usd * 100), 0);
    equal(Math.round(totalUsd * 100), cents);
  });

  it("is Markdown for a pull request", async () => {
    const { stdout } = await callCommand(command, [
      "--users",
      "1",
      "--program",
      MINIMAL,
      "--markdown",
    ]);
    match(stdout, /^### Cost of a month\n\n\| What \| In a month \| Free of it \| US dollars \|\n/);
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ["--users", "-5"],
      /^--users: its value is missing; one that begins with a dash is written --users=VALUE\.$/m,
    ],
    [["--users", "1.5"], /^--users 1\.5: a whole number with at most 10 digits\.\n$/],
    [
      ["--users", "5", "--federated", "6"],
      /^--federated 6: they are part of --users, which is 5\.\n$/,
    ],
    [["--users", "5", "--sms-price", "cheap"], /^--sms-price cheap: US dollars for one message/],
    [["--users", "5", "--pool", "x"], /^--pool x: the program's user pools are named auth\.\n$/],
    [["--program", MINIMAL], /^--users is missing: say how many users are active in a month/],
  ];
  for (const [args, message] of mistakes) {
    it(`ends with 2 for ${args.join(" ").replace(HOME, "")}`, async () => {
      const { status, stdout, stderr } = await callCommand(command, args);
      deepEqual([status, stdout], [2, ""]);
      match(stderr, message);
    });
  }
});
