import { equal } from "node:assert/strict";
import {
  matchesArn,
  matchesPattern,
  readPattern,
  readText,
} from "../../../../local/gateway/iam/arn-pattern.ts";

const invoke = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/$default/GET/orders/7";

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

describe("policy patterns", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ["*", invoke, true],
    [invoke, invoke, true],
    ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*", invoke, true],
    ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*/GET/orders/?", invoke, true],
    ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*/GET/orders/??", invoke, false],
    ["arn:aws:execute-api:*:*:*", invoke, true],
    ["arn:aws:execute-api:*", invoke, true],
    ["arn:*", invoke, true],
    ["arn:aws:execute-api:us-east-1:123456789012", invoke, false],
    ["arn:aws:execute-api:us-east-1:123456789012:", invoke, false],
    ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/$default/get/orders/7", invoke, false],
    ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/$default/GET/orders", invoke, false],
    ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*/orders/7", invoke, true],
    ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*/orders/8", invoke, false],
    // Start and end of the pattern would have to share the same characters of the ARN.
    [`${invoke}*7`, invoke, false],
    // No wildcard reaches over a colon.
    ["arn:aws:execute-api:us-*:a1b2c3/$default/GET/orders/7", invoke, false],
    ["arn:aws:*/orders/7", invoke, false],
    ["", invoke, false],
  ];
  for (const [pattern, arn, expected] of rows) {
    it(`H211: "${pattern}" ${expected ? "covers" : "does not cover"} the ARN of a request`, () => {
      equal(matchesArn(readPattern(pattern), arn), expected);
    });
  }

  it("G033: takes wildcards in what a request says for characters", () => {
    equal(matchesArn(readPattern("a:b:c:d:e:x/y"), "a:b:c:d:e:x/*"), false);
    const pattern = readPattern("x/${tag}", () => "*") ?? [];
    equal(matchesPattern(pattern, "x/*"), true);
    equal(matchesPattern(pattern, "x/y"), false);
  });

  it("reads variables, their defaults, and characters that would be wildcards", () => {
    const variables = (name: string) => (name === "aws:userid" ? "ada" : undefined);
    equal(readText("${aws:userid}/x", variables), "ada/x");
    equal(readText("${aws:other}/x", variables), undefined);
    equal(readText("${aws:other, 'nobody'}/x", variables), "nobody/x");
    equal(readText("${*}${?}${$}{x}", variables), "*?${x}");
    equal(readText("${aws:userid", variables), "${aws:userid");
    equal(readText("${aws:userid}"), "${aws:userid}");
    equal(readPattern("${aws:other}", variables), undefined);
  });
});
