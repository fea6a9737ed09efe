import { deepEqual, equal, match } from "node:assert/strict";
import { summary } from "./support/events.ts";
import { strays } from "./support/interrupted.ts";
import { deployedStack, type TestStack } from "./support/stacks.ts";

const REFRESH = ["refresh", "--yes", "--skip-preview"];

/** As if somebody had opened `GET /hello` to everybody in the console. */
function openRoute(stack: TestStack): void {
  const route = stack.held("api-get-hello-route", "Route");
  const open = { authorizationType: "NONE" };
  const { inputs, outputs } = route;
  stack.account.put({ ...route, inputs: { ...inputs, ...open }, outputs: { ...outputs, ...open } });
}

describe("what somebody has changed outside the program", () => {
  it("F63: is found by refresh and undone by the next update", async () => {
    const stack = await deployedStack();
    const route = stack.held("api-get-hello-route", "Route");
    openRoute(stack);
    const found = await stack.pulumi(REFRESH);
    deepEqual(
      summary(found.steps),
      ["update api-get-hello-route (authorizationType)"],
      found.output,
    );
    const repaired = await stack.up();
    deepEqual(
      summary(repaired.steps),
      ["update api-get-hello-route (authorizationType)"],
      repaired.output,
    );
    deepEqual(stack.held("api-get-hello-route", "Route"), route);
  });

  it("F63: fails a preview that expects none", async () => {
    const stack = await deployedStack();
    openRoute(stack);
    const { status, output } = await stack.pulumi(["preview", "--refresh", "--expect-no-changes"]);
    equal(status, 255);
    match(output, /no changes were expected but changes were proposed/);
  });

  it("is made again when it is gone", async () => {
    const stack = await deployedStack();
    // A function's permissions go with it.
    stack.account.remove(stack.held("api-get-hello", "Function"));
    stack.account.remove(stack.held("api-get-hello-permission", "Permission"));
    const found = await stack.pulumi(REFRESH);
    deepEqual(
      summary(found.steps),
      ["delete api-get-hello", "delete api-get-hello-permission"],
      found.output,
    );
    const repaired = await stack.up();
    deepEqual(
      summary(repaired.steps),
      ["create api-get-hello", "create api-get-hello-permission"],
      repaired.output,
    );
    deepEqual(await strays(stack), []);
  });
});
