import { deepEqual, equal } from "node:assert/strict";
import { isFormula, isWritable, joinLine, splitLine } from "../../../local/users/cognito-csv.ts";

describe("Cognito's CSV", () => {
  it("splits at commas that have no backslash before them", () => {
    deepEqual(splitLine(String.raw`a,1 Any Street\, Town,,b`), [
      "a",
      "1 Any Street, Town",
      "",
      "b",
    ]);
  });

  it("takes the blanks around a value away", () => {
    deepEqual(splitLine(" a ,\tb"), ["a", "b"]);
  });

  it("leaves quotation marks and other backslashes as they are", () => {
    deepEqual(splitLine(String.raw`"a",C:\x`), ['"a"', String.raw`C:\x`]);
  });

  for (const values of [
    ["a", ""],
    [",", ",,"],
    ["=1+1", "ü, €"],
    [String.raw`a\b`, "'"],
  ]) {
    it(`reads what it wrote: ${JSON.stringify(values)}`, () => {
      deepEqual(splitLine(joinLine(values)), values);
    });
  }

  for (const value of ["a\nb", "a\rb", String.raw`a\,b`, "a\\", " a", "a "]) {
    it(`says which values nobody can be sure to read back: ${JSON.stringify(value)}`, () => {
      equal(isWritable(value), false);
    });
  }

  it("tells formulas from phone numbers", () => {
    deepEqual(
      ["=1+1", "+1+1", "-1", "@SUM(A1)", "\t=1", "+12345550100", "a=b", ""].map(isFormula),
      [true, true, true, true, true, false, false, false],
    );
  });
});
