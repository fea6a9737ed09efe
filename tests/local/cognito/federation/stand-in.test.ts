import assert from "node:assert/strict";
import { checkProviders } from "../../../../local/cognito/federation/graph-providers.ts";
import { readPools } from "../../../../local/cognito/pool.ts";
import type { Graph } from "../../../../local/program/graph.ts";
import { Browser, flowQuery, requestToken } from "../support/browser.ts";
import {
  federatedGraph,
  google,
  provider,
  sentBack,
  signInAtStandIn,
  tokensOf,
  toStandIn,
} from "../support/federation.ts";
import { CALLBACK, POOL_ID, WEB_ID } from "../support/graph.ts";
import { createUser, decodeUnverified, EMAIL } from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";

const facebook = provider("Facebook", {
  providerDetails: { client_id: "f", client_secret: "f", authorize_scopes: "public_profile,email" },
  attributeMapping: { email: "email", name: "name" },
});

describe("sign-in by a provider that the stand-in answers for", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(...args: Parameters<typeof federatedGraph>): Promise<Browser> {
    pools = await serve(federatedGraph(...args));
    return new Browser(pools);
  }

  it("C64, C67: the page offers every provider of the client beside the pool's own form", async () => {
    const browser = await start([google, facebook]);
    const { text } = await browser.open(`/oauth2/authorize?${flowQuery()}`);
    const links = [...text.matchAll(/<a class="provider" href="([^"]+)" >([^<]+)<\/a >/g)];
    assert.deepEqual(
      links.map(([, , label]) => label),
      ["Continue with Google", "Continue with Facebook"],
    );
    assert.match(text, /name="password"/);
    const href = (links[0]?.[1] ?? "").replaceAll("&amp;", "&");
    const { location } = await browser.load(href);
    assert.match(location, /\/stand-in\?identity_provider=Google&state=[\w-]{43}$/);
  });

  describe("C67: where a client offers several SAML providers with identifiers", () => {
    const saml = (name: string, idpIdentifiers: string[]) =>
      provider(name, {
        providerType: "SAML",
        providerDetails: { MetadataURL: "https://directory.example/metadata.xml" },
        attributeMapping: {},
        idpIdentifiers,
      });
    const login = `/login?${flowQuery()}`;

    async function answerTo(corporate_email: string) {
      const providers = [
        google,
        saml("North", ["north.example"]),
        saml("South", ["south.example"]),
      ];
      const browser = await start([...providers, saml("West", [])]);
      await browser.load(login);
      return browser.post(login, { corporate_email });
    }
    const offers = (text: string) =>
      [...text.matchAll(/>Continue with (\w+)</g)].map(([, name]) => name);

    it("the page asks for an address in place of their links", async () => {
      const { text } = await answerTo("sam@west.example");
      assert.deepEqual(offers(text), ["Google", "West"]);
      assert.match(text, /name="corporate_email"/);
      assert.match(text, /role="alert">No provider signs in people of this address\.</);
    });

    it("the address's domain leads to its provider", async () => {
      const { text, headers } = await answerTo("sam@South.Example");
      assert.deepEqual(offers(text), ["South"]);
      const [, next = ""] = /^0; url=(.*)$/.exec(headers.get("refresh") ?? "") ?? [];
      const { location } = await new Browser(pools).load(next);
      assert.match(location, /\/stand-in\?identity_provider=South&/);
    });
  });

  it("C67: identity_provider=COGNITO shows the pool's own form alone", async () => {
    const browser = await start([google]);
    const query = flowQuery({ identity_provider: "COGNITO" });
    const { text } = await browser.open(`/oauth2/authorize?${query}`);
    assert.doesNotMatch(text, /Continue with Google/);
    assert.match(text, /name="password"/);
  });

  it("C64, C277: a client with one provider and no users of its own has no page", async () => {
    const browser = await start([google], { client: { supportedIdentityProviders: ["Google"] } });
    for (const path of ["/oauth2/authorize", "/login"]) {
      const { location } = await browser.load(`${path}?${flowQuery()}`);
      assert.match(location, /\/stand-in\?identity_provider=Google&/);
    }
    const { text } = await browser.load(`/signup?${flowQuery()}`);
    assert.match(text, /Login pages unavailable/);
  });

  it("C277: a client with two providers and no users of its own offers just these", async () => {
    const client = { supportedIdentityProviders: ["Facebook", "Google"] };
    const browser = await start([google, facebook], { client });
    const { text } = await browser.open(`/oauth2/authorize?${flowQuery()}`);
    assert.ok(text.indexOf("with Facebook") < text.indexOf("with Google"));
    assert.doesNotMatch(text, /name="password"|Sign up/);
    const answer = await browser.post(`/login?${flowQuery()}`, { username: "a", password: "b" });
    assert.equal(answer.location, "");
    assert.doesNotMatch(answer.text, /name="password"/);
  });

  it("C67: idp_identifier chooses the provider that has it", async () => {
    const shop = provider("Shop", {
      providerType: "OIDC",
      providerDetails: {
        client_id: "shop",
        authorize_scopes: "openid",
        oidc_issuer: "https://id.shop.example",
      },
      idpIdentifiers: ["shop.example"],
    });
    const browser = await start([google, shop]);
    const { location } = await browser.load(
      `/oauth2/authorize?${flowQuery({ idp_identifier: "shop.example" })}`,
    );
    assert.match(location, /identity_provider=Shop&/);
    const unknown = await browser.load(
      `/oauth2/authorize?${flowQuery({ idp_identifier: "else.example" })}`,
    );
    assert.equal(unknown.location, `${CALLBACK}?state=some-state&error=invalid_request`);
  });

  it("C67, C78: a provider that the client does not offer is an invalid request", async () => {
    const browser = await start([google], { client: { supportedIdentityProviders: ["COGNITO"] } });
    const query = flowQuery({ identity_provider: "Google" });
    const { location } = await browser.load(`/oauth2/authorize?${query}`);
    assert.equal(location, `${CALLBACK}?state=some-state&error=invalid_request`);
  });

  it("C17, C18, C22, C287, C291: the first sign-in makes a user of the provider", async () => {
    await start([google]);
    const { id, access } = await tokensOf(pools, await signInAtStandIn(pools, "Google"));
    const [identity] = id["identities"];
    const subject = identity["userId"];
    assert.match(subject, /^\d{21}$/);
    assert.deepEqual(id["identities"], [
      {
        userId: subject,
        providerName: "Google",
        providerType: "Google",
        issuer: null,
        primary: "true",
        dateCreated: String(START),
      },
    ]);
    assert.equal(id["cognito:username"], `Google_${subject}`);
    assert.equal(access["username"], `Google_${subject}`);
    assert.deepEqual(id["cognito:groups"], [`${POOL_ID}_Google`]);
    assert.deepEqual(access["cognito:groups"], [`${POOL_ID}_Google`]);
    assert.equal(id["email"], "ada@example.com");
    assert.equal(id["email_verified"], true);
    assert.match(id["nonce"], /^[\w-]{43}$/);
    const user = pools.store.users.byName(POOL_ID, `google_${subject}`);
    assert.equal(user?.status, "EXTERNAL_PROVIDER");
    assert.equal(user.attributes["name"], "Ada Lovelace");
  });

  it("C18, C70: the client's own nonce goes before the one that was made for the provider", async () => {
    const browser = await start([google]);
    const query = flowQuery({ identity_provider: "Google", nonce: "mine" });
    const address = await toStandIn(browser, query);
    const { location } = await browser.post(address, { person: "ada@example.com" });
    assert.equal((await tokensOf(pools, await browser.load(location))).id["nonce"], "mine");
  });

  it("C290, C291: e-mail is unverified where the provider's word on it is not mapped", async () => {
    await start([facebook]);
    const { id } = await tokensOf(pools, await signInAtStandIn(pools, "Facebook"));
    assert.equal(id["email_verified"], false);
  });

  it("C66, C290: the second sign-in finds the user and takes over what was typed in", async () => {
    await start([google]);
    const typed = { "claims[sub]": "42", "claims[email]": "a@one.example" };
    const first = await tokensOf(pools, await signInAtStandIn(pools, "Google", typed));
    const changed = {
      ...typed,
      "claims[email]": "b@two.example",
      "claims[email_verified]": "true",
    };
    const back = await signInAtStandIn(pools, "Google", changed);
    assert.equal(sentBack(back)["state"], "some-state");
    const second = await tokensOf(pools, back);
    assert.equal(second.id["sub"], first.id["sub"]);
    assert.equal(second.id["cognito:username"], "Google_42");
    assert.deepEqual(
      [first.id["email"], first.id["email_verified"], second.id["email"]],
      ["a@one.example", false, "b@two.example"],
    );
    assert.equal(second.id["email_verified"], true);
  });

  it("C84: cancelling is access_denied for the client", async () => {
    const browser = await start([google]);
    const address = await toStandIn(browser, flowQuery({ identity_provider: "Google" }));
    const { location } = await browser.post(address, { choice: "cancel" });
    assert.deepEqual(sentBack(await browser.load(location)), {
      error: "access_denied",
      error_description: "The user said no.",
      state: "some-state",
    });
  });

  it("C76: the session of a federated browser passes the next authorize request", async () => {
    const browser = await start([google]);
    await signInAtStandIn(pools, "Google", undefined, browser);
    const { location } = await browser.load(`/oauth2/authorize?${flowQuery()}`);
    assert.match(sentBack({ location })["code"] ?? "", /^[\da-f-]{36}$/);
    const query = new URLSearchParams({
      client_id: WEB_ID,
      logout_uri: "https://app.example/bye",
    });
    await browser.load(`/logout?${query}`);
    const after = await browser.load(`/oauth2/authorize?${flowQuery()}`);
    assert.match(after.location, /\/login\?/);
  });

  it("C34, C102: a federated session is refreshed, identities included", async () => {
    await start([google]);
    const { refreshToken, id } = await tokensOf(pools, await signInAtStandIn(pools, "Google"));
    const { body } = await requestToken(pools, {
      grant_type: "refresh_token",
      client_id: WEB_ID,
      refresh_token: refreshToken,
    });
    assert.deepEqual(decodeUnverified(body["id_token"])["identities"], id["identities"]);
  });

  it("C291: an equal e-mail address merges nobody", async () => {
    await start([google]);
    const sub = await createUser(pools);
    const typed = { "claims[sub]": "7", "claims[email]": EMAIL, "claims[email_verified]": "true" };
    const { id } = await tokensOf(pools, await signInAtStandIn(pools, "Google", typed));
    assert.notEqual(id["sub"], sub);
    assert.equal(id["email"], EMAIL);
  });

  it("C117: the way back needs the browser that went, in time, and serves once", async () => {
    const browser = await start([google]);
    const query = flowQuery({ identity_provider: "Google" });
    const wanted = `${pools.origin}/error?error=invalid_state`;
    const codeOf = async () => {
      const address = await toStandIn(browser, query);
      return (await browser.post(address, { person: "ada@example.com" })).location;
    };
    const stranger = new Browser(pools);
    await toStandIn(stranger, query);
    assert.equal((await stranger.load(await codeOf())).location, wanted);
    const once = await codeOf();
    assert.ok(sentBack(await browser.load(once))["code"]);
    assert.equal((await browser.load(once)).location, wanted);
    const address = await toStandIn(stranger, query);
    pools.clock.advance(301);
    assert.equal((await stranger.load(address)).location, wanted);
  });

  it("O050: the code of one trip does not serve for another, nor at the other endpoint", async () => {
    const browser = await start([google, facebook]);
    const mine = await toStandIn(browser, flowQuery({ identity_provider: "Google" }));
    const { location } = await browser.post(mine, { person: "ada@example.com" });
    const code = new URL(location).searchParams.get("code") ?? "";
    const other = await toStandIn(browser, flowQuery({ identity_provider: "Facebook" }));
    const state = new URLSearchParams(other.split("?")[1]).get("state") ?? "";
    const mixed = await browser.load(`/oauth2/idpresponse?${new URLSearchParams({ code, state })}`);
    assert.equal(sentBack(mixed)["error_description"], "Facebook Error - 400 invalid_grant");
    const moved = await browser.load(location.replace("/oauth2/", "/saml2/"));
    assert.equal(sentBack(moved)["error"], "invalid_request");
  });

  it("O075, O080: the stand-in is a page like the others: own forms only, everything escaped", async () => {
    const evil = provider(`"><img/x>`, {
      providerType: "OIDC",
      providerDetails: {
        client_id: "x",
        authorize_scopes: "openid",
        oidc_issuer: "https://id.example",
      },
      attributeMapping: { name: `<script>` },
    });
    const browser = await start([evil]);
    const query = flowQuery({ identity_provider: `"><img/x>` });
    const address = await toStandIn(browser, query);
    const { text, headers } = await browser.load(address);
    assert.doesNotMatch(text, /<img|<script/);
    assert.match(text, /Stand-in for &quot;&gt;&lt;img\/x&gt;/);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
    const forged = await browser.load(address, {
      method: "POST",
      body: new URLSearchParams({ person: "ada@example.com", _csrf: "x" }),
    });
    assert.equal(forged.status, 403);
    const page = await browser.load(`/login?${flowQuery()}`);
    assert.doesNotMatch(page.text, /<img/);
  });

  it("O099: who somebody is has to be said, and has to be a name", async () => {
    const browser = await start([google]);
    const address = await toStandIn(browser, flowQuery({ identity_provider: "Google" }));
    const { text } = await browser.post(address, { "claims[name]": "Nobody" });
    assert.match(text, /Give at least a subject or an email\./);
    const odd = await signInAtStandIn(pools, "Google", { "claims[sub]": "a b" });
    assert.equal(sentBack(odd)["error_description"], "Username is not valid. ");
  });

  it("F34: says which providers the stand-in answers for", async () => {
    const oidc = (name: string, oidc_issuer: string) =>
      provider(name, {
        providerType: "OIDC",
        providerDetails: { client_id: "x", authorize_scopes: "openid", oidc_issuer },
      });
    const saml = provider("Staff", {
      providerType: "SAML",
      providerDetails: { MetadataURL: "https://saml.example/metadata" },
    });
    await start([google, oidc("Far", "https://id.example"), oidc("Near", "http://[::1]:1"), saml]);
    assert.deepEqual(pools.pools.remarks(), [
      "identity provider Google: a stand-in page at the pool's origin answers for it",
      "identity provider Far: a stand-in page at the pool's origin answers for it",
      "identity provider Staff: a stand-in page at the pool's origin answers for it",
    ]);
    const { id } = await tokensOf(
      pools,
      await signInAtStandIn(pools, "Staff", { "claims[NameID]": "sam", "claims[sub]": "s" }),
    );
    const [{ providerType, issuer }] = id["identities"];
    assert.deepEqual([providerType, issuer], ["SAML", "https://saml.example/metadata"]);
  });

  it("C277: a client that names a provider which is not there cannot be made", async () => {
    await start([google]);
    const refuse = (graph: Graph) => checkProviders(graph, readPools(graph));
    const graph = federatedGraph([google], { client: { supportedIdentityProviders: ["Okta"] } });
    assert.throws(
      () => refuse(graph),
      /The provider Okta does not exist for User Pool us-east-1_AbCdEf123\./,
    );
    const plain = provider("Plain", {
      providerType: "OIDC",
      providerDetails: {
        client_id: "x",
        authorize_scopes: "openid",
        oidc_issuer: "http://id.example",
      },
    });
    assert.throws(
      () => refuse(federatedGraph([plain])),
      /providerDetails\.oidc_issuer http:\/\/id\.example: .*an https address, or http on a loopback host/,
    );
  });
});
