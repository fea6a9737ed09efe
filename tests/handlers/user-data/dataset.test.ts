import assert from "node:assert/strict";
import {
  changesSince,
  type Dataset,
  type Members,
  MOST_MEMBERS,
  neverWritten,
  replaced,
} from "../../../handlers/user-data/dataset";

const now = new Date("2026-11-23T10:00:00Z");
const writing = { device: "phone", now };
const after = (...contents: readonly (Members | undefined)[]): Dataset =>
  contents.reduce<Dataset>((before, content) => replaced(before, content, writing), neverWritten);

describe("a dataset", () => {
  it("F76: counts its writes, and remembers when and by which device the last one was", () => {
    assert.deepEqual(after({ a: 1 }, { a: 1, b: { c: [2] } }), {
      syncCount: 2,
      lastModified: "2026-11-23T10:00:00.000Z",
      lastModifiedBy: "phone",
      deleted: false,
      data: { a: 1, b: { c: [2] } },
      counts: { a: 1, b: 2 },
      forgotten: 0,
    });
  });

  it("F78: keeps the count of what was removed, and counts on after it was deleted", () => {
    const dataset = after({ a: 1, b: 2 }, { a: 1 }, undefined, { b: 3 });
    assert.deepEqual(dataset.counts, { a: 3, b: 4 });
    assert.deepEqual([dataset.syncCount, dataset.deleted], [4, false]);
  });

  const history = after({ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 2 });
  const rows: readonly (readonly [number, Members, readonly string[]])[] = [
    [0, { a: 2 }, ["b"]],
    [1, { a: 2 }, ["b"]],
    [2, {}, ["b"]],
    [3, {}, []],
  ];
  for (const [since, data, removed] of rows) {
    it(`F78: tells what changed after ${since}`, () => {
      assert.deepEqual(changesSince(history, since), { complete: false, data, removed });
    });
  }

  it("F78: tells everything to a device that has seen more than there is (a restored table)", () => {
    assert.deepEqual(changesSince(history, 4), { complete: true, data: { a: 2 }, removed: [] });
  });

  it("F78: forgets the oldest removals when there are too many, and tells everything to who missed them", () => {
    const many = Object.fromEntries(
      Array.from({ length: MOST_MEMBERS }, (_, at) => [`m${at}`, at] as const),
    );
    const dataset = after({ old: 1 }, {}, many, { ...many, m0: "changed" });
    assert.equal(Object.keys(dataset.counts).length, MOST_MEMBERS);
    assert.equal(dataset.forgotten, 2);
    assert.equal(changesSince(dataset, 1).complete, true);
    assert.deepEqual(changesSince(dataset, 3), {
      complete: false,
      data: { m0: "changed" },
      removed: [],
    });
  });
});
