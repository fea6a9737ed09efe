import { deepEqual, equal } from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { HOME } from "./support/engine.ts";
import { deployedStack, emptyStack, type TestStack } from "./support/stacks.ts";

const PACK = ["--policy-pack", join(HOME, "policy")];

/** Every violation that the engine has printed, as `LEVEL POLICY RESOURCE`. */
function violationsOf(output: string): string[] {
  const lines = output.matchAll(/^ +- \[(\w+)\].* {2}(\S+) {2}\(\S+ (\S+)\)$/gm);
  return [...lines].map(([, ...parts]) => parts.join(" ")).sort();
}

function mandatory(output: string): string[] {
  return violationsOf(output).filter((each) => each.startsWith("mandatory "));
}

/** The same of `npm run policy`. */
async function reviewed({ place }: TestStack): Promise<string[]> {
  const args = [join(HOME, "policy", "start.mjs"), "--program", place.program, "--json"];
  const { stdout } = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const { violations } = JSON.parse(await text(stdout)) as {
    readonly violations: readonly { level: string; policy: string; resource: { name: string } }[];
  };
  return violations
    .map(({ level, policy, resource }) => `${level} ${policy} ${resource.name}`)
    .sort();
}

const shortensPasswords = (stack: TestStack): void =>
  stack.edit("components/auth/password-rule.ts", "DEFAULT_LENGTH = 15", "DEFAULT_LENGTH = 8");

describe("the policy pack on the real engine", () => {
  it("finds nothing mandatory in the program, whose first preview leaves much unknown", async () => {
    const stack = await emptyStack();
    const { status, output } = await stack.pulumi(["preview", ...PACK]);
    equal(status, 0, output);
    equal(output.includes("secure-api@v0.1.0"), true, output);
    deepEqual(mandatory(output), []);
  });

  it("stops an update at its preview, before anything is made", async () => {
    const stack = await emptyStack();
    shortensPasswords(stack);
    const { status, output } = await stack.pulumi(["up", "--yes", ...PACK]);
    equal(status, 255, output);
    deepEqual(mandatory(output), ["mandatory cog-password-length auth"]);
    deepEqual(stack.account.all(), []);
  });

  it("F112: judges a route by the integration that it leads to, and all as the review does offline", async () => {
    const stack = await deployedStack();
    stack.edit("components/api/api-route.ts", "`${PUBLIC_PREFIX}${reason}`", "reason");
    shortensPasswords(stack);
    const { status, output } = await stack.pulumi(["preview", ...PACK]);
    equal(status, 255, output);
    deepEqual(mandatory(output), [
      "mandatory cog-password-length auth",
      "mandatory route-auth-required api-get-route",
    ]);
    deepEqual(violationsOf(output), await reviewed(stack));
  });

  it("lets an update pass by an exemption with reason and date", async () => {
    const stack = await emptyStack();
    shortensPasswords(stack);
    const file = join(stack.place.home, "policies.json");
    const exemption = { policy: "cog-password-length", resource: "auth", reason: "a test" };
    const exemptions = [{ ...exemption, until: "2999-12-31" }];
    writeFileSync(file, JSON.stringify({ "pack-settings": { exemptions } }));
    const { status, output } = await stack.pulumi([
      "preview",
      ...PACK,
      "--policy-pack-config",
      file,
    ]);
    equal(status, 0, output);
    deepEqual(mandatory(output), []);
  });
});
