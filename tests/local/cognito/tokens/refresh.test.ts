import assert from "node:assert/strict";
import { readPools } from "../../../../local/cognito/pool.ts";
import { requestToken } from "../support/browser.ts";
import {
  client,
  domain,
  graphOf,
  pool,
  SERVER_ID,
  serverClient,
  WEB_ID,
} from "../support/graph.ts";
import { type ApiAnswer, call, createUser, decodeUnverified, signIn } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const rotation = (seconds: number) => ({
  explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: seconds },
});

describe("refresh tokens", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(inputs = {}): Promise<Record<string, string>> {
    pools = await serve(graphOf(pool(), domain(), client(inputs), serverClient()));
    await createUser(pools);
    return (await signIn(pools)).body["AuthenticationResult"];
  }

  function refresh(RefreshToken: string | undefined, ClientId = WEB_ID): Promise<ApiAnswer> {
    return call(pools, "GetTokensFromRefreshToken", { RefreshToken, ClientId });
  }

  function initiate(token: string | undefined, flow = "REFRESH_TOKEN_AUTH"): Promise<ApiAnswer> {
    const AuthParameters = { REFRESH_TOKEN: token };
    return call(pools, "InitiateAuth", { AuthFlow: flow, ClientId: WEB_ID, AuthParameters });
  }

  function atTokenEndpoint(refresh_token: string | undefined) {
    const fields = { grant_type: "refresh_token", client_id: WEB_ID };
    return requestToken(pools, { ...fields, refresh_token: refresh_token ?? "" });
  }

  it("C34: works repeatedly without rotation, and the answer has no refresh token", async () => {
    const { RefreshToken } = await start();
    for (const answer of [
      await refresh(RefreshToken),
      await initiate(RefreshToken, "REFRESH_TOKEN"),
    ]) {
      assert.deepEqual(Object.keys(answer.body["AuthenticationResult"]).sort(), [
        "AccessToken",
        "ExpiresIn",
        "IdToken",
        "TokenType",
      ]);
    }
  });

  it("C25, C27: keeps the session's id and time of sign-in", async () => {
    const { RefreshToken, AccessToken } = await start();
    pools.clock.advance(100);
    const { body } = await refresh(RefreshToken);
    const [before, after] = [AccessToken, body["AuthenticationResult"]["AccessToken"]].map(
      (token) => decodeUnverified(token),
    );
    assert.equal(after?.["origin_jti"], before?.["origin_jti"]);
    assert.equal(after?.["auth_time"], before?.["auth_time"]);
    assert.equal(after?.["iat"], before?.["iat"] + 100);
    assert.notEqual(after?.["jti"], before?.["jti"]);
  });

  it("C35: one of the json api serves at the token endpoint", async () => {
    const { RefreshToken } = await start();
    const { status, body } = await atTokenEndpoint(RefreshToken);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), ["id_token", "access_token", "expires_in", "token_type"]);
  });

  it("C36, O061: the old one serves inside the grace period, in the same family", async () => {
    const { RefreshToken } = await start(rotation(60));
    await refresh(RefreshToken);
    pools.clock.advance(59);
    const { status, body } = await refresh(RefreshToken);
    assert.equal(status, 200);
    assert.equal(typeof body["AuthenticationResult"]["RefreshToken"], "string");
  });

  it("C37, O060: the old one is refused after the grace period, by each way's own error", async () => {
    const { RefreshToken } = await start(rotation(0));
    const { body } = await refresh(RefreshToken);
    assert.equal((await refresh(RefreshToken)).body["__type"], "RefreshTokenReuseException");
    const atEndpoint = await atTokenEndpoint(RefreshToken);
    assert.deepEqual([atEndpoint.status, atEndpoint.body], [400, { error: "invalid_grant" }]);
    assert.equal((await refresh(body["AuthenticationResult"]["RefreshToken"])).status, 200);
  });

  it("O063: of many refreshes at once without grace exactly one succeeds", async () => {
    const { RefreshToken } = await start(rotation(0));
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(RefreshToken)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });

  it("C36, O067: rotation does not prolong the first one's life", async () => {
    const lifetime = { refreshTokenValidity: 1, tokenValidityUnits: { refreshToken: "hours" } };
    const { RefreshToken } = await start({ ...rotation(0), ...lifetime });
    pools.clock.advance(3599);
    const { body } = await refresh(RefreshToken);
    pools.clock.advance(1);
    const refused = await refresh(body["AuthenticationResult"]["RefreshToken"]);
    assert.equal(refused.body["message"], "Refresh Token has expired");
  });

  it("O068: InitiateAuth refuses to refresh where tokens rotate", async () => {
    const { RefreshToken } = await start(rotation(0));
    assert.equal((await initiate(RefreshToken)).body["__type"], "InvalidParameterException");
  });

  for (const [flaw, inputs] of [
    ["a flow that rotation excludes", { explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"] }],
    ["a grace period over a minute", rotation(61)],
  ] as const) {
    it(`C36: AWS creates no client with ${flaw}`, async () => {
      await start();
      const wrong = client({ ...rotation(60), ...inputs });
      assert.throws(() => readPools(graphOf(pool(), wrong)), /InvalidParameterException/);
    });
  }

  it("C37, C39: the old one's reuse leaves the new one alone, and revoking the old one ends both", async () => {
    const { RefreshToken } = await start(rotation(0));
    const next = (await refresh(RefreshToken)).body["AuthenticationResult"]["RefreshToken"];
    assert.equal((await refresh(RefreshToken)).body["__type"], "RefreshTokenReuseException");
    const newest = (await refresh(next)).body["AuthenticationResult"]["RefreshToken"];
    await call(pools, "RevokeToken", { Token: RefreshToken, ClientId: WEB_ID });
    const refused = await refresh(newest);
    assert.equal(refused.body["message"], "Refresh Token has been revoked");
  });

  it("C36, C102: the token endpoint rotates, and takes what GetTokensFromRefreshToken gave", async () => {
    const { RefreshToken } = await start(rotation(0));
    const next = (await refresh(RefreshToken)).body["AuthenticationResult"]["RefreshToken"];
    const { body } = await atTokenEndpoint(next);
    assert.notEqual(body["refresh_token"], next);
    assert.deepEqual((await atTokenEndpoint(next)).body, { error: "invalid_grant" });
    assert.equal((await refresh(body["refresh_token"])).status, 200);
  });

  it("C189: refuses another client's token and garbage", async () => {
    await start();
    for (const token of ["garbage", `eyJjdHki${"a".repeat(40)}.b.c.d.e`]) {
      assert.equal((await initiate(token)).body["message"], "Invalid Refresh Token");
    }
  });

  it("C217: GetTokensFromRefreshToken says so with a full stop", async () => {
    await start();
    const { body } = await refresh("garbage");
    assert.equal(body["__type"], "NotAuthorizedException");
    assert.equal(body["message"], "Invalid Refresh Token.");
  });

  it("C166: a client with a secret has to give it", async () => {
    const { RefreshToken } = await start();
    const { body } = await refresh(RefreshToken, SERVER_ID);
    assert.equal(body["__type"], "NotAuthorizedException");
  });

  it("C39, C218, O065: a revoked session neither refreshes nor calls the api", async () => {
    const { RefreshToken, AccessToken } = await start();
    const revoke = { Token: RefreshToken, ClientId: WEB_ID };
    assert.deepEqual((await call(pools, "RevokeToken", revoke)).body, {});
    assert.deepEqual((await call(pools, "RevokeToken", revoke)).body, {});
    assert.equal((await initiate(RefreshToken)).body["message"], "Refresh Token has been revoked");
    const refused = await call(pools, "GetUser", { AccessToken });
    assert.equal(refused.body["message"], "Access Token has been revoked");
  });

  it("C39: other sessions of the user go on", async () => {
    const { RefreshToken } = await start();
    const other = (await signIn(pools)).body["AuthenticationResult"];
    await call(pools, "RevokeToken", { Token: RefreshToken, ClientId: WEB_ID });
    assert.equal((await call(pools, "GetUser", { AccessToken: other["AccessToken"] })).status, 200);
  });

  it("C218: RevokeToken takes no access token and needs revocation switched on", async () => {
    const { AccessToken, RefreshToken } = await start({ enableTokenRevocation: false });
    const input = { Token: RefreshToken, ClientId: WEB_ID };
    const off = await call(pools, "RevokeToken", input);
    assert.equal(off.body["__type"], "UnsupportedOperationException");
    await pools.close();
    await start();
    const wrong = await call(pools, "RevokeToken", { Token: AccessToken, ClientId: WEB_ID });
    assert.equal(wrong.body["__type"], "UnsupportedTokenTypeException");
  });

  it("C41, O065: GlobalSignOut ends every session", async () => {
    const { AccessToken, RefreshToken } = await start();
    const other = (await signIn(pools)).body["AuthenticationResult"];
    assert.deepEqual((await call(pools, "GlobalSignOut", { AccessToken })).body, {});
    for (const token of [RefreshToken, other["RefreshToken"]]) {
      assert.equal((await initiate(token)).body["message"], "Refresh Token has been revoked");
    }
    const refused = await call(pools, "GetUser", { AccessToken });
    assert.equal(refused.body["message"], "Access Token has been revoked");
  });
});
