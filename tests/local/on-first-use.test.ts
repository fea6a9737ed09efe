import assert from "node:assert/strict";
import { onFirstUse } from "../../local/on-first-use.ts";

describe("a value made on first use", () => {
  it("is made once, when it is first asked for", () => {
    let made = 0;
    const value = onFirstUse(() => ({ count: (made += 1) }));
    assert.equal(made, 0);
    assert.equal(value(), value());
    assert.equal(made, 1);
  });
});
