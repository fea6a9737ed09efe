import assert from "node:assert/strict";
import {
  checkPasswordPolicy,
  passwordHints,
  readPasswordPolicy,
} from "../../../../local/cognito/passwords/policy.ts";

const SYMBOLS = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";

describe("the password policy", () => {
  it("C263: asks for eight characters of every kind unless the pool says otherwise", () => {
    assert.deepEqual(readPasswordPolicy(undefined), {
      minimumLength: 8,
      requiresLowercase: true,
      requiresUppercase: true,
      requiresNumbers: true,
      requiresSymbols: true,
      temporaryPasswordDays: 7,
      historySize: 0,
    });
  });

  it("C264: takes each symbol of the list, and a space inside", () => {
    const policy = readPasswordPolicy({ requireSymbols: true });
    for (const symbol of [...SYMBOLS, " "]) checkPasswordPolicy(policy, `abcd${symbol}efgh`);
  });

  for (const other of ["§", "€", "´", "\t", "😀"]) {
    it(`C264: ${JSON.stringify(other)} is no symbol`, () => {
      const policy = readPasswordPolicy({ requireSymbols: true });
      assert.throws(() => checkPasswordPolicy(policy, `abcd${other}efgh`), {
        message: "Password did not conform with policy: Password must have symbol characters",
      });
    });
  }

  for (const [property, password, lacking] of [
    ["requireLowercase", "ÄÖÜäöüß1", "lowercase"],
    ["requireUppercase", "ÄÖÜäöüß1", "uppercase"],
    ["requireNumbers", "abcdefg١", "numeric"],
  ] as const) {
    it(`C264: letters and digits are ASCII's: ${property}`, () => {
      const policy = readPasswordPolicy({ [property]: true });
      assert.throws(() => checkPasswordPolicy(policy, password), {
        message: `Password did not conform with policy: Password must have ${lacking} characters`,
      });
    });
  }

  it("C132: says in words what it asks for", () => {
    assert.deepEqual(
      passwordHints(readPasswordPolicy({ minimumLength: 12, requireNumbers: true })),
      [
        "Password must be at least 12 characters",
        "Password must contain a number",
        "Password must not contain a leading or trailing space",
      ],
    );
  });
});
