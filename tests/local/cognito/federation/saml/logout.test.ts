import assert from "node:assert/strict";
import type { Properties } from "../../../../../local/program/graph.ts";
import { Browser, type Loaded } from "../../support/browser.ts";
import { sentBack } from "../../support/federation.ts";
import { POOL_ID, WEB_ID } from "../../support/graph.ts";
import { callSigned } from "../../support/json-api.ts";
import { type RunningPools, START } from "../../support/running-pools.ts";
import {
  ENTITY_ID,
  isSignedBy,
  METADATA,
  readRequest,
  responseOf,
  type ResponseParts,
  SIGN_OUT,
  signed,
  signedResponse,
} from "../../support/saml-provider.ts";
import { postAsProvider, samlRoundTrip, serveStaff } from "../../support/saml-sign-in.ts";

const LOGOUT = "https://app.example/bye";
const SIGN_OUT_QUERY = new URLSearchParams({ client_id: WEB_ID, logout_uri: LOGOUT, state: "s" });
const GOAL = `${LOGOUT}?state=s`;

describe("sign-out at a SAML provider", () => {
  let pools: RunningPools;
  let browser: Browser;
  afterEach(() => pools.close());

  async function signIn(details: Properties, parts: Partial<ResponseParts> = {}): Promise<void> {
    pools = await serveStaff(details);
    browser = new Browser(pools);
    const answer = (right: ResponseParts) => signedResponse({ ...right, ...parts });
    assert.ok(sentBack(await samlRoundTrip(pools, answer, browser))["code"]);
  }

  const signOut = (): Promise<Loaded> => browser.load(`/logout?${SIGN_OUT_QUERY}`);

  const toLogout = (xml: string, relayState: string): Promise<Loaded> =>
    postAsProvider(pools, xml, relayState, "/saml2/logout");

  const answerTo = (requestId: string, issuer = ENTITY_ID) =>
    `<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_l1" Version="2.0" InResponseTo="${requestId}"><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:LogoutResponse>`;
  const responseTo = (requestId: string) => responseOf({ acs: "http://x", requestId });
  const signedAnswer = (...parts: Parameters<typeof answerTo>) =>
    signed(answerTo(...parts), "LogoutResponse");

  it("C97: IDPSignout sends a signed request there that names the user and the session", async () => {
    await signIn(
      { IDPSignout: "true" },
      {
        nameId: "sam&amp;co",
        qualifiers: ' Format="urn:f" SPNameQualifier="sp"',
        statements: '<saml:AuthnStatement SessionIndex="_s1"/>',
      },
    );
    const { location, headers } = await signOut();
    const { xml, id } = readRequest(location, `${SIGN_OUT}&SAMLRequest=`);
    assert.equal(
      xml,
      `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ` +
        `xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" ` +
        `IssueInstant="${new Date(START).toISOString()}" Destination="${SIGN_OUT}" >` +
        `<saml:Issuer>urn:amazon:cognito:sp:${POOL_ID}</saml:Issuer>` +
        `<saml:NameID Format="urn:f" SPNameQualifier="sp">sam&amp;co</saml:NameID>` +
        `<samlp:SessionIndex>_s1</samlp:SessionIndex></samlp:LogoutRequest >`,
    );
    const { body } = await callSigned(pools, "GetSigningCertificate", { UserPoolId: POOL_ID });
    assert.equal(isSignedBy(body["Certificate"], location), true);
    assert.ok(headers.getSetCookie().some((cookie) => cookie.startsWith("cognito=;")));
    assert.equal(browser.cookies.has("cognito"), false);
  });

  it("C97, C117: /saml2/logout leads to the client's own goal, once", async () => {
    await signIn({ IDPSignout: "true" });
    const { id, relayState } = readRequest((await signOut()).location, SIGN_OUT);
    assert.equal((await toLogout(signedAnswer(id), relayState)).location, GOAL);
    const again = await toLogout(signedAnswer(id), relayState);
    assert.equal(again.location, `${pools.origin}/error?error=invalid_request`);
  });

  const refused: readonly (readonly [string, (requestId: string) => string])[] = [
    ["that nobody signed", (id) => answerTo(id)],
    ["to another request", () => signedAnswer("_other")],
    ["of another issuer", (id) => signedAnswer(id, "https://evil")],
    ["that is no document", () => "x"],
    ["that is not about a sign-out", (id) => signed(responseTo(id), "Response")],
  ];
  for (const [what, answer] of refused) {
    it(`C117: /saml2/logout refuses an answer ${what}`, async () => {
      await signIn({ IDPSignout: "true" });
      const { id, relayState } = readRequest((await signOut()).location, SIGN_OUT);
      const { location } = await toLogout(answer(id), relayState);
      assert.equal(location, `${pools.origin}/error?error=invalid_request`);
    });
  }

  it("C117: /saml2/logout takes POST only, and no answer that was not asked for", async () => {
    pools = await serveStaff();
    const got = await new Browser(pools).load("/saml2/logout");
    assert.deepEqual([got.status, got.headers.get("allow")], [405, "POST"]);
    const { location } = await toLogout(signedAnswer("_r"), "x".repeat(43));
    assert.equal(location, `${pools.origin}/error?error=invalid_request`);
  });

  it("C97: without IDPSignout, or without a session, the sign-out stays here", async () => {
    await signIn({});
    assert.equal((await signOut()).location, GOAL);
    await pools.close();
    await signIn({ IDPSignout: "true" });
    browser = new Browser(pools);
    assert.equal((await signOut()).location, GOAL);
  });

  it("C97: a provider without a sign-out address by redirect is not asked", async () => {
    const MetadataFile = METADATA.replace(/<md:SingleLogoutService[^>]*>/, "");
    await signIn({ IDPSignout: "true", MetadataFile });
    assert.equal((await signOut()).location, GOAL);
  });

  it("C96, C97: a sign-out that no client registered ends no session, here or there", async () => {
    await signIn({ IDPSignout: "true" });
    const { location } = await browser.load(`/logout?client_id=${WEB_ID}&logout_uri=https://evil`);
    assert.match(location, /\/error\?/);
    assert.match((await signOut()).location, /^http:\/\/127\.0\.0\.1:9\/slo/);
  });
});
