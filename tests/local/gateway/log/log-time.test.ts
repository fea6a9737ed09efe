import assert from "node:assert/strict";
import { clfTime } from "../../../../local/gateway/log/log-time.ts";

describe("gateway: time in access logs", () => {
  const second = Date.UTC(2026, 7, 29, 9, 13, 22);
  const rows: readonly (readonly [string, number, string])[] = [
    ["a second", second, "29/Aug/2026:09:13:22 +0000"],
    ["the end of the same one", second + 999, "29/Aug/2026:09:13:22 +0000"],
    ["the next one", second + 1_000, "29/Aug/2026:09:13:23 +0000"],
    ["a clock that was set back", second - 1, "29/Aug/2026:09:13:21 +0000"],
    ["the first of a year", Date.UTC(2027, 0, 1), "01/Jan/2027:00:00:00 +0000"],
  ];
  it("H148: is that of its second, whichever was asked for before", () => {
    assert.deepEqual(
      rows.map(([what, time]) => [what, clfTime(time)]),
      rows.map(([what, , text]) => [what, text]),
    );
  });
});
