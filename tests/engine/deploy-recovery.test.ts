import { deepEqual, equal, match } from "node:assert/strict";
import { rmSync } from "node:fs";
import { appearance } from "../support/aws-provider/appearance.ts";
import { type FaultPlan, hangingFile } from "../support/aws-provider/fault.ts";
import { deploy, startDeploy } from "./support/deployer.ts";
import { strays } from "./support/interrupted.ts";
import { deployedStack, emptyStack, type TestStack } from "./support/stacks.ts";

const FAILED = 1;
const LOCKED = 4;
const ROLE = "aws:iam/role:Role";
const HALF_WAY: FaultPlan = { operation: "create", nth: 20, kind: "hang" };

const urnsOf = ({ account }: TestStack): string[] =>
  account
    .all()
    .map(({ urn }) => urn)
    .sort();

/** Starts `up` and waits until AWS does not answer it. */
async function hangingUp(stack: TestStack) {
  const { account } = stack.place;
  rmSync(hangingFile(account), { force: true });
  // One resource at a time: what AWS has made beside it, and the engine not heard of, would be a stray.
  const env = { PULUMI_PARALLEL: "1" };
  const running = startDeploy(stack, ["up"], { fault: HALF_WAY, group: true, env });
  const end = new AbortController();
  void running.ended.then(({ output }) => end.abort(new Error(output)));
  await appearance(hangingFile(account), end.signal);
  return running;
}

/** The next update makes what is missing, and nothing twice. */
async function assertCompletes(stack: TestStack): Promise<void> {
  const { status, output } = await deploy(stack, ["up"]);
  equal(status, 0, output);
  deepEqual(await strays(stack), []);
  deepEqual(urnsOf(stack), urnsOf(await deployedStack()));
}

describe("npm run deploy -- up that stops half-way is completed by the next one", () => {
  it("when AWS refuses a resource, which is named with the reason and what to do", async () => {
    const stack = await emptyStack();
    const fault: FaultPlan = { operation: "create", type: ROLE, nth: 3, kind: "fail" };
    const { status, output } = await deploy(stack, ["up"], { fault });
    equal(status, FAILED, output);
    match(output, /^failed to create aws:iam\/role:Role api-[a-z-]+-role$/m);
    match(output, /^api-[a-z-]+-role: .*InternalErrorException/m);
    match(output, /^Mend what is named above and run it again: /m);
    equal(output.includes("    at "), false, output);
    await assertCompletes(stack);
  });

  it("F60, F171: when it is interrupted, and nothing is left locked", async () => {
    const stack = await emptyStack();
    const running = await hangingUp(stack);
    running.process.kill("SIGTERM");
    const { status, output } = await running.ended;
    equal(status, FAILED, output);
    match(output, /^SIGTERM: ending after what is under way; once more to abandon it\.$/m);
    match(output, /^It was interrupted: what was made is known, run up again and it goes on\.$/m);
    deepEqual(await strays(stack), []);
    await assertCompletes(stack);
  });

  it("F60: when the deployer and the engine are killed, once its lock is cancelled", async () => {
    const stack = await emptyStack();
    const running = await hangingUp(stack);
    // The whole group, as a runner that is taken away: the engine cannot end in good order.
    process.kill(-(running.process.pid ?? 0), "SIGKILL");
    await running.ended;
    const refused = await deploy(stack, ["up"]);
    equal(refused.status, LOCKED, refused.output);
    match(refused.output, /If it was killed: npm run deploy -- cancel --stack dev$/m);
    const freed = await deploy(stack, ["cancel"]);
    equal(freed.status, 0, freed.output);
    await assertCompletes(stack);
  });
});
