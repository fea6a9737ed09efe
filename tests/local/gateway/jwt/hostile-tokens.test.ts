import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type JwtRules, scopesAllow, verifyJwt } from "../../../../local/gateway/jwt/verify-jwt.ts";
import { defaultSwitches } from "../../../../local/gateway/switches.ts";
import { rememberVerified } from "../../../../local/gateway/jwt/verified-tokens.ts";
import { openGateway, type TestGateway, using } from "../support/gateway.ts";
import { apiWith, authorizer, clientId, graphOf, issuer, route } from "../support/graph.ts";
import { hostileTokens } from "../support/hostile-tokens.ts";
import {
  accessClaims,
  encode,
  goodHeader,
  keys,
  now,
  poolKeys,
  signParts,
  testIssuer,
  token,
  verificationKey,
} from "../support/tokens.ts";

const rules: JwtRules = { audiences: [clientId], keys: poolKeys, switches: defaultSwitches };
const rows = hostileTokens(testIssuer);

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

describe("gateway: odd key ids", () => {
  it("J033: more than 256 characters are not even looked up", () => {
    const asked: number[] = [];
    const find = (kid: string): undefined => void asked.push(kid.length);
    for (const length of [256, 257, 4_000]) {
      const text = token({}, { ...goodHeader, kid: "k".repeat(length) });
      assert.equal(
        statusOf(text, (sent, given, at) =>
          verifyJwt(sent, { ...given, keys: { issuers: [issuer], find } }, at),
        ),
        401,
      );
    }
    assert.deepEqual(asked, [256]);
  });
});

describe("gateway: hostile tokens over HTTP", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(apiWith(route("GET /orders", { scopes: ["api/read"] })));
  });
  after(() => gateway.close());

  for (const { id, what, token: text, want } of rows.filter(({ layer }) => layer === "gateway")) {
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

  it("are answered alike in one stream, where signatures are checked on other threads", async () => {
    const graph = apiWith(route("GET /orders", { scopes: ["api/read"] }));
    await using(graph, { verifiedTokenCache: false }, async (busy) => {
      const sent = rows.filter(({ layer }) => layer === "gateway");
      const requests = sent.map(
        ({ token: text }) =>
          `GET /orders HTTP/1.1\r\nHost: localhost:${busy.port}\r\nAuthorization: Bearer ${text}\r\n\r\n`,
      );
      const last = `GET /end HTTP/1.1\r\nHost: localhost:${busy.port}\r\nConnection: close\r\n\r\n`;
      const text = await busy.raw(Buffer.from(requests.join("") + last, "latin1"), 5_000);
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) =>
        Number(status),
      );
      assert.deepEqual(statuses, [...sent.map(({ want }) => want), 404]);
      assert.equal(busy.events.length, sent.filter(({ want }) => want === 200).length);
    });
  });

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

describe("gateway: hostile tokens in the query", () => {
  it("are answered alike, and so are those that no header can carry (J105, J106)", async () => {
    const graph = graphOf(
      apiWith(route("GET /orders", { scopes: ["api/read"] })).recording.resources.filter(
        ({ name }) => name !== "jwt",
      ),
      authorizer({ identitySources: ["$request.querystring.token"] }),
    );
    await using(graph, {}, async (gateway) => {
      const found: Record<string, number> = {};
      const wanted: Record<string, number> = {};
      for (const { id, what, token: text, want } of rows) {
        const query = `token=${encodeURIComponent(`Bearer ${text}`)}`;
        if (query.length > 9_000) continue;
        wanted[`${id} ${what}`] = want;
        found[`${id} ${what}`] = (await gateway.send("GET", `/orders?${query}`)).status;
      }
      assert.deepEqual(found, wanted);
      assert.ok(Object.keys(wanted).length > 300);
    });
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
