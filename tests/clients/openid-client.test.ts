import { strict as assert } from "node:assert";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { CognitoJwtInvalidClientIdError, JwtInvalidSignatureError } from "aws-jwt-verify/error";
import { after, before, describe, it } from "mocha";
import * as oidc from "openid-client";
import { PageClient } from "../local/support/sign-in.ts";
import { PASSWORD, type Served, serve } from "./support.ts";

const CALLBACK = "http://localhost:8080/callback";

describe("openid-client, with the issuer set", () => {
  let served: Served;
  let config: oidc.Configuration;

  before(async () => {
    served = await serve(["--issuer", "local"]);
    config = await discover(served.client("open").id);
  });
  after(() => served.stop());

  const discover = (clientId: string, secret?: string) =>
    oidc.discovery(new URL(served.issuer), clientId, secret, undefined, {
      execute: [oidc.allowInsecureRequests],
    });

  /** Signs a new user up on the pages. @returns where the browser lands, and what the client keeps meanwhile */
  async function authorize(address: string) {
    const kept = {
      pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
      expectedState: oidc.randomState(),
      expectedNonce: oidc.randomNonce(),
    };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: "openid email",
      code_challenge: await oidc.calculatePKCECodeChallenge(kept.pkceCodeVerifier),
      code_challenge_method: "S256",
      state: kept.expectedState,
      nonce: kept.expectedNonce,
    });
    const pages = new PageClient();
    const login = await pages.get(url.href);
    const link = /href="([^"]*\/signup[^"]*)"/.exec(login.body)?.[1] ?? "";
    const form = await pages.get(new URL(link.replaceAll("&amp;", "&"), login.url).href);
    const confirm = await pages.submit(form, { username: address, password: PASSWORD });
    const done = await pages.submit(confirm, { code: await served.code(address) });
    return { landedOn: new URL(done.url), kept };
  }

  it("finds every endpoint by discovery", () => {
    const metadata = config.serverMetadata();
    assert.equal(metadata.issuer, served.issuer);
    assert.equal(metadata.token_endpoint, `${served.endpoint}/oauth2/token`);
    assert.equal(metadata.jwks_uri, `${served.issuer}/.well-known/jwks.json`);
  });

  it("signs in with code, PKCE, state and nonce, reads the user, refreshes and revokes", async () => {
    const { landedOn, kept } = await authorize("oidc@example.com");
    const tokens = await oidc.authorizationCodeGrant(config, landedOn, kept);
    const claims = tokens.claims();
    assert.equal(claims?.["email"], "oidc@example.com");
    assert.equal(tokens.expires_in, 3600);
    const user = await oidc.fetchUserInfo(config, tokens.access_token, claims?.sub ?? "");
    assert.equal(user.email, "oidc@example.com");
    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? "");
    assert.notEqual(refreshed.access_token, tokens.access_token);
    await oidc.tokenRevocation(config, tokens.refresh_token ?? "");
    await assert.rejects(
      oidc.refreshTokenGrant(config, tokens.refresh_token ?? ""),
      (error) => error instanceof oidc.ResponseBodyError && error.error === "invalid_grant",
    );
  });

  it("refuses a code a second time", async () => {
    const { landedOn, kept } = await authorize("twice@example.com");
    await oidc.authorizationCodeGrant(config, landedOn, kept);
    await assert.rejects(
      oidc.authorizationCodeGrant(config, landedOn, kept),
      (error) => error instanceof oidc.ResponseBodyError && error.error === "invalid_grant",
    );
  });

  it("gets a machine's token for its scope", async () => {
    const { id, secret } = served.client("machine");
    const machine = await discover(id, secret ?? "");
    const tokens = await oidc.clientCredentialsGrant(machine, { scope: "orders/read" });
    assert.equal(tokens.expires_in, 3600);
    assert.equal(tokens.scope ?? "orders/read", "orders/read");
  });
});

describe("aws-jwt-verify, with the key set given", () => {
  let served: Served;

  before(async () => {
    served = await serve();
  });
  after(() => served.stop());

  it("takes an access token of the pool, and refuses an altered one and another client's", async () => {
    const { id: clientId, secret } = served.client("machine");
    const answer = await fetch(`${served.endpoint}/oauth2/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`,
      },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const jwks = await fetch(`${served.endpoint}/${served.userPoolId}/.well-known/jwks.json`);
    const { userPoolId } = served;
    const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse: "access", clientId });
    verifier.cacheJwks((await jwks.json()) as Parameters<typeof verifier.cacheJwks>[0]);
    const payload = await verifier.verify(token);
    assert.deepEqual([payload.token_use, payload.scope], ["access", "orders/read"]);
    const signature = token.lastIndexOf(".") + 20;
    const altered =
      token.slice(0, signature) +
      (token[signature] === "A" ? "B" : "A") +
      token.slice(signature + 1);
    await assert.rejects(verifier.verify(altered), JwtInvalidSignatureError);
    await assert.rejects(
      verifier.verify(token, { clientId: served.client("open").id }),
      CognitoJwtInvalidClientIdError,
    );
  });
});
