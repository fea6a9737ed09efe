import assert from "node:assert/strict";
import { userPoolLocks } from "../../../components/auth/user-pool";

describe("the locks of a user pool", () => {
  it("F11: are on unless the stack is ephemeral", () => {
    assert.deepEqual(userPoolLocks(), { protect: true, retainOnDelete: true });
    assert.deepEqual(userPoolLocks("keep"), { protect: true, retainOnDelete: true });
  });
  it("F11: are off together in an ephemeral stack", () => {
    assert.deepEqual(userPoolLocks("ephemeral"), {});
  });
});
