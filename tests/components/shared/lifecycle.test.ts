import assert from "node:assert/strict";
import { lifecycleLocks } from "../../../components/shared/lifecycle";

describe("the locks of what is kept", () => {
  it("F11: are on unless the stack is ephemeral", () => {
    assert.deepEqual(lifecycleLocks(), { protect: true, retainOnDelete: true });
    assert.deepEqual(lifecycleLocks("keep"), { protect: true, retainOnDelete: true });
  });
  it("F11: are off together in an ephemeral stack", () => {
    assert.deepEqual(lifecycleLocks("ephemeral"), {});
  });
});
