import assert from "node:assert/strict";
import { Browser, flowQuery } from "../support/browser.ts";
import { branding, CALLBACK, client, domain, graphOf, pool, WEB_ID } from "../support/graph.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

describe("authorize, hostile", () => {
  let pools: RunningPools;
  before(async () => {
    const callbacks = {
      callbackUrls: [CALLBACK, "http://127.0.0.1/cb", "http://localhost:3000/cb"],
    };
    pools = await serve(
      graphOf(pool(), domain({ managedLoginVersion: 2 }), client(callbacks), branding()),
    );
  });
  after(() => pools.close());

  const authorize = (query: string) => new Browser(pools).load(`/oauth2/authorize?${query}`);

  const FOREIGN: Record<string, string> = {
    "O001 extra slash": `${CALLBACK}/`,
    "O003 fragment": `${CALLBACK}#frag`,
    "O005 upper case": "https://APP.example/cb",
    "O007 scheme": "http://app.example/cb",
    "O008 prefix": "https://app.example.evil.test/cb",
    "O010 userinfo": "https://app.example@evil.test/cb",
    "O011 dot segments": "https://app.example/cb/../evil",
    "O013 relative": "/cb",
    "O013 scheme-relative": "//evil.test/cb",
    "O015 homograph": "https://аpp.example/cb",
    "O016 NUL": "https://app.example/cb\0.evil.test",
    "O016 CRLF": "https://app.example/cb\r\nSet-Cookie: x=1",
    "O019 backslash": "https://app.example\\@evil.test/cb",
    "O019 full-width dot": "https://app。example/cb",
    "O019 javascript": "javascript:alert(1)",
    "O021 another port": "http://127.0.0.1:51004/cb",
    "O024 4 kB": `${CALLBACK}?${"a".repeat(4096)}`,
    empty: "",
  };

  for (const [name, redirect_uri] of Object.entries(FOREIGN)) {
    it(`C81, C87: stays on the error page for the redirect uri: ${name}`, async () => {
      const { status, location, headers } = await authorize(flowQuery({ redirect_uri }));
      assert.equal(status, 302);
      assert.equal(location, `${pools.origin}/error?error=redirect_mismatch&client_id=${WEB_ID}`);
      assert.equal(headers.get("set-cookie"), null);
    });
  }

  it("C81: the error page has status 400 and shows nothing of the address", async () => {
    const { status, text } = await new Browser(pools).load("/error?error=<script>&client_id=<b>");
    assert.equal(status, 400);
    assert.match(text, /An error was encountered with the requested page\./);
    assert.equal(text.includes("<script"), false);
  });

  for (const query of [
    `${flowQuery()}&redirect_uri=https%3A%2F%2Fevil.test`,
    `redirect_uri=https%3A%2F%2Fevil.test&${flowQuery()}`,
    `${flowQuery()}&client_id=other`,
  ]) {
    it("O017: a repeated redirect_uri or client_id ends on the error page", async () => {
      const { location } = await authorize(query);
      assert.equal(new URL(location).pathname, "/error");
    });
  }

  it("O018: a missing redirect uri is never guessed", async () => {
    const { location } = await authorize(flowQuery({ redirect_uri: undefined }));
    assert.equal(new URL(location).pathname, "/error");
  });

  it("C82: an unknown client ends on the error page", async () => {
    const { location } = await authorize(flowQuery({ client_id: "nobody" }));
    assert.equal(new URL(location).searchParams.get("error"), "invalid_client");
  });

  it("O022: a registered localhost address is fine", async () => {
    const { location } = await authorize(flowQuery({ redirect_uri: "http://localhost:3000/cb" }));
    assert.equal(new URL(location).pathname, "/login");
  });

  const REFUSED: Record<string, [Record<string, string | undefined>, string]> = {
    "O032 method missing": [{ code_challenge_method: undefined }, "invalid_request"],
    "O032 challenge missing": [{ code_challenge: undefined }, "invalid_request"],
    "O033 plain": [{ code_challenge_method: "plain" }, "invalid_request"],
    "O033 s256": [{ code_challenge_method: "s256" }, "invalid_request"],
    "O033 S512": [{ code_challenge_method: "S512" }, "invalid_request"],
    "O033 empty": [{ code_challenge_method: "" }, "invalid_request"],
    "challenge of 42": [{ code_challenge: "a".repeat(42) }, "invalid_request"],
    "challenge of 44": [{ code_challenge: "a".repeat(44) }, "invalid_request"],
    "O097 token": [{ response_type: "token" }, "unauthorized_client"],
    "O097 id_token": [{ response_type: "id_token" }, "invalid_request"],
    "O097 code token": [{ response_type: "code token" }, "invalid_request"],
    "O097 none": [{ response_type: "none" }, "invalid_request"],
    "O097 empty": [{ response_type: "" }, "invalid_request"],
    "O097 missing": [{ response_type: undefined }, "invalid_request"],
    "O100 unknown scope": [{ scope: "openid secrets" }, "invalid_request"],
    "O100 not allowed": [{ scope: "openid phone" }, "invalid_request"],
    "O100 comma": [{ scope: "openid,orders/read" }, "invalid_request"],
    "O100 asterisk": [{ scope: "*" }, "invalid_request"],
    "C80 offline_access": [{ scope: "openid offline_access" }, "invalid_request"],
    "C47 resource": [{ resource: "http://evil.test" }, "invalid_request"],
    "C73 none with login": [{ prompt: "none login" }, "invalid_request"],
    "C67 foreign provider": [{ identity_provider: "Google<b>" }, "invalid_request"],
  };

  for (const [name, [changes, error]] of Object.entries(REFUSED)) {
    it(`C78: tells the client ${error}: ${name}`, async () => {
      const { status, location } = await authorize(flowQuery(changes));
      const url = new URL(location.replace("#", "?"));
      assert.equal(status, 302);
      assert.equal(url.origin + url.pathname, CALLBACK);
      assert.equal(url.searchParams.get("error"), error);
      assert.equal(url.searchParams.get("state"), "some-state");
      assert.equal(url.searchParams.get("code"), null);
    });
  }

  it("C79: a scope that is not allowed is named in the description", async () => {
    const { location } = await authorize(flowQuery({ scope: "openid phone" }));
    const query = "error_description=invalid_scope&state=some-state&error=invalid_request";
    assert.equal(location, `${CALLBACK}?${query}`);
  });

  it("O097: response_type twice is refused at the callback", async () => {
    const { location } = await authorize(`${flowQuery()}&response_type=token`);
    assert.equal(new URL(location).searchParams.get("error"), "invalid_request");
  });

  for (const state of ["ünïcode ☃ %41", "&error=x#frag", "a+b c", `"'<script>`, "s".repeat(4096)]) {
    it(`O099: gives the state back byte by byte: ${state.slice(0, 20)}`, async () => {
      const { location } = await authorize(flowQuery({ state, response_type: "none" }));
      assert.equal(new URL(location).searchParams.get("state"), state);
      assert.equal(new URL(location).searchParams.getAll("error").length, 1);
    });
  }

  it("O099: refuses a state of more than 4 kB, and one that is no UTF-8", async () => {
    for (const query of [
      flowQuery({ state: "s".repeat(4097) }),
      `${flowQuery({ state: undefined })}&state=%ff`,
    ]) {
      const { location } = await authorize(query);
      assert.equal(new URL(location).searchParams.get("error"), "invalid_request");
    }
  });

  it("O103, C73: prompt=none without a session tells the client login_required", async () => {
    const { location } = await authorize(flowQuery({ prompt: "none" }));
    assert.equal(location, `${CALLBACK}?error=login_required&state=some-state`);
  });

  it("O104, C119: request and request_uri are ignored", async () => {
    const { location } = await authorize(flowQuery({ request_uri: "http://169.254.169.254/" }));
    assert.equal(new URL(location).pathname, "/login");
  });

  it("C118: authorize and login answer no preflight and name no origin", async () => {
    for (const path of ["/oauth2/authorize", "/login"]) {
      const headers = { origin: "https://evil.test", "access-control-request-method": "POST" };
      const loaded = await new Browser(pools).load(`${path}?${flowQuery()}`, {
        method: "OPTIONS",
        headers,
      });
      assert.equal(loaded.status, 405);
      assert.equal(loaded.headers.get("access-control-allow-origin"), null);
    }
  });
});
