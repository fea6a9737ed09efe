import { deepEqual, equal } from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { deploy } from "./support/deployer.ts";
import { deployedStack, emptyStack, type TestStack } from "./support/stacks.ts";

const VERSION = "version";

/** Runs `npm run deploy` with a CLI that writes down what it is asked for. @returns the commands, by their first two words */
async function commandsOf(stack: TestStack, args: readonly string[], name = "dev") {
  const { home } = stack.place;
  const log = join(home, "commands.log");
  const directory = join(home, "bin");
  const path = process.env["PATH"] ?? "";
  mkdirSync(directory, { recursive: true });
  const script = `#!/bin/sh\necho "$1 $2" >> '${log}'\nPATH='${path}' exec pulumi "$@"\n`;
  writeFileSync(join(directory, "pulumi"), script, { mode: 0o755 });
  writeFileSync(log, "");
  const env = { PATH: [directory, dirname(process.execPath), path].join(delimiter) };
  const { status, output } = await deploy(stack, args, { env, stack: name });
  equal(status, 0, output);
  const lines = readFileSync(log, "utf8").trim().split("\n");
  return lines.map((line) => line.replace(/ (--.*)?$/, ""));
}

/** The stack that `pulumi` takes where none is named. */
function selectedStack({ place }: TestStack): string {
  const directory = join(place.home, "workspaces");
  const [file = ""] = readdirSync(directory);
  const { stack } = JSON.parse(readFileSync(join(directory, file), "utf8")) as { stack: string };
  return stack;
}

describe("what npm run deploy asks the CLI for", () => {
  it("is its version and the operations: each process costs a tenth of a second", async () => {
    const stack = await deployedStack();
    deepEqual(await commandsOf(stack, ["preview"]), [VERSION, "preview"]);
    deepEqual(await commandsOf(stack, ["up"]), [VERSION, "preview", "up"]);
  });

  it("is a stack for the preview where there is none, and its removal", async () => {
    const stack = await emptyStack();
    const asked = await commandsOf(stack, ["preview"], "other");
    deepEqual(asked, [
      VERSION,
      "preview",
      "stack ls",
      "stack init",
      "preview",
      "stack rm",
      "stack select",
    ]);
  });

  it("is no selection: what a developer has selected stays", async () => {
    const stack = await emptyStack();
    equal((await stack.pulumi(["stack", "init"], { stack: "other" })).status, 0);
    const before = selectedStack(stack);
    await commandsOf(stack, ["preview"]);
    await commandsOf(stack, ["preview"], "new");
    deepEqual([before.endsWith("other"), selectedStack(stack)], [true, before]);
  });
});
