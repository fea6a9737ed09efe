import { equal } from "node:assert/strict";
import { matchesPattern } from "../../../local/gateway/arn-pattern.ts";

describe("gateway: ARN patterns", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["a:b", "a:b", true],
    ["a:b", "a:B", false],
    ["a:b", "a:b/c", false],
    ["*", "", true],
    ["*", "a:b/c", true],
    ["a*", "a", true],
    ["a/*/c", "a/b/b/c", true],
    ["a/*/c", "a/c", false],
    ["a/?/c", "a/b/c", true],
    ["a/?/c", "a//c", false],
    ["a/??", "a/b", false],
    ["*c", "abcbc", true],
    ["a*bc*d", "abxbcd", true],
    ["a*bc*d", "abxbd", false],
    ["**", "a", true],
    ["a.c", "abc", false],
    ["a\\d", "a\\d", true],
    ["[ab]", "a", false],
    ["(a|b)", "a", false],
    ["a$", "a", false],
    ["*", "a\nb", true],
    ["", "", true],
    ["", "a", false],
    ["a*", "*a", false],
    ["*", "*", true],
  ];
  for (const [pattern, text, matches] of cases) {
    it(`"${pattern}" ${matches ? "matches" : "does not match"} ${JSON.stringify(text)}`, () => {
      equal(matchesPattern(pattern, text), matches);
    });
  }

  it("takes no longer than its length times that of the text", () => {
    // Matched by a regular expression this would not end.
    equal(matchesPattern(`${"*a".repeat(800)}b`, "a".repeat(1_600)), false);
  });
});
