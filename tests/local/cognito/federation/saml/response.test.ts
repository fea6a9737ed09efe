import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import type { Properties } from "../../../../../local/program/graph.ts";
import { Browser } from "../../support/browser.ts";
import { sentBack, tokensOf } from "../../support/federation.ts";
import { CALLBACK, POOL_ID, WEB_ID } from "../../support/graph.ts";
import { call, createUser, EMAIL } from "../../support/json-api.ts";
import { type RunningPools, START } from "../../support/running-pools.ts";
import {
  assertionOf,
  ENTITY_ID,
  readRequest,
  type ResponseParts,
  responseOf,
  signed,
  signedResponse,
} from "../../support/saml-provider.ts";
import {
  postAsProvider,
  samlRoundTrip,
  serveStaff,
  STAFF_QUERY,
} from "../../support/saml-sign-in.ts";

describe("sign-in by a SAML provider on loopback", () => {
  let pools: RunningPools;
  let browser: Browser;
  let acs: string;

  async function start(details: Properties = {}): Promise<void> {
    pools = await serveStaff(details);
    browser = new Browser(pools);
    acs = `${pools.origin}/saml2/idpresponse`;
  }
  beforeEach(() => start());
  afterEach(() => pools.close());

  const post = (xml: string, relayState: string) => postAsProvider(pools, xml, relayState);
  const roundTrip = (answer: (parts: ResponseParts) => string) => samlRoundTrip(pools, answer);

  async function refusalOf(answer: (parts: ResponseParts) => string): Promise<string> {
    const back = sentBack(await roundTrip(answer));
    assert.deepEqual([back["error"], back["code"]], ["invalid_request", undefined]);
    return (back["error_description"] ?? "").replace("Staff Error - 400 bad SAML response: ", "");
  }

  it("C117: the request is sent by redirect, in the pool's name", async () => {
    const { location } = await browser.load(`/oauth2/authorize?${STAFF_QUERY}`);
    const { xml, id, relayState } = readRequest(location);
    assert.equal(
      xml,
      `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ` +
        `xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" ` +
        `IssueInstant="${new Date(START).toISOString()}" Destination="http://127.0.0.1:9/sso" ` +
        `AssertionConsumerServiceURL="${acs}" ` +
        `ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" >` +
        `<saml:Issuer>urn:amazon:cognito:sp:${POOL_ID}</saml:Issuer></samlp:AuthnRequest >`,
    );
    assert.match(relayState, /^[\w-]{43}$/);
  });

  it("C17, C22, C117, C290: a signed assertion signs its subject in", async () => {
    const { id } = await tokensOf(pools, await roundTrip(signedResponse));
    assert.deepEqual(id["identities"], [
      {
        userId: "sam",
        providerName: "Staff",
        providerType: "SAML",
        issuer: ENTITY_ID,
        primary: "true",
        dateCreated: String(START),
      },
    ]);
    assert.deepEqual([id["cognito:username"], id["email"]], ["Staff_sam", "sam@example.com"]);
  });

  it("C117: a response that is signed as a whole serves as well", async () => {
    const whole = (parts: ResponseParts) =>
      signed(responseOf(parts, assertionOf(parts)), "Response");
    assert.ok(sentBack(await roundTrip(whole))["code"]);
  });

  it("C117: refuses what nobody, or somebody else, or a weak hash signed", async () => {
    const unsigned = (parts: ResponseParts) => responseOf(parts, assertionOf(parts));
    const { privateKey: key } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const text = "it is not signed by the provider";
    assert.equal(await refusalOf(unsigned), text);
    assert.equal(await refusalOf((parts) => signed(unsigned(parts), "Assertion", { key })), text);
    const algorithm = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
    assert.equal(
      await refusalOf((parts) => signed(unsigned(parts), "Assertion", { algorithm })),
      text,
    );
    const changed = (parts: ResponseParts) => signedResponse(parts).replace(">sam<", ">root<");
    assert.equal(await refusalOf(changed), text);
  });

  it("C117: refuses signature wrapping: only the signed element is looked at", async () => {
    const evil = (parts: ResponseParts) => assertionOf({ ...parts, id: "_evil", nameId: "root" });
    const two = "it does not hold exactly one assertion";
    // A forged assertion before, after, or around the signed one.
    assert.equal(
      await refusalOf((parts) =>
        signedResponse(parts).replace("<saml:Assertion", `${evil(parts)}<saml:Assertion`),
      ),
      two,
    );
    assert.equal(
      await refusalOf((parts) =>
        signedResponse(parts).replace("</samlp:Response>", `${evil(parts)}</samlp:Response>`),
      ),
      two,
    );
    assert.equal(
      await refusalOf((parts) => {
        const [, inner = ""] =
          /(<saml:Assertion.*<\/saml:Assertion>)/s.exec(signedResponse(parts)) ?? [];
        const around = evil(parts).replace("</saml:Assertion>", `${inner}</saml:Assertion>`);
        return responseOf(parts, around);
      }),
      two,
    );
    // The signature of the good one, moved into the forged one.
    assert.equal(
      await refusalOf((parts) => {
        const [signature = ""] = /<Signature.*<\/Signature>/s.exec(signedResponse(parts)) ?? [];
        const forged = evil(parts).replace("</saml:Assertion>", `${signature}</saml:Assertion>`);
        return responseOf(parts, forged);
      }),
      "it is not signed by the provider",
    );
  });

  it("C117: refuses a document type, and names that a comment cuts in two", async () => {
    assert.equal(
      await refusalOf((parts) => `<!DOCTYPE x [<!ENTITY e "root">]>${signedResponse(parts)}`),
      "it is not a SAML response",
    );
    // The signature does not cover comments, so one can be added to a good response.
    const cut = (parts: ResponseParts) =>
      signedResponse({ ...parts, nameId: "root.evil" }).replace("root.evil", "root<!---->.evil");
    const { id } = await tokensOf(pools, await roundTrip(cut));
    assert.equal(id["cognito:username"], "Staff_root.evil");
    assert.equal(
      await refusalOf((parts) => signedResponse({ ...parts, nameId: "root<b/>" })),
      "the assertion has no NameID",
    );
  });

  const refusals: readonly (readonly [string, Partial<ResponseParts>, string])[] = [
    ["of another issuer", { issuer: "https://evil" }, "the assertion is of another issuer"],
    ["for another audience", { audience: "urn:x" }, "the assertion is for another audience"],
    [
      "that has expired",
      { notOnOrAfter: -60_000 },
      "the assertion has expired or is not valid yet",
    ],
    [
      "that is not valid yet",
      { notBefore: 61_000 },
      "the assertion has expired or is not valid yet",
    ],
    [
      "for another recipient",
      { recipient: "https://evil" },
      "the assertion does not confirm its subject to this address",
    ],
    ["sent to another address", { destination: "https://evil" }, "it was sent to another address"],
    ["to another request", { requestId: "_other" }, "it answers another request"],
    [
      "to no request",
      { requestId: undefined },
      "the assertion does not confirm its subject to this address",
    ],
    [
      "of a failure",
      { status: "urn:oasis:names:tc:SAML:2.0:status:Responder" },
      "the provider did not sign the user in",
    ],
  ];
  for (const [what, parts, text] of refusals) {
    it(`C117: refuses a response ${what}`, async () => {
      assert.equal(await refusalOf((right) => signedResponse({ ...right, ...parts })), text);
    });
  }

  it("C327: refuses a response of more than 100,000 characters", async () => {
    const long = (parts: ResponseParts) => signedResponse({ ...parts, email: "x".repeat(75_000) });
    assert.equal(await refusalOf(long), "it is not a SAML response");
  });

  it("C117: refuses at once what would take half a minute to be found a stranger's", async function () {
    this.timeout(10_000);
    const filled = (parts: ResponseParts) => {
      const response = responseOf(parts, assertionOf(parts), "<a/>".repeat(4_000));
      return signed(response, "Response");
    };
    const canonicalize = /<Transform Algorithm="[^"]*exc-c14n#"\/>/;
    const [name, text] = ["x:Transform", "it is not signed by the provider"];
    for (const element of ["Transform", `${name} xmlns:x="urn:x"`]) {
      const transform = `<${element} Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>`;
      const slow = (parts: ResponseParts) =>
        filled(parts).replace(canonicalize, transform.repeat(500));
      assert.equal(await refusalOf(slow), text);
    }
    const twice = (parts: ResponseParts) =>
      signedResponse(parts).replace(/<Reference.*<\/Reference>/s, "$&$&");
    assert.equal(await refusalOf(twice), text);
    const instructions = (parts: ResponseParts) => signedResponse(parts) + "<?a ".repeat(10_000);
    assert.equal(await refusalOf(instructions), "it is not a SAML response");
  });

  it("C117: refuses an assertion that was used before", async () => {
    assert.ok(sentBack(await roundTrip(signedResponse))["code"]);
    assert.equal(await refusalOf(signedResponse), "it was used before");
  });

  it("O042: a response that somebody else fetched signs nobody in", async () => {
    const { location } = await new Browser(pools).load(`/oauth2/authorize?${STAFF_QUERY}`);
    const { id, relayState } = readRequest(location);
    const posted = await post(signedResponse({ acs, requestId: id }), relayState);
    const wanted = `${pools.origin}/error?error=invalid_state`;
    assert.equal((await browser.load(posted.location)).location, wanted);
    assert.equal((await post(signedResponse({ acs }), "x".repeat(43))).location, wanted);
  });

  it("C242: a link may name an attribute of the assertion", async () => {
    const sub = await createUser(pools);
    const linked = await call(
      pools,
      "AdminLinkProviderForUser",
      {
        UserPoolId: POOL_ID,
        DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: EMAIL },
        SourceUser: {
          ProviderName: "Staff",
          ProviderAttributeName: "email",
          ProviderAttributeValue: "sam@example.com",
        },
      },
      { authorization: "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00" },
    );
    assert.equal(linked.status, 200);
    const { id } = await tokensOf(pools, await roundTrip(signedResponse));
    assert.equal(id["sub"], sub);
    assert.equal(id["identities"][0]["userId"], "sam@example.com");
  });

  it("C242: an attribute that is called like the subject is not the subject", async () => {
    const victim = await tokensOf(pools, await roundTrip(signedResponse));
    const attribute =
      '<saml:Attribute Name="Cognito_Subject"><saml:AttributeValue>sam</saml:AttributeValue></saml:Attribute>';
    const other = (parts: ResponseParts) => {
      const assertion = assertionOf({ ...parts, id: "_a2", nameId: "eve" });
      const named = assertion.replace("</saml:AttributeStatement>", `${attribute}$&`);
      return signed(responseOf(parts, named), "Assertion");
    };
    const { id } = await tokensOf(pools, await roundTrip(other));
    assert.equal(id["cognito:username"], "Staff_eve");
    assert.notEqual(id["sub"], victim.id["sub"]);
  });

  it("C288: a sign-in that the provider began needs IDPInit, and leads to registered clients only", async () => {
    const relay = (changes: Record<string, string> = {}) =>
      new URLSearchParams({
        identity_provider: "Staff",
        client_id: WEB_ID,
        redirect_uri: CALLBACK,
        response_type: "code",
        scope: "openid email",
        ...changes,
      }).toString();
    const refused = await post(signedResponse({ acs }), relay());
    assert.equal(refused.location, `${pools.origin}/error?error=invalid_state`);
    await pools.close();
    await start({ IDPInit: "true" });
    assert.match(
      sentBack(await post(signedResponse({ acs }), relay()))["code"] ?? "",
      /^[\da-f-]{36}$/,
    );
    const elsewhere = await post(
      signedResponse({ acs, id: "_a2" }),
      relay({ redirect_uri: "https://evil.example/cb" }),
    );
    assert.equal(
      elsewhere.location,
      `${pools.origin}/error?error=redirect_mismatch&client_id=${WEB_ID}`,
    );
    const answering = await post(signedResponse({ acs, id: "_a3", requestId: "_r" }), relay());
    assert.match(sentBack(answering)["error_description"] ?? "", /it answers another request$/);
  });
});
