import assert from "node:assert/strict";
import { nearestName } from "../../../components/shared/nearest-name";

const names = ["signUp", "sites", "throttle", "accessTokenMinutes"];

describe("the nearest name", () => {
  const cases: readonly [string, string | undefined][] = [
    ["signup", "signUp"],
    ["singUp", "signUp"],
    ["site", "sites"],
    ["throtle", "throttle"],
    ["accessTokenMinuts", "accessTokenMinutes"],
    ["passwordLength", undefined],
    ["x".repeat(1_000_000), undefined],
  ];
  for (const [typed, meant] of cases) {
    it(`of ${typed.slice(0, 30)} is ${meant ?? "none"}`, () => {
      assert.equal(nearestName(typed, names), meant);
    });
  }
});
