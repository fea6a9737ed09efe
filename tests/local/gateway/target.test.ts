import assert from "node:assert/strict";
import { parseQuery, parseTarget } from "../../../local/gateway/target.ts";

describe("gateway: request target", () => {
  const paths: readonly (readonly [string, string, string | undefined])[] = [
    ["H38", "/users/John%20Doe", "/users/John Doe"],
    ["H38", "/%E2%9C%93", "/✓"],
    ["H39", "/a%2Fb", "/a/b"],
    ["H40", "/a%3Fb", "/a?b"],
    ["H41", "/a+b", "/a+b"],
    ["H38", "/%2541", "/%41"],
    ["H48", "/a/../b", "/a/../b"],
    ["G033", "/a/%2e%2e/b", "/a/../b"],
    ["G033", "/a\\..\\b", "/a\\..\\b"],
    ["G035", "//evil/a", "//evil/a"],
    ["G038", "/a#b", undefined],
    ["G035", "http://evil/a", undefined],
    ["G035", "*", undefined],
    ["G037", "/%ff", undefined],
    ["G037", "/%zz", undefined],
    ["G037", "/%", undefined],
  ];
  for (const [rule, url, path] of paths) {
    it(`${rule}: path of ${url}`, () => assert.equal(parseTarget(url, true)?.path, path));
  }

  it("H39: switch U13 keeps an encoded slash inside its segment", () => {
    assert.deepEqual(parseTarget("/a%2Fb/c", false)?.segments, ["a/b", "c"]);
    assert.deepEqual(parseTarget("/a%2Fb/c", true)?.segments, ["a", "b", "c"]);
  });

  const queries: readonly (readonly [string, string, Record<string, string> | undefined])[] = [
    [
      "H142",
      "repeat=one&repeat=two&redirect=https%3A%2F%2Fx.y%2F&literalPlus=a+b&encodedPlus=a%2Bb&empty=",
      {
        repeat: "one,two",
        redirect: "https://x.y/",
        literalPlus: "a b",
        encodedPlus: "a+b",
        empty: "",
      },
    ],
    ["H133", "", undefined],
    ["H142", "flag", { flag: "" }],
    ["H144", "a=1&A=2", { a: "1", A: "2" }],
    ["H145", "a[]=1&a[]=2", { "a[]": "1,2" }],
    ["H142", "a=b=c", { a: "b=c" }],
    ["H142", "&&a=1&", { a: "1" }],
    ["H142", "bad=%zz", { bad: "%zz" }],
    ["G043", "constructor.prototype.x=1", { "constructor.prototype.x": "1" }],
  ];
  for (const [rule, query, want] of queries) {
    it(`${rule}: parameters of "${query}"`, () => {
      const found = parseQuery(query);
      assert.deepEqual(found && { ...found }, want);
    });
  }

  it("G043: __proto__ is a parameter like any other", () => {
    const found = parseQuery("__proto__=1&__proto__[admin]=1");
    assert.equal(JSON.stringify(found), '{"__proto__":"1","__proto__[admin]":"1"}');
    assert.equal(({} as Record<string, unknown>)["admin"], undefined);
  });
});
