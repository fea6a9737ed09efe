import assert from "node:assert/strict";
import { requiredVariable } from "../../handlers/environment";

describe("a function's environment", () => {
  it("F143: gives a variable that is set", () => {
    assert.equal(requiredVariable("PATH"), process.env["PATH"]);
  });

  it("F143: names the variable that is missing, and where to add it", () => {
    assert.throws(() => requiredVariable("ORDERS_TABLE"), {
      message:
        "The environment has no ORDERS_TABLE: add it to environment where the function is made.",
    });
  });
});
