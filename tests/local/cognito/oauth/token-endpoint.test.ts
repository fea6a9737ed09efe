import assert from "node:assert/strict";
import { Browser, flowQuery, requestToken, VERIFIER } from "../support/browser.ts";
import {
  CALLBACK,
  client,
  domain,
  graphOf,
  pool,
  SERVER_ID,
  SERVER_SECRET,
  standardGraph,
  WEB_ID,
} from "../support/graph.ts";
import { createUser, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

describe("token endpoint, hostile", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(standardGraph());
    await createUser(pools);
  });
  afterEach(() => pools.close());

  async function newCode(changes: Record<string, string | undefined> = {}): Promise<string> {
    const browser = new Browser(pools);
    const query = flowQuery(changes);
    await browser.open(`/login?${query}`);
    const { location } = await browser.post(`/login?${query}`, {
      username: EMAIL,
      password: PASSWORD,
    });
    return new URL(location).searchParams.get("code") ?? "";
  }

  function redeem(code: string, changes: Record<string, string> = {}, headers = {}) {
    return requestToken(
      pools,
      {
        grant_type: "authorization_code",
        client_id: WEB_ID,
        redirect_uri: CALLBACK,
        code_verifier: VERIFIER,
        code,
        ...changes,
      },
      headers,
    );
  }

  const INVALID_GRANT = { error: "invalid_grant" };

  it("O053: a code works once", async () => {
    const code = await newCode();
    assert.equal((await redeem(code)).status, 200);
    const { status, body } = await redeem(code);
    assert.deepEqual([status, body], [400, INVALID_GRANT]);
  });

  it("O054: of a hundred redemptions at once exactly one succeeds", async () => {
    const code = await newCode();
    const answers = await Promise.all(Array.from({ length: 100 }, () => redeem(code)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });

  it("O056: a code works for less than five minutes", async () => {
    const [first, second] = [await newCode(), await newCode()];
    pools.clock.advance(299);
    assert.equal((await redeem(first)).status, 200);
    pools.clock.advance(1);
    assert.deepEqual((await redeem(second)).body, INVALID_GRANT);
  });

  for (const [name, code_verifier] of Object.entries({
    "O035 empty": "",
    "O036 the challenge itself": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "O036 one character off": `${VERIFIER.slice(0, -1)}l`,
    "too short": "a".repeat(42),
    "too long": "a".repeat(129),
  })) {
    it(`C105: refuses the verifier, and the code is used up: ${name}`, async () => {
      const code = await newCode();
      assert.deepEqual((await redeem(code, { code_verifier })).body, INVALID_GRANT);
      assert.deepEqual((await redeem(code)).body, INVALID_GRANT);
    });
  }

  it("O037: refuses a verifier where no challenge was sent", async () => {
    const code = await newCode({ code_challenge: undefined, code_challenge_method: undefined });
    assert.deepEqual((await redeem(code)).body, INVALID_GRANT);
  });

  it("O031, C69: a flow without PKCE works for a public client", async () => {
    const code = await newCode({ code_challenge: undefined, code_challenge_method: undefined });
    const { status } = await requestToken(pools, {
      grant_type: "authorization_code",
      client_id: WEB_ID,
      redirect_uri: CALLBACK,
      code,
    });
    assert.equal(status, 200);
  });

  it("O040, C107: another redirect uri is unauthorized_client", async () => {
    const { status, body } = await redeem(await newCode(), { redirect_uri: `${CALLBACK}/` });
    assert.deepEqual([status, body["error"]], [400, "unauthorized_client"]);
  });

  it("O052: another client's code is refused and used up", async () => {
    const code = await newCode();
    const other = { client_id: SERVER_ID, client_secret: SERVER_SECRET };
    assert.deepEqual((await redeem(code, other)).body, INVALID_GRANT);
    assert.deepEqual((await redeem(code)).body, INVALID_GRANT);
  });

  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
  });

  for (const [name, fields, headers, error] of [
    ["secret missing", { client_id: SERVER_ID }, {}, "invalid_client"],
    ["secret wrong", { client_id: SERVER_ID, client_secret: "x" }, {}, "invalid_client"],
    ["secret of another client", {}, basic(SERVER_ID, "2example"), "invalid_client"],
    ["secret for a public client", { client_id: WEB_ID, client_secret: "x" }, {}, "invalid_client"],
    ["unknown client", { client_id: "nobody" }, {}, "invalid_client"],
    ["no client", {}, {}, "invalid_request"],
    [
      "O071 Basic and body secret",
      { client_secret: SERVER_SECRET },
      basic(SERVER_ID, SERVER_SECRET),
      "invalid_request",
    ],
    ["two client ids", { client_id: WEB_ID }, basic(SERVER_ID, SERVER_SECRET), "invalid_request"],
    ["not Basic", { client_id: WEB_ID }, { authorization: "Bearer x" }, "invalid_request"],
  ] as const) {
    it(`O070: refuses client authentication: ${name}`, async () => {
      const form = {
        grant_type: "authorization_code",
        code: "x",
        redirect_uri: CALLBACK,
        ...fields,
      };
      const { status, body } = await requestToken(pools, form, headers);
      assert.deepEqual([status, body], [400, { error }]);
    });
  }

  it("C100: both methods are accepted, and the same client_id may stand beside Basic", async () => {
    const changes = { client_id: SERVER_ID, client_secret: SERVER_SECRET };
    assert.equal((await redeem(await newCode({ client_id: SERVER_ID }), changes)).status, 200);
    const headers = basic(SERVER_ID, SERVER_SECRET);
    const code = await newCode({ client_id: SERVER_ID });
    assert.equal((await redeem(code, { client_id: SERVER_ID }, headers)).status, 200);
  });

  it("C99: another grant is unsupported_grant_type", async () => {
    const { body } = await requestToken(pools, { grant_type: "password", client_id: WEB_ID });
    assert.deepEqual(body, { error: "unsupported_grant_type" });
  });

  it("C104: answers without scope, not cacheable, readable by any origin", async () => {
    const { headers, body } = await redeem(await newCode());
    assert.equal("scope" in body, false);
    assert.equal(headers.get("content-type"), "application/json;charset=UTF-8");
    assert.match(headers.get("cache-control") ?? "", /no-store/);
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.match(headers.get("x-amz-cognito-request-id") ?? "", /^[0-9a-f-]{36}$/);
  });

  it("O083, C109: refuses a json body, a repeated parameter and another method", async () => {
    const post = (body: string, type: string) =>
      fetch(`${pools.origin}/oauth2/token`, {
        method: "POST",
        body,
        headers: { "content-type": type },
      });
    const json = await post('{"grant_type":"refresh_token"}', "application/json");
    assert.deepEqual([json.status, await json.json()], [400, { error: "invalid_request" }]);
    const twice = await post("grant_type=a&grant_type=b", "application/x-www-form-urlencoded");
    assert.deepEqual([twice.status, await twice.json()], [400, { error: "invalid_request" }]);
    assert.equal((await fetch(`${pools.origin}/oauth2/token`)).status, 405);
  });

  it("O082: refuses a body of more than 64 kB", async () => {
    const { status } = await requestToken(pools, { grant_type: "x".repeat(1024 * 1024) });
    assert.equal(status, 413);
  });

  it("C248: answers the preflight of the token endpoint", async () => {
    const response = await fetch(`${pools.origin}/oauth2/token`, { method: "OPTIONS" });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.match(response.headers.get("access-control-allow-headers") ?? "", /x-amz-user-agent/);
  });

  it("C105, C262: a client that may not read email_verified gets nothing for the scope email", async () => {
    await pools.close();
    pools = await serve(graphOf(pool(), domain(), client({ readAttributes: ["email"] })));
    await createUser(pools);
    assert.deepEqual((await redeem(await newCode())).body, INVALID_GRANT);
  });
});
