import { equal } from "node:assert/strict";
import { covers } from "../../policy/iam-access.ts";

const CASES: readonly (readonly [pattern: string, action: string, isCovered: boolean])[] = [
  ["*", "s3:GetObject", true],
  ["s3:*", "s3:GetObject", true],
  ["S3:get*", "s3:GetObject", true],
  ["s3:Get?bject", "s3:GetObject", true],
  ["s3:*Object", "s3:GetObject", true],
  ["s3:*Get*ject*", "s3:GetObject", true],
  ["s3:Get", "s3:GetObject", false],
  ["s3:GetObject*A", "s3:GetObject", false],
  ["s3:*Acl", "s3:GetObject", false],
  ["", "s3:GetObject", false],
  [".3:GetObject", "s3:GetObject", false],
];

describe("an action of a policy", () => {
  for (const [pattern, action, isCovered] of CASES) {
    it(`"${pattern}" ${isCovered ? "covers" : "does not cover"} ${action}`, () => {
      equal(covers(pattern, action), isCovered);
    });
  }

  it("is compared in no time, however many wildcards it has", () => {
    const began = performance.now();
    equal(covers(`${"*a".repeat(5_000)}b`, "a".repeat(200)), false);
    equal(performance.now() - began < 1_000, true);
  });
});
