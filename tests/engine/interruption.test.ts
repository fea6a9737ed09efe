import { deepEqual, equal, match } from "node:assert/strict";
import type { Held } from "../support/aws-provider/account.ts";
import { killAt, release, startHanging, strays } from "./support/interrupted.ts";
import { deployedStack, emptyStack, type TestStack } from "./support/stacks.ts";

const HALF_WAY = 20;
const ROLE = "aws:iam/role:Role";

const urnsOf = ({ account }: TestStack): string[] =>
  account
    .all()
    .map(({ urn }) => urn)
    .sort();

/** The next update makes what is missing, and nothing twice. */
async function assertCompletes(stack: TestStack): Promise<void> {
  const { status, output } = await stack.up();
  equal(status, 0, output);
  deepEqual(await strays(stack), []);
  deepEqual(urnsOf(stack), urnsOf(await deployedStack()));
}

/** Tells the engine of a function's role that AWS has and the state has not. */
async function importRole(stack: TestStack, { urn, id }: Pick<Held, "urn" | "id">): Promise<void> {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  const route = name.replace(/-role$/, "");
  const parent = (await stack.resources()).find((one) => one.urn.endsWith(`LambdaRoute::${route}`));
  const options = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false"];
  const place = ["--parent", parent?.urn ?? ""];
  const { status, output } = await stack.pulumi(["import", ...options, ...place, ROLE, name, id]);
  equal(status, 0, output);
}

describe("an update that stops half-way is completed by the next one", () => {
  it("when AWS refuses a resource, which is named with the reason", async () => {
    const stack = await emptyStack();
    const fault = { operation: "create", type: ROLE, nth: 3, kind: "fail" } as const;
    const { status, output } = await stack.up({ fault });
    equal(status, 255);
    match(output, /aws:iam:Role \(api-[a-z-]+-role\):\n {4}error: InternalErrorException/);
    deepEqual(await strays(stack), []);
    await assertCompletes(stack);
  });

  it("when the provider is killed", async () => {
    const stack = await emptyStack();
    const fault = { operation: "create", nth: HALF_WAY, kind: "crash" } as const;
    const { status, output } = await stack.up({ fault });
    equal(status, 255);
    match(output, /pulumi-resource-aws exited prematurely/);
    await assertCompletes(stack);
  });

  it("F60: when it is interrupted, and what was made is known", async () => {
    const stack = await emptyStack();
    const running = await startHanging(stack, { operation: "create", nth: HALF_WAY });
    running.process.kill("SIGINT");
    const { status, output } = await running.ended;
    equal(status, 255);
    match(output, /\^C received; cancelling/);
    equal(stack.account.all().length, HALF_WAY - 1);
    deepEqual(await strays(stack), []);
    await assertCompletes(stack);
  });

  it("F60: when the engine is killed, once its lock is cancelled", async () => {
    const stack = await emptyStack();
    equal(await killAt(stack, { operation: "create", nth: HALF_WAY }), true);
    const refused = await stack.up();
    equal(refused.status, 255);
    match(refused.output, /the stack is currently locked by 1 lock\(s\).*`pulumi cancel`/);
    equal((await stack.pulumi(["cancel", "--yes"])).status, 0);
    deepEqual(await strays(stack), []);
    await assertCompletes(stack);
  });

  it("F60: when the engine is killed again and again, after every eighth resource", async () => {
    const stack = await emptyStack();
    const made: number[] = [];
    while (await killAt(stack, { operation: "create", nth: 9 })) {
      made.push(stack.account.all().length);
      await stack.pulumi(["cancel", "--yes"]);
    }
    deepEqual(made, [8, 16, 24, 32, 40]);
    await assertCompletes(stack);
  });

  it("F60: when the engine is killed before it heard what AWS made, once that is imported", async () => {
    const stack = await emptyStack();
    equal(await killAt(stack, { operation: "create", type: ROLE, when: "after" }), true);
    await stack.pulumi(["cancel", "--yes"]);
    const [{ id, urn }] = stack.account.ofType(ROLE) as [Held];
    deepEqual(await strays(stack), [`only in AWS: ${ROLE} ${id}`]);

    const { pending_operations: pending } = await stack.deployment();
    deepEqual(
      pending?.map(({ type, resource }) => [type, resource.urn]),
      [["creating", urn]],
    );
    await importRole(stack, { urn, id });
    deepEqual(await strays(stack), []);
    await assertCompletes(stack);
  });
});

describe("of two updates at once", () => {
  it("the second is told who holds the stack, and the first completes", async () => {
    const stack = await emptyStack();
    const first = await startHanging(stack, { operation: "create" });
    const second = await stack.up();
    equal(second.status, 255);
    match(second.output, /the stack is currently locked by 1 lock\(s\)/);
    match(second.output, new RegExp(`created by .+ \\(pid ${first.process.pid}\\)`));
    deepEqual(stack.account.all(), []);
    release(stack);
    const { status, output } = await first.ended;
    equal(status, 0, output);
    deepEqual(urnsOf(stack), urnsOf(await deployedStack()));
  });
});
