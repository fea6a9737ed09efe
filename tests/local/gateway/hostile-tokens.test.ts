import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { jwtVerify } from "jose";
import { scopesAllow, verifyJwt } from "../../../local/gateway/jwt-authorizer.ts";
import type { JwtRules } from "../../../local/gateway/jwt-authorizer.ts";
import { defaultSwitches } from "../../../local/gateway/switches.ts";
import { rememberVerified } from "../../../local/gateway/verified-tokens.ts";
import { openGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { apiWith, clientId, issuer, route } from "./support/graph.ts";
import { hostileTokens } from "./support/hostile-tokens.ts";
import {
  accessClaims,
  encode,
  goodHeader,
  keys,
  now,
  poolKeys,
  signParts,
  token,
  verificationKey,
} from "./support/tokens.ts";

const rules: JwtRules = { audiences: [clientId], keys: poolKeys, switches: defaultSwitches };
const rows = hostileTokens();

/** Status that a route with scope `api/read` would answer with. */
function statusOf(text: string, verify = verifyJwt): number {
  const verdict = verify(text, rules, now);
  if (verdict instanceof Promise) throw new Error("keys that are known need no promise");
  if (!verdict.ok) return 401;
  return scopesAllow(["api/read"], verdict.scopes) ? 200 : 403;
}

describe("gateway: hostile tokens in process", () => {
  for (const { id, what, token: text, want } of rows) {
    it(`${id}: ${what} → ${want}`, () => assert.equal(statusOf(text), want));
  }

  const cached = rememberVerified(rules);
  for (const { id, what, token: text, want } of rows) {
    it(`${id} with the cache of verified tokens, twice: ${what} → ${want}`, () => {
      const once = (): number => statusOf(text, (sent, _rules, at) => cached(sent, at));
      assert.deepEqual([once(), once()], [want, want]);
    });
  }
});

describe("gateway: hostile tokens over HTTP", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(apiWith(route("GET /orders", { scopes: ["api/read"] })));
  });
  after(() => gateway.close());

  for (const { id, what, token: text, want } of rows.filter((each) => !each.inProcessOnly)) {
    it(`${id}: ${what} → ${want}`, async () => {
      gateway.events.length = 0;
      const reply = await gateway.send("GET", "/orders", {
        headers: [["Authorization", `Bearer ${text}`]],
      });
      assert.equal(reply.status, want);
      assert.equal(gateway.events.length, want === 200 ? 1 : 0);
      const bodies = {
        200: "ok",
        401: '{"message":"Unauthorized"}',
        403: '{"message":"Forbidden"}',
      };
      assert.equal(reply.body, bodies[want]);
      assert.equal("www-authenticate" in reply.headers, want === 401);
    });
  }

  it("J033, J116, T013: a token that does not fit the headers is 431", async () => {
    const long = token({ pad: "x".repeat(9_000) });
    const reply = await gateway.send("GET", "/orders", { headers: [["Authorization", long]] });
    assert.equal(reply.status, 431);
    assert.equal(reply.body, '{"message":"Request Header Fields Too Large"}');
  });

  it("J017–J022: addresses that a token names are never asked", async () => {
    let hits = 0;
    const canary = createServer((_request, response) => {
      hits += 1;
      response.end("{}");
    });
    canary.listen(0, "127.0.0.1");
    await once(canary, "listening");
    const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/keys`;
    for (const kid of ["k1", "nobody"]) {
      const header = { kid, alg: "RS256", jku: url, x5u: url };
      const headers = [["Authorization", token({}, header)] as const];
      await gateway.send("GET", "/orders", { headers });
    }
    assert.equal(hits, 0);
    canary.close();
  });

  it("logs no token, whatever was sent", () => {
    assert.ok(gateway.log.length > 50);
    assert.equal(gateway.log.filter((line) => /eyJ[\w-]{16}/.test(line)).length, 0);
  });
});

describe("gateway: properties of the verifier", () => {
  it("no change of one bit of a good token passes", () => {
    const bytes = Buffer.from(token(), "latin1");
    let accepted = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (statusOf(changed.toString("latin1")) === 200) accepted += 1;
    }
    assert.equal(accepted, 0);
  });

  it("no change of one character of a good token passes", () => {
    const good = token();
    const accepted = [...good].filter((character, index) => {
      const other = character === "A" ? "B" : "A";
      return statusOf(good.slice(0, index) + other + good.slice(index + 1)) === 200;
    });
    assert.deepEqual(accepted, []);
  });

  it("jose accepts what the verifier accepts", async () => {
    const accepted = rows.filter(({ token: text }) => statusOf(text) === 200);
    assert.ok(accepted.length > 15);
    for (const { id, token: text } of accepted) {
      const key = verificationKey(id === "J037" ? keys.k2 : keys.k1).key;
      const { payload } = await jwtVerify(text, key, {
        issuer,
        algorithms: ["RS256"],
        currentDate: new Date(now * 1000),
      });
      assert.equal(payload.iss, issuer, id);
    }
  });

  it("good tokens of the claim shapes that Cognito issues are never refused", () => {
    const shapes: Record<string, unknown>[] = [
      { "cognito:groups": ["admin", "power user"] },
      { version: 2, "cognito:groups": [] },
      { device_key: "eu-west-1_1", "custom:tenant": 'a"b\\c\u00e9\u2028😀' },
      { scope: "api/read", username: "x".repeat(128) },
      {
        aud: clientId,
        token_use: "id",
        scp: ["api/read"],
        email_verified: true,
        identities: [{ userId: "1" }],
      },
      { sub: clientId, username: undefined, scope: "api/read" },
    ];
    for (const shape of shapes) assert.equal(statusOf(token(shape)), 200, JSON.stringify(shape));
  });

  it("300 good tokens with names of all scripts and claims of all types are never refused", () => {
    const alphabet = [...'aZ0 _-."\\/\u00e9\u4e2d\u{1f600}\u2028\t[]{}:,'];
    const text = (seed: number): string =>
      Array.from(
        { length: (seed % 17) + 1 },
        (_, index) => alphabet[(seed * 7 + index * 13) % alphabet.length],
      ).join("");
    for (let seed = 0; seed < 300; seed += 1) {
      const claims = {
        username: text(seed),
        [`custom:${text(seed + 1)}`]: [text(seed), seed, seed % 2 === 0, null, { a: [text(seed)] }][
          seed % 5
        ],
        "cognito:groups": Array.from({ length: seed % 4 }, (_, index) => text(seed + index)),
        exp: now + 300 + ((seed * 977) % 86_000),
        iat: now - (seed % 300),
      };
      assert.equal(statusOf(token(claims)), 200, JSON.stringify(claims));
    }
  });

  it("accepts white space and any order of members", () => {
    const payload = encode(JSON.stringify(accessClaims(), null, 2));
    const header = encode('{ "alg" : "RS256",\n "kid" : "k1" }');
    assert.equal(statusOf(signParts(header, payload)), 200);
  });
});

describe("gateway: looser switches", () => {
  const loose: JwtRules = { ...rules, switches: { ...defaultSwitches, strictness: "aws" } };
  const passes = (text: string, changed: JwtRules): boolean => {
    const verdict = verifyJwt(text, changed, now);
    return !(verdict instanceof Promise) && verdict.ok;
  };

  for (const id of ["J038", "J046", "J046b", "J049", "J050", "J062", "J069", "J098"]) {
    it(`${id}: passes where strictness is "aws"`, () => {
      const found = rows.find((each) => each.id === id);
      assert.equal(passes(found?.token ?? "", loose), true);
    });
  }
  for (const id of ["J002", "J054", "J061", "J064", "J071", "J100", "J117b", "J124", "J137"]) {
    it(`${id}: is refused even where strictness is "aws"`, () => {
      const found = rows.find((each) => each.id === id);
      assert.equal(passes(found?.token ?? "", loose), false);
    });
  }

  it("H98: a token without exp passes behind its switch", () => {
    const without = { ...rules, switches: { ...defaultSwitches, allowMissingExp: true } };
    assert.equal(passes(token({ exp: undefined }), without), true);
  });

  it("H101: a skew of 2 s moves exp, nbf and iat", () => {
    const skewed = { ...rules, switches: { ...defaultSwitches, clockSkewSeconds: 2 } };
    assert.equal(passes(token({ exp: now - 1 }), skewed), true);
    assert.equal(passes(token({ iat: now + 2, nbf: now + 2 }), skewed), true);
    assert.equal(passes(token({ exp: now - 2 }), skewed), false);
    assert.equal(passes(token({ iat: now + 3 }), skewed), false);
  });

  it("H297: a key without alg verifies RS256, RS384 and RS512 (K147)", () => {
    const key = verificationKey(keys.k1);
    const anyKey = {
      ...rules,
      keys: { issuers: [issuer], find: () => ({ ...key, alg: undefined }) },
    };
    for (const bits of [256, 384, 512]) {
      const head = encode({ ...goodHeader, alg: `RS${bits}` });
      assert.equal(
        passes(signParts(head, encode(accessClaims()), keys.k1, `sha${bits}`), anyKey),
        true,
      );
    }
  });
});
