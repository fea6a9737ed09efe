import assert from "node:assert/strict";
import { type GatewayOptions, type Reply, using } from "../support/gateway.ts";
import { apiWith, authorizer, graphOf, issuer, route } from "../support/graph.ts";
import { goodHeader, keys, now, token } from "../support/tokens.ts";

const graph = apiWith(
  route("GET /plain", { scopes: [] }),
  route("GET /scoped", { scopes: ["api/read"] }),
);

async function ask(path: string, value: string, options: GatewayOptions = {}): Promise<Reply> {
  let reply: Reply | undefined;
  await using(graph, options, async (gateway) => {
    reply = await gateway.send("GET", path, { headers: [["Authorization", value]] });
  });
  if (!reply) throw new Error("there was no answer");
  return reply;
}

describe("gateway: order and end of the checks", () => {
  const without = { scope: undefined };
  const failures: readonly (readonly [string, string])[] = [
    ["expired", token({ ...without, exp: now - 1 })],
    ["of another issuer", token({ ...without, iss: "https://x" })],
    ["for another client", token({ ...without, client_id: "x" })],
    ["not valid yet", token({ ...without, nbf: now + 9 })],
    ["signed by nobody", token(without, goodHeader, keys.attacker)],
    ["of an unknown key", token(without, { ...goodHeader, kid: "x" })],
  ];
  for (const [what, accessToken] of failures) {
    it(`H67: a token without the scope that is also ${what} is 401, not 403`, async () => {
      assert.equal((await ask("/scoped", accessToken)).status, 401);
    });
  }

  for (const count of [1, 2, 4, 5]) {
    it(`H77, H79: ${count} parts are told by their number, whatever they hold`, async () => {
      const [head = "", ...others] = token().split(".");
      const parts = [head, ...others, ...others].slice(0, count);
      const { status, headers } = await ask("/scoped", parts.join("."));
      const description = "token contains an invalid number of segments";
      const challenge = `Bearer scope="api/read" error="invalid_token" error_description="${description}"`;
      assert.deepEqual([status, headers["www-authenticate"]], [401, challenge]);
    });
  }

  it("H66: a wrong signature is told before anything that the claims say", async () => {
    const accessToken = token({ exp: now - 1, client_id: "x" }, goodHeader, keys.attacker);
    const { headers } = await ask("/plain", accessToken);
    assert.doesNotMatch(headers["www-authenticate"] ?? "", /expired|audience/);
  });

  it("H107, H108: nothing but the documented claims counts", async () => {
    const odd = { token_use: "x", azp: "x", jti: 1, nonce: [], at_hash: "x", scope: "" };
    assert.equal((await ask("/plain", token(odd))).status, 200);
  });

  for (const prefix of ["bearer", "BEARER", "BeArEr"]) {
    it(`H70: switch U3 takes ${prefix} for the prefix`, async () => {
      const loose = { switches: { bearerAnyCase: true } };
      assert.equal((await ask("/plain", `${prefix} ${token()}`, loose)).status, 200);
      assert.equal((await ask("/plain", `${prefix}  ${token()}`, loose)).status, 401);
    });
  }

  it("H106: switch U2 sends a challenge with the 403", async () => {
    const loose = { switches: { challengeOnForbidden: true } };
    const { status, headers } = await ask("/scoped", token(without), loose);
    const challenge = 'Bearer scope="api/read" error="insufficient_scope"';
    assert.deepEqual([status, headers["www-authenticate"]], [403, challenge]);
  });

  it("H95: an authorizer without audiences takes no token", async () => {
    const others = graph.recording.resources.filter(({ name }) => name !== "jwt");
    const nobody = authorizer({ jwtConfiguration: { issuer, audiences: [] } });
    await using(graphOf(others, nobody), {}, async (gateway) => {
      const headers = [["Authorization", token()]] as const;
      const reply = await gateway.send("GET", "/plain", { headers });
      assert.equal(reply.status, 401);
      assert.match(reply.headers["www-authenticate"] ?? "", /does not have a valid audience"$/);
    });
  });
});
