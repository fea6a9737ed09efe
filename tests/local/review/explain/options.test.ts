import { deepEqual } from "node:assert/strict";
import {
  type ExplainOptions,
  parseExplainOptions,
} from "../../../../local/review/explain/options.ts";

describe("npm run explain: headers", () => {
  const headersOf = (line: string): ExplainOptions["headers"] => {
    const options = parseExplainOptions(["GET", "/", "--header", line]);
    return options === "help" ? [] : options.headers;
  };
  const lines: readonly (readonly [string, string])[] = [
    ["X: a b", "a b"],
    ["X:a b", "a b"],
    ["X: \t a b", "a b"],
    ["X: a b \t ", "a b"],
    ["X: \t ", ""],
  ];
  for (const [line, value] of lines) {
    it(`H76: the blanks around the value of ${JSON.stringify(line)} are not part of it`, () => {
      deepEqual(headersOf(line), [["X", value]]);
    });
  }
});
