import assert from "node:assert/strict";
import { hasSeen, isCurrent, readPrecondition } from "../../../handlers/user-data/precondition";

const third = { syncCount: 3, deleted: false };
const gone = { syncCount: 3, deleted: true };

/** The status that a write gets for its headers, 200 where it may go on. */
const statusOf = (headers: Record<string, string>, dataset = third): number => {
  const { seen, refusal } = readPrecondition(headers);
  if (refusal !== undefined) return refusal.statusCode;
  return isCurrent(seen, dataset) ? 200 : 412;
};

describe("what a write has seen", () => {
  const rows: readonly [string, Record<string, string>, number, number][] = [
    // headers, of a dataset at 3, of one that was deleted at 3
    ["the current count", { "if-match": '"3"' }, 200, 412],
    ["an older one", { "if-match": '"2"' }, 412, 412],
    ["one of several", { "if-match": '"2" , "3"' }, 200, 412],
    ["a weak tag, which matches nothing (RFC 9110 13.1.1)", { "if-match": 'W/"3"' }, 412, 412],
    ["a tag of another form", { "if-match": '"x,3"' }, 412, 412],
    ["nothing", { "if-none-match": " * " }, 412, 200],
    ["whatever is there", { "if-match": "*" }, 428, 428],
    ["neither", {}, 428, 428],
    ["a tag that is not to be there", { "if-none-match": '"2"' }, 428, 428],
    ["no quotes", { "if-match": "3" }, 400, 400],
    ["half a list", { "if-match": '"3",' }, 400, 400],
    ["both", { "if-match": '"3"', "if-none-match": "*" }, 400, 400],
  ];
  for (const [title, headers, present, deleted] of rows) {
    it(`F77: ${title}`, () => {
      assert.deepEqual([statusOf(headers), statusOf(headers, gone)], [present, deleted]);
    });
  }

  it("F78: spares a reader what it has", () => {
    const has = (text: string) => hasSeen({ "if-none-match": text }, 3);
    assert.deepEqual([has('"3"'), has('W/"3"'), has("*"), has('"1", "3"')], Array(4).fill(true));
    assert.deepEqual([has('"30"'), has("3"), has("")], [false, false, false]);
  });
});
