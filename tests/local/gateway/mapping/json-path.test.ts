import assert from "node:assert/strict";
import { compileJsonPath } from "../../../../local/gateway/mapping/json-path.ts";

const document = JSON.parse(
  '{"a":{"b":[{"c":"x"},{"c":7}],"odd key":"y"},"n":null,"f":false,"__proto__":{"own":"z"},"e":[]}',
) as unknown;

/** Path and what it finds. */
const found: readonly (readonly [string, string | undefined])[] = [
  [".a.b[0].c", "x"],
  [".a.b[1].c", "7"],
  [".a['odd key']", "y"],
  ['["a"]["odd key"]', "y"],
  [".a.b[0]", '{"c":"x"}'],
  [".a.b[*].c", '["x",7]'],
  [".a.*", '[[{"c":"x"},{"c":7}],"y"]'],
  [".f", "false"],
  [".e", "[]"],
  [".n", undefined],
  [".a.missing", undefined],
  [".a.b[2].c", undefined],
  [".a.b.length", undefined],
  [".a.b[0].c.length", undefined],
  [".e[*]", undefined],
  [".toString", undefined],
  [".constructor.name", undefined],
  [".__proto__.own", "z"],
];

describe("gateway: JSON paths", () => {
  for (const [path, value] of found) {
    it(`H271: ${path} finds ${value ?? "nothing"}`, () => {
      assert.equal(compileJsonPath(path)?.(document), value);
    });
  }

  for (const path of [
    "..c",
    ".a..c",
    ".a[?(@.c)]",
    ".a[?(1)]",
    ".a[-1]",
    ".a[0:1]",
    ".a[",
    ".",
    ".a b",
  ]) {
    it(`H271: ${path} is no path`, () => assert.equal(compileJsonPath(path), undefined));
  }

  it("J117: what is nested deeper than can be written has no value", () => {
    const deep: unknown = JSON.parse(`{"a":${"[".repeat(45_000)}${"]".repeat(45_000)}}`);
    assert.equal(compileJsonPath(".a")?.(deep), undefined);
  });

  it("H271: a body that is no JSON has nothing to find", () => {
    assert.equal(compileJsonPath(".a")?.(undefined), undefined);
    assert.equal(compileJsonPath(".a")?.("text"), undefined);
  });
});
