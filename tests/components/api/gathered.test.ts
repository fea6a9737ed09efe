import assert from "node:assert/strict";
import { Gathered } from "../../../components/api/gathered";

describe("what a program names later", () => {
  it("is known whole when the program's turn ends", async () => {
    const gathered = new Gathered<string>();
    gathered.add("one");
    await Promise.resolve();
    gathered.add("two");
    assert.equal(gathered.isClosed, false);
    assert.deepEqual(await gathered.items, ["one", "two"]);
  });

  it("comes too late after that", async () => {
    const gathered = new Gathered<string>();
    await gathered.items;
    assert.equal(gathered.isClosed, true);
  });
});
