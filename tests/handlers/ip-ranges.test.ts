import assert from "node:assert/strict";
import { isInRanges } from "../../handlers/ip-ranges";

const ranges = ["203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32"];

describe("address ranges", () => {
  const cases: readonly [string, boolean][] = [
    ["203.0.113.1", true],
    ["203.0.113.255", true],
    ["203.0.114.0", false],
    ["198.51.100.7", true],
    ["198.51.100.8", false],
    ["2001:db8:1::9", true],
    ["2001:db9::1", false],
    ["", false],
    ["203.0.113.1, 10.0.0.1", false],
    ["localhost", false],
  ];
  for (const [address, expected] of cases) {
    it(`F116: ${expected ? "hold" : "do not hold"} "${address}"`, async () => {
      assert.equal(await isInRanges(address, ranges), expected);
    });
  }
});
