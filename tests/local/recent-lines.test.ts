import { deepEqual, equal } from "node:assert/strict";
import { RecentLines } from "../../local/recent-lines.ts";

const MEGABYTE = 1024 * 1024;

function linesOf(count: number, length: number): readonly string[] {
  const lines = new RecentLines<string>((line) => line.length);
  for (let at = 0; at < count; at += 1) lines.add(String(at).padEnd(length));
  return lines.last();
}

describe("recent lines", () => {
  it("are the last 1,000, oldest first", () => {
    const lines = linesOf(2_500, 1);
    deepEqual([lines.length, lines[0], lines.at(-1)], [1_000, "1500", "2499"]);
  });

  it("are all there are when they are few", () => {
    deepEqual(linesOf(3, 1), ["0", "1", "2"]);
  });

  it("take 16 MB at most: what a caller sends and a function prints stays in no memory for good", () => {
    const lines = linesOf(100, MEGABYTE);
    equal(lines.at(-1)?.trim(), "99");
    equal(lines.reduce((sum, { length }) => sum + length, 0) < 16 * MEGABYTE, true);
  });
});
