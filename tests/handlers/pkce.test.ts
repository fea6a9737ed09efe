import assert from "node:assert/strict";
import { challengeOf, pkcePair } from "../../handlers/pkce";

describe("a PKCE pair", () => {
  it("F54: has the challenge that RFC 7636, appendix B, has for its verifier", () => {
    assert.equal(
      challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    );
  });

  it("F54: is a new one for each sign-in, of 43 characters that need no escape", () => {
    const { verifier, challenge } = pkcePair();
    assert.match(verifier, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(challenge, challengeOf(verifier));
    assert.notEqual(pkcePair().verifier, verifier);
  });
});
