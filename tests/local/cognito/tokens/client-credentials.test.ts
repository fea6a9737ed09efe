import assert from "node:assert/strict";
import { requestToken } from "../support/browser.ts";
import { machineClient, SERVER_ID, SERVER_SECRET, standardGraph } from "../support/graph.ts";
import { claimsWithout, decodeUnverified } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

describe("client credentials", () => {
  let pools: RunningPools;
  before(async () => {
    pools = await serve(standardGraph());
  });
  after(() => pools.close());

  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
  });
  const { id } = machineClient();
  const secret = "2example23line4for5people6to7read8and9use0somewhere12";
  const grant = (fields = {}, headers = basic(id, secret)) =>
    requestToken(pools, { grant_type: "client_credentials", ...fields }, headers);

  it("C46: gives an access token of the client itself", async () => {
    const { status, body } = await grant({ scope: "orders/read" });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), ["access_token", "expires_in", "token_type"]);
    const claims = claimsWithout(body["access_token"], "jti", "iat", "exp", "auth_time");
    assert.deepEqual(claims, {
      sub: id,
      token_use: "access",
      scope: "orders/read",
      iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123",
      version: 2,
      client_id: id,
    });
  });

  it("C46: grants all allowed scopes when none is asked for", async () => {
    const { body } = await grant();
    assert.equal(decodeUnverified(body["access_token"])["scope"], "orders/read");
  });

  it("C108: refuses a scope that is not the client's, and system scopes", async () => {
    for (const scope of ["orders/write", "openid"]) {
      assert.deepEqual((await grant({ scope })).body, { error: "invalid_scope" });
    }
  });

  for (const metadata of ["no json", "[]", '{"a":1}', '{"a":"1","a":"2"}']) {
    it(`C103: refuses the metadata ${metadata}`, async () => {
      const { status, body } = await grant({ aws_client_metadata: metadata });
      assert.deepEqual([status, body], [400, { error: "invalid_request" }]);
    });
  }

  it("C103: takes metadata, which a pool without a function has no use for", async () => {
    assert.equal((await grant({ aws_client_metadata: '{"order":"1"}' })).status, 200);
  });

  it("C105, C106: a wrong secret is invalid_client, with status 400", async () => {
    const { status, body } = await grant({}, basic(id, "wrong"));
    assert.deepEqual([status, body], [400, { error: "invalid_client" }]);
  });

  it("C105: refuses a client without the grant", async () => {
    const { body } = await grant({}, basic(SERVER_ID, SERVER_SECRET));
    assert.deepEqual(body, { error: "unauthorized_client" });
  });
});
