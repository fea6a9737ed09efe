import assert from "node:assert/strict";
import { base32, newTotpSecret, stepAt, totpCode } from "../../../../local/cognito/mfa/totp.ts";

describe("time-based one-time passwords", () => {
  // RFC 6238, appendix B: SHA-1, the last six of its eight digits.
  const secret = Buffer.from("12345678901234567890");
  for (const [seconds, code] of [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ] as const) {
    it(`C220: shows what RFC 6238 expects at ${seconds} s`, () => {
      assert.equal(totpCode(secret, stepAt(seconds * 1000)), code);
    });
  }

  // RFC 4648, section 10, without the padding.
  for (const [text, expected] of [
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ] as const) {
    it(`C219: writes "${text}" in Base32`, () => {
      assert.equal(base32(Buffer.from(text)), expected);
    });
  }

  it("C219: makes secrets of 52 characters, each its own", () => {
    const [one, other] = [base32(newTotpSecret()), base32(newTotpSecret())];
    assert.match(one, /^[A-Z2-7]{52}$/);
    assert.notEqual(one, other);
  });
});
