import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { after, before, describe, it } from "mocha";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";
import { authorizationRequest, PageClient, type Tokens } from "./support/sign-in.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "examples", "federation");

describe("the example of federation", () => {
  let runtime: ServedProgram;

  before(async () => {
    runtime = await serveProgram(["--program", PROGRAM, "--state", "memory", "--no-watch"]);
  });
  after(() => runtime.stop());

  const request = (query: string) => {
    const { url, redeem } = authorizationRequest(runtime.ready, "openid documents/read");
    return { url: `${url}&${query}`, redeem };
  };

  /** Signs in where the query says, as somebody whom the stand-in knows. */
  async function signIn(query: string): Promise<Tokens> {
    const { url, redeem } = request(query);
    const browser = new PageClient();
    const standIn = await browser.get(url);
    const { url: back } = await browser.submit(standIn, { person: "ada@example.com" });
    const code = new URL(back).searchParams.get("code") ?? "";
    return (await (await redeem(code)).json()) as Tokens;
  }

  const rows: readonly (readonly [title: string, query: string, provider: string])[] = [
    [
      "F29, F34, C67: SAML, by the domain of the address",
      "idp_identifier=company.example",
      "company",
    ],
    ["F28, F34, C67: OpenID Connect", "identity_provider=partner", "partner"],
    ["F27, F34, C67: Google", "identity_provider=Google", "Google"],
  ];
  for (const [title, query, provider] of rows) {
    it(title, async () => {
      const { access_token: accessToken, id_token: idToken } = await signIn(query);
      const answer = await fetch(`${runtime.ready.outputs["url"]}/documents`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      const username = String(decodeJwt(accessToken)["username"]);
      assert.equal(username.startsWith(`${provider}_`), true, username);
      assert.deepEqual(
        [answer.status, await answer.json()],
        [200, { for: username, from: [`${runtime.ready.userPools[0]?.id}_${provider}`] }],
      );
      const { identities } = decodeJwt<{ identities: { providerName: string }[] }>(idToken);
      assert.deepEqual(
        identities.map(({ providerName }) => providerName),
        [provider],
      );
    });
  }

  it("C277: offers the three providers and no form of the pool's own", async () => {
    const { body } = await new PageClient().get(request("lang=en").url);
    const offered = [...body.matchAll(/identity_provider=(\w+)/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(offered)].sort(), ["Google", "company", "partner"]);
    assert.doesNotMatch(body, /name="password"/);
  });
});
