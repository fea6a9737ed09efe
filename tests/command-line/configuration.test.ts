import { deepEqual, throws } from "node:assert/strict";
import { describe, it } from "mocha";
import { configurationOf } from "../../command-line/configuration.ts";

const refusal = (message: string): Error => new RangeError(message);

describe("values of --config", () => {
  it("are read up to the first equals sign, the last of a key", () => {
    deepEqual(configurationOf(["a=1", "app:link=/?x=y", "empty=", "a=2"], refusal), {
      a: "2",
      "app:link": "/?x=y",
      empty: "",
    });
  });

  for (const pair of ["a", "=1", ""]) {
    it(`are refused without a key or a value: "${pair}"`, () => {
      throws(() => configurationOf([pair], refusal), {
        name: "RangeError",
        message: `--config ${pair}: write it as KEY=VALUE.`,
      });
    });
  }
});
