import assert from "node:assert/strict";
import { generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import type { Properties } from "../../../../local/program/graph.ts";
import { Browser, flowQuery } from "../support/browser.ts";
import { federatedGraph, google, provider, sentBack, tokensOf } from "../support/federation.ts";
import { type OidcProvider, serveOidcProvider } from "../support/oidc-provider.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";

const QUERY = flowQuery({ identity_provider: "Corp" });

describe("sign-in by an OpenID provider on loopback", () => {
  let corp: OidcProvider;
  let pools: RunningPools;
  let browser: Browser;

  beforeEach(async () => {
    corp = await serveOidcProvider();
    await start();
  });
  afterEach(async () => {
    await pools.close();
    await corp.close();
  });

  async function start(details: Properties = {}): Promise<void> {
    const resource = provider("Corp", {
      providerType: "OIDC",
      providerDetails: {
        client_id: "corp-client",
        client_secret: "corp-secret",
        authorize_scopes: "openid email",
        oidc_issuer: corp.issuer,
        attributes_request_method: "GET",
        ...details,
      },
      attributeMapping: { email: "email", nickname: "roles", username: "sub" },
    });
    pools = await serve(federatedGraph([resource, google]));
    browser = new Browser(pools);
  }

  /** Goes there and back again; the browser ends at the client. */
  async function roundTrip(query = QUERY): Promise<Record<string, string>> {
    const { location } = await browser.load(`/oauth2/authorize?${query}`);
    return sentBack(await browser.load(corp.authorize(location)));
  }

  async function refusalOf(): Promise<string | undefined> {
    const back = await roundTrip();
    assert.equal(back["error"], "invalid_request");
    assert.equal(back["code"], undefined);
    return back["error_description"];
  }

  it("C72, C73, C292: goes to the authorize endpoint with state and nonce, without PKCE", async () => {
    const query = `${QUERY}&login_hint=sam%40example.com`;
    const { location } = await browser.load(`/oauth2/authorize?${query}`);
    const url = new URL(location);
    assert.equal(url.origin + url.pathname, `${corp.issuer}/authorize`);
    const { state, nonce, ...fixed } = Object.fromEntries(url.searchParams);
    assert.deepEqual(fixed, {
      client_id: "corp-client",
      redirect_uri: `${pools.origin}/oauth2/idpresponse`,
      response_type: "code",
      scope: "openid email",
      login_hint: "sam@example.com",
    });
    assert.match(`${state} ${nonce}`, /^[\w-]{43} [\w-]{43}$/);
    assert.notEqual(state, nonce);
  });

  it("C22, C290, C292: redeems the code with the secret and maps ID token and userInfo", async () => {
    corp.behaviour.userInfo = { sub: "subject-1", email: "new@example.com", roles: ["a", "b"] };
    const { location } = await browser.load(`/oauth2/authorize?${QUERY}`);
    const { id } = await tokensOf(pools, await browser.load(corp.authorize(location)));
    assert.deepEqual(corp.asked, [
      new URLSearchParams({
        grant_type: "authorization_code",
        code: "code-0",
        redirect_uri: `${pools.origin}/oauth2/idpresponse`,
        client_id: "corp-client",
        client_secret: "corp-secret",
      }).toString(),
      "GET Bearer at-1",
    ]);
    assert.deepEqual(id["identities"], [
      {
        userId: "subject-1",
        providerName: "Corp",
        providerType: "OIDC",
        issuer: corp.issuer,
        primary: "true",
        dateCreated: String(START),
      },
    ]);
    assert.deepEqual([id["cognito:username"], id["email"]], ["Corp_subject-1", "new@example.com"]);
    const user = pools.store.users.bySub(id["iss"].split("/").at(-1), id["sub"]);
    assert.equal(user?.attributes["nickname"], "[a,b]");
  });

  it("C288: attributes_request_method POST, and endpoints of the details without discovery", async () => {
    await pools.close();
    await start({
      attributes_request_method: "POST",
      authorize_url: `${corp.issuer}/authorize`,
      token_url: `${corp.issuer}/token`,
      attributes_url: `${corp.issuer}/me`,
      jwks_uri: `${corp.issuer}/keys`,
    });
    corp.behaviour.discovery = { issuer: "https://not.read.example" };
    assert.ok((await roundTrip())["code"]);
    assert.equal(corp.asked[1], "POST Bearer at-1");
  });

  const badClaims: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["another issuer", { iss: "https://evil.example" }, 'unexpected "iss" claim value'],
    ["another audience", { aud: "other-client" }, 'unexpected "aud" claim value'],
    ["another nonce", { nonce: "x" }, "its nonce is not the one that was sent"],
    ["no nonce", { nonce: undefined }, "its nonce is not the one that was sent"],
    ["an expiry in the past", { exp: START / 1000 - 1 }, '"exp" claim timestamp check failed'],
    ["no subject", { sub: undefined }, 'missing required "sub" claim'],
    ["another authorized party", { azp: "other-client" }, "it was issued to another client"],
  ];
  for (const [what, claims, text] of badClaims) {
    it(`O047, O048: refuses an ID token with ${what}`, async () => {
      corp.behaviour.claims = claims;
      assert.equal(await refusalOf(), `Corp Error - 200 bad id_token: ${text}`);
    });
  }

  it("O048: refuses an ID token that is unsigned, or signed by a stranger or with the secret", async () => {
    corp.behaviour.sign = async (claims) => new UnsecuredJWT(claims).encode();
    assert.match((await refusalOf()) ?? "", /^Corp Error - 200 bad id_token: /);
    const { privateKey } = await generateKeyPair("RS256");
    corp.behaviour.sign = (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "one" }).sign(privateKey);
    assert.equal(await refusalOf(), "Corp Error - 200 bad id_token: signature verification failed");
    corp.behaviour.sign = (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", kid: "one" })
        .sign(new TextEncoder().encode("corp-secret"));
    assert.match(
      (await refusalOf()) ?? "",
      /"alg" \(Algorithm\) Header Parameter value not allowed/,
    );
  });

  it("C84, O049: what the token endpoint says goes to the client, in short", async () => {
    corp.behaviour.token = { status: 401, body: '{"error":"invalid_client"}' };
    assert.equal(await refusalOf(), "Corp Error - 401 invalid_client");
    corp.behaviour.token = { status: 200, body: "<html>" };
    assert.equal(await refusalOf(), "Corp Error - 200 the answer is not a JSON object");
    corp.behaviour.token = { status: 200, body: '{"token_type":"mac"}' };
    assert.equal(await refusalOf(), "Corp Error - 200 token_type is not Bearer");
    corp.behaviour.token = { status: 200, body: `{"a":"${"x".repeat(70_000)}"}` };
    assert.equal(await refusalOf(), `Corp Error - 500 ${corp.issuer}/token could not be read`);
  });

  it("O048: userInfo about somebody else is refused", async () => {
    corp.behaviour.userInfo = { sub: "subject-2" };
    assert.equal(await refusalOf(), "Corp Error - 200 userInfo is about another subject");
  });

  it("C84: a provider that is down, or says it is another, does not sign anybody in", async () => {
    corp.behaviour.discovery = { issuer: "https://evil.example" };
    const { location } = await browser.load(`/oauth2/authorize?${QUERY}`);
    assert.equal(
      sentBack({ location })["error_description"],
      "Corp Error - 500 its discovery document is not of the configured issuer",
    );
    await corp.close();
    const down = await browser.load(`/oauth2/authorize?${QUERY}`);
    assert.equal(
      sentBack(down)["error_description"],
      `Corp Error - 500 ${corp.issuer}/.well-known/openid-configuration could not be read`,
    );
  });

  it("O045, O050: an error wins over a code, and the answer of another issuer is refused", async () => {
    const go = async (more: string) => {
      const { location } = await browser.load(`/oauth2/authorize?${QUERY}`);
      return sentBack(await browser.load(`${corp.authorize(location)}&${more}`));
    };
    const denied = await go("error=access_denied&error_description=%3Cscript%3E");
    assert.deepEqual(denied, {
      error: "access_denied",
      error_description: "<script>",
      state: "some-state",
    });
    const other = await go("iss=https%3A%2F%2Fevil.example");
    assert.equal(other["error_description"], "Corp Error - 400 the answer is of another issuer");
    const twice = await go("code=another");
    assert.match(twice["error_description"] ?? "", /says something twice/);
    assert.deepEqual(corp.asked, []);
  });

  it("G051: what is said in a provider's name stays in its line of the log", async () => {
    const { location } = await browser.load(`/oauth2/authorize?${QUERY}`);
    const said = new URLSearchParams({ error: "x\nready", error_description: "\u001b[2J\u2028x" });
    await browser.load(`${corp.authorize(location)}&${said}`);
    assert.deepEqual(pools.log, [
      String.raw`user pool auth: Corp: Corp Error - x\nready \u001b[2J\u2028x`,
    ]);
  });

  it("O041, O042, O050: no state, a stranger's state, or that of another provider lead nowhere", async () => {
    const wanted = `${pools.origin}/error?error=invalid_state`;
    assert.equal((await browser.load("/oauth2/idpresponse?code=code-0")).location, wanted);
    const stranger = new Browser(pools);
    const { location } = await stranger.load(`/oauth2/authorize?${QUERY}`);
    assert.equal((await browser.load(corp.authorize(location))).location, wanted);
    assert.deepEqual(corp.asked, []);
    const google = await browser.load(
      `/oauth2/authorize?${flowQuery({ identity_provider: "Google" })}`,
    );
    const state = new URL(google.location).searchParams.get("state");
    const mixed = await browser.load(`/oauth2/idpresponse?code=code-0&state=${state}`);
    assert.equal(sentBack(mixed)["error_description"], "Google Error - 400 invalid_grant");
    assert.deepEqual(corp.asked, []);
  });
});
