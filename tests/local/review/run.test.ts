import { deepEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../../../local/review/command.ts";
import { HOME } from "../program/support/programs.ts";
import { callCommand, runReview } from "./support/command.ts";

const { scripts } = JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const COMMANDS = Object.entries(scripts).flatMap(([name, script]) => {
  const [, command] = /^node local\/review\/run\.mjs (.+)$/.exec(script) ?? [];
  return command === undefined ? [] : [{ name, command }];
});

describe("the npm scripts of the review", () => {
  it("are named as the commands that they run", () => {
    const names = ["review", "routes", "openapi", "matrix", "explain", "cost", "client-config"];
    deepEqual(
      COMMANDS,
      names.map((name) => ({ name, command: name })),
    );
  });

  for (const { name, command } of COMMANDS) {
    it(`run ${name} with their arguments, their streams and their exit status`, async () => {
      const path = `../../../local/review/${command}.ts`;
      const { command: called } = (await import(path)) as { readonly command: Command };
      for (const args of [["--help"], ["--nonsense"]]) {
        deepEqual(pick(runReview(command, args)), await callCommand(called, args));
      }
    });
  }
});

const pick = ({ status, stdout, stderr }: ReturnType<typeof runReview>) => ({
  status,
  stdout,
  stderr,
});
