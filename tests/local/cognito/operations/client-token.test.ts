import assert from "node:assert/strict";
import { client, graphOf, MACHINE_ID, MACHINE_SECRET, pool, WEB_ID } from "../support/graph.ts";
import { call, claimsWithout, outcome } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const machine = (explicitAuthFlows: readonly string[]) =>
  client(
    {
      allowedOauthFlows: ["client_credentials"],
      allowedOauthScopes: ["orders/read", "orders/write"],
      callbackUrls: [],
      explicitAuthFlows: [...explicitAuthFlows],
    },
    MACHINE_ID,
    MACHINE_SECRET,
  );

describe("GetClientToken", () => {
  let pools: RunningPools;
  before(async () => {
    pools = await serve(graphOf(pool(), client(), machine(["ALLOW_CLIENT_TOKEN_AUTH"])));
  });
  after(() => pools.close());

  const ask = (input: object) =>
    call(pools, "GetClientToken", { ClientId: MACHINE_ID, Secret: MACHINE_SECRET, ...input });

  it("C48, C46: gives an access token of the client itself, for all its scopes", async () => {
    const { status, body } = await ask({});
    assert.equal(status, 200);
    const { AccessToken, ...others } = body["ClientAuthenticationResult"];
    assert.deepEqual(others, { ExpiresIn: 3600, TokenType: "Bearer" });
    assert.deepEqual(claimsWithout(AccessToken, "jti", "iat", "exp", "auth_time"), {
      sub: MACHINE_ID,
      token_use: "access",
      scope: "orders/read orders/write",
      iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123",
      version: 2,
      client_id: MACHINE_ID,
    });
  });

  it("C48: gives the scopes that were asked for", async () => {
    const { body } = await ask({ Scopes: ["orders/write"] });
    const { AccessToken } = body["ClientAuthenticationResult"];
    const { scope } = claimsWithout(AccessToken);
    assert.equal(scope, "orders/write");
  });

  for (const scope of ["orders/delete", "openid"]) {
    it(`C46: refuses the scope ${scope}`, async () => {
      assert.equal((await ask({ Scopes: [scope] })).body["__type"], "ScopeDoesNotExistException");
    });
  }

  it("C48: refuses a wrong secret, and a client without one", async () => {
    for (const input of [{ Secret: "wrong" }, { ClientId: WEB_ID }]) {
      const [type, message] = outcome(await ask(input));
      assert.equal(type, "NotAuthorizedException");
      assert.match(message, /^Unable to verify secret for client /);
    }
  });

  it("C48: refuses a client of another flow", async () => {
    const others = await serve(graphOf(pool(), machine(["ALLOW_USER_AUTH"])));
    const input = { ClientId: MACHINE_ID, Secret: MACHINE_SECRET };
    const answer = await call(others, "GetClientToken", input);
    await others.close();
    assert.deepEqual(outcome(answer), [
      "NotAuthorizedException",
      "CLIENT_TOKEN_AUTH flow not enabled for this client",
    ]);
  });
});
