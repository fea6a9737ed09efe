import { deepEqual, equal } from "node:assert/strict";
import { ofRecording, ofState, recorded } from "./support/recording.ts";
import { deployedStack, emptyStack } from "./support/stacks.ts";

const PROVIDER = "pulumi:providers:aws";

describe("the recorded graph", () => {
  it("holds what the engine's first preview shows", async () => {
    const stack = await emptyStack();
    const { steps } = await stack.preview();
    const shown = steps.filter(({ urn }) => !urn.includes(PROVIDER)).map(({ urn }) => urn);
    deepEqual((await recorded(stack)).map(({ urn }) => urn).sort(), shown.sort());
  });

  it("equals the engine's state, resource by resource", async () => {
    const stack = await deployedStack();
    const state = (await stack.resources()).filter(({ type }) => type !== PROVIDER);
    const resources = new Map((await recorded(stack)).map((each) => [each.urn, each]));
    equal(state.length, resources.size);
    for (const resource of state) {
      const local = resources.get(resource.urn);
      if (!local) throw new Error(`${resource.urn} is not recorded`);
      deepEqual(ofRecording(local), ofState(resource));
    }
  });
});
