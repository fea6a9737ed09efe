import assert from "node:assert/strict";
import { createClock } from "../../../../local/clock.ts";
import type { AuthorizerRequest } from "../../../../local/gateway/authorization.ts";
import { createJwtAuthorizer, jwtPipeline } from "../../../../local/gateway/jwt/authorize-jwt.ts";
import { type JwtRules, verifyJwt } from "../../../../local/gateway/jwt/verify-jwt.ts";
import { readHeaders } from "../../../../local/gateway/request-headers.ts";
import { defaultSwitches } from "../../../../local/gateway/switches.ts";
import { using } from "../support/gateway.ts";
import { apiWith, clientId, route } from "../support/graph.ts";
import { encode, goodHeader, keys, now, poolKeys, signParts, token } from "../support/tokens.ts";

const rules: JwtRules = { audiences: [clientId], keys: poolKeys, switches: defaultSwitches };

/** What the authorizer of a route with scope `api/read` says to this token. */
async function decide(sent: string | undefined, checked: JwtRules = rules) {
  const authorizer = createJwtAuthorizer({
    source: { kind: "header", name: "authorization" },
    verify: (text, at) => verifyJwt(text, checked, at),
    clock: createClock(() => now * 1000),
    switches: defaultSwitches,
  });
  const headers = readHeaders(sent === undefined ? [] : ["Authorization", `Bearer ${sent}`]);
  const request = { received: { headers }, route: { scopes: ["api/read"] } };
  return authorizer(request as unknown as AuthorizerRequest);
}

const refusals: readonly (readonly [check: string, status: 401 | 403, sent: string | undefined])[] =
  [
    ["token found", 401, undefined],
    ["three segments", 401, "a.b"],
    ["header", 401, signParts(encode("no JSON"), encode("{}"))],
    ["algorithm", 401, token({}, { ...goodHeader, alg: "HS256" })],
    ["key id", 401, token({}, { ...goodHeader, kid: "k9" })],
    ["algorithm of the key", 401, token({}, { ...goodHeader, alg: "RS384" })],
    ["signature", 401, token({}, goodHeader, keys.attacker)],
    ["claims", 401, signParts(encode(goodHeader), encode("no JSON"))],
    ["issuer", 401, token({ iss: "https://elsewhere.test" })],
    ["audience", 401, token({ client_id: "another" })],
    ["times", 401, token({ exp: now })],
    ["subject", 401, token({ sub: 7 })],
    ["scopes", 403, token({ scope: "openid" })],
  ];

describe("gateway: checks of the JWT authorizer", () => {
  it("H66, H67: come in AWS's order, scopes last", () => {
    const names = jwtPipeline.map(({ name }) => name);
    assert.deepEqual(
      names,
      refusals.map(([check]) => check),
    );
  });

  for (const [check, status, sent] of refusals) {
    it(`H66: ${check} refuses with ${status} and is named`, async () => {
      const decision = await decide(sent);
      assert.deepEqual(decision.allow === false && [decision.check, decision.status], [
        check,
        status,
      ]);
    });
  }

  it("H66: of several failing checks the first is named", async () => {
    const decision = await decide(token({ iss: "https://elsewhere.test", exp: now, scope: "" }));
    assert.equal(decision.allow === false && decision.check, "issuer");
  });

  it("H83: the checks go on where the key had to be fetched", async () => {
    const fetched: JwtRules = {
      ...rules,
      keys: { ...poolKeys, find: async (kid) => poolKeys.find(kid) },
    };
    assert.equal((await decide(token(), fetched)).allow, true);
    const expired = await decide(token({ exp: now }), fetched);
    assert.equal(expired.allow === false && expired.check, "times");
  });

  const longest = 86_400 + 300;
  for (const [exp, refusedBy] of [
    [now + longest, undefined],
    [now + longest + 1, "times"],
    [now + 1, undefined],
    [now, "times"],
  ] as const) {
    it(`H96, J062: exp ${exp - now} s from now is ${refusedBy ? "refused" : "good"}`, async () => {
      const decision = await decide(token({ exp }));
      assert.equal(decision.allow ? undefined : decision.check, refusedBy);
    });
  }

  it("G051: every refusal stands in the runtime's log, on one line, without the token", async () => {
    const graph = apiWith(route("GET /orders", { scopes: ["api/read"] }));
    await using(graph, {}, async ({ send, log }) => {
      for (const [check, status, sent] of refusals) {
        log.length = 0;
        const headers = sent === undefined ? [] : [["Authorization", `Bearer ${sent}`] as const];
        await send("GET", "/orders", { headers });
        assert.equal(log.length, 1, check);
        assert.match(log[0] ?? "", new RegExp(`^${status} GET /orders \\w{15}=: \\S.*$`));
        const parts = sent === undefined ? [] : sent.split(".").filter((part) => part.length > 1);
        assert.equal(
          parts.some((part) => log[0]?.includes(part)),
          false,
          check,
        );
      }
    });
  });
});
