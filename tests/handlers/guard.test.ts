import assert from "node:assert/strict";
import { requireAccessToken } from "../../handlers/claims";
import { eventWith } from "../support/events";

// What Node runs itself is imported late: it has a compiler of its own.
const gateway = async () => {
  const [authorizer, switches, tokens, graph, hostile] = await Promise.all([
    import("../../local/gateway/jwt/verify-jwt.ts"),
    import("../../local/gateway/switches.ts"),
    import("../local/gateway/support/tokens.ts"),
    import("../local/gateway/support/graph.ts"),
    import("../local/gateway/support/hostile-tokens.ts"),
  ]);
  const { defaultSwitches } = switches;
  const rules = { audiences: [graph.clientId], keys: tokens.poolKeys, switches: defaultSwitches };
  return {
    rows: hostile.hostileTokens(tokens.testIssuer),
    /** Claims as a function behind a route without scopes gets them; undefined where the gateway refuses. */
    claimsOf: async (token: string) => {
      const verdict = await authorizer.verifyJwt(token, rules, tokens.now);
      return verdict.ok ? (JSON.parse(verdict.texts.json) as Record<string, string>) : undefined;
    },
  };
};

describe("a handler's guard behind a route without scopes", () => {
  it("J001–T033: refuses what the gateway's authorizer lets through and is no user's access token", async () => {
    const { rows, claimsOf } = await gateway();
    const found: Record<string, number> = {};
    const wanted: Record<string, number> = {};
    for (const { id, token, want, guard } of rows) {
      const claims = await claimsOf(token);
      assert.equal(claims === undefined, want === 401, id);
      if (claims === undefined) continue;
      found[id] = requireAccessToken(eventWith(claims)).refusal?.statusCode ?? 200;
      wanted[id] = guard;
    }
    assert.deepEqual(found, wanted);
    assert.ok(Object.values(wanted).filter((status) => status !== 200).length >= 10);
  });

  it("gives no claim that the token does not have (J052)", async () => {
    const { rows, claimsOf } = await gateway();
    const { token = "" } = rows.find(({ id }) => id === "J052") ?? {};
    const { claims } = requireAccessToken(eventWith((await claimsOf(token)) ?? {}));
    assert.deepEqual(claims?.groups, []);
    assert.equal(({} as Record<string, unknown>)["a"], undefined);
  });
});
