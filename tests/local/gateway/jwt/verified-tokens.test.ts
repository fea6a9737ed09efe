import assert from "node:assert/strict";
import type { IssuerKeys, VerificationKey } from "../../../../local/gateway/jwt/issuer-keys.ts";
import type { JwtRules, JwtVerdict } from "../../../../local/gateway/jwt/verify-jwt.ts";
import { defaultSwitches } from "../../../../local/gateway/switches.ts";
import { rememberVerified } from "../../../../local/gateway/jwt/verified-tokens.ts";
import { clientId, issuer } from "../support/graph.ts";
import { goodHeader, keys, now, token, verificationKey } from "../support/tokens.ts";

/** Rules over a set of keys that tests change, counting how often the expensive path asks for one. */
function rulesOver(published: Map<string, VerificationKey>): JwtRules {
  const poolKeys: IssuerKeys = { issuers: [issuer], find: (kid) => published.get(kid) };
  return { audiences: [clientId], keys: poolKeys, switches: defaultSwitches };
}

function isOk(verdict: JwtVerdict | Promise<JwtVerdict>): boolean {
  return !(verdict instanceof Promise) && verdict.ok;
}

describe("gateway: cache of verified tokens", () => {
  const published = (): Map<string, VerificationKey> => new Map([["k1", verificationKey(keys.k1)]]);

  it("gives the same claims again, without verifying", () => {
    const verify = rememberVerified(rulesOver(published()));
    const text = token();
    assert.equal(verify(text, now), verify(text, now));
  });

  it("T039: times are checked on every hit, in both directions", () => {
    const verify = rememberVerified(rulesOver(published()));
    const text = token({ nbf: now - 10 });
    const at = [now, now + 3_599, now + 3_600, now, now - 11, now - 61].map((time) =>
      isOk(verify(text, time)),
    );
    assert.deepEqual(at, [true, true, false, true, false, false]);
  });

  it("T020: a key that is no longer published ends its tokens", () => {
    const set = published();
    const verify = rememberVerified(rulesOver(set));
    assert.equal(isOk(verify(token(), now)), true);
    set.delete("k1");
    assert.equal(isOk(verify(token(), now)), false);
  });

  it("a key that was replaced under its name ends its tokens", () => {
    const set = published();
    const verify = rememberVerified(rulesOver(set));
    const text = token();
    assert.equal(isOk(verify(text, now)), true);
    set.set("k1", verificationKey(keys.k2));
    assert.equal(isOk(verify(text, now)), false);
  });

  it("takes another signature under the same payload for another token", () => {
    const verify = rememberVerified(rulesOver(published()));
    const text = token();
    assert.equal(isOk(verify(text, now)), true);
    const [header = "", payload = ""] = text.split(".");
    const forged = `${header}.${payload}.${token({}, goodHeader, keys.attacker).split(".")[2] ?? ""}`;
    assert.equal(isOk(verify(forged, now)), false);
  });

  it("claims cannot be changed by whoever gets them", () => {
    const verdict = rememberVerified(rulesOver(published()))(token(), now);
    assert.ok(!(verdict instanceof Promise) && verdict.ok);
    assert.ok(Object.isFrozen(verdict.claims) && Object.isFrozen(verdict.scopes));
    assert.equal(Object.getPrototypeOf(verdict.claims), null);
  });

  it("is bounded: the oldest tokens are verified again", () => {
    const verify = rememberVerified(rulesOver(published()));
    const first = token({ jti: "first" });
    const remembered = verify(first, now);
    for (let count = 0; count < 999; count += 1) verify(token({ jti: String(count) }), now);
    assert.equal(verify(first, now), remembered);
    verify(token({ jti: "last" }), now);
    assert.notEqual(verify(first, now), remembered);
  });
});
