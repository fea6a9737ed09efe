import { strict as assert } from "node:assert";
import * as idp from "@aws-sdk/client-cognito-identity-provider";
import { after, before, describe, it } from "mocha";
import * as samlify from "samlify";
import type { PageClient } from "../local/support/sign-in.ts";
import { SAML_CERTIFICATE, SAML_KEY } from "../local/cognito/support/saml-keys.ts";
import { administrator, clientFor, SIGNED_OUT, startSignIn } from "./federation.ts";
import { type Served, serve } from "./support.ts";

const SSO = "http://127.0.0.1:9/sso";
const SLO = "http://127.0.0.1:9/slo";
const { redirect, post } = samlify.Constants.namespace.binding;
const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

// Its messages are checked by signature here, not against the XML schema.
samlify.setSchemaValidator({ validate: () => Promise.resolve("not looked at") });

/** A provider that wants signed requests, and encrypts assertions for whoever the metadata of the service names. */
const directory = samlify.IdentityProvider({
  entityID: "https://directory.example/metadata",
  privateKey: SAML_KEY,
  signingCert: SAML_CERTIFICATE,
  requestSignatureAlgorithm: RSA_SHA256,
  wantAuthnRequestsSigned: true,
  wantLogoutRequestSigned: true,
  isAssertionEncrypted: true,
  nameIDFormat: ["urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"],
  singleSignOnService: [{ Binding: redirect, Location: SSO }],
  singleLogoutService: [{ Binding: redirect, Location: SLO }],
});

describe("samlify as a pool's identity provider", () => {
  let served: Served;
  let clientId: string;
  let pool: ReturnType<typeof samlify.ServiceProvider>;

  before(async () => {
    served = await serve(["--issuer", "local"]);
    const UserPoolId = served.userPoolId;
    const admin = administrator(served);
    const made = await admin.send(
      new idp.CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: "Directory",
        ProviderType: "SAML",
        ProviderDetails: {
          MetadataFile: directory.getMetadata(),
          RequestSigningAlgorithm: "rsa-sha256",
          EncryptedResponses: "true",
          IDPSignout: "true",
        },
        AttributeMapping: { email: "NameID" },
      }),
    );
    const signing = await admin.send(new idp.GetSigningCertificateCommand({ UserPoolId }));
    clientId = await clientFor(served, "Directory");
    pool = samlify.ServiceProvider({
      entityID: `urn:amazon:cognito:sp:${UserPoolId}`,
      signingCert: signing.Certificate ?? "",
      encryptCert: made.IdentityProvider?.ProviderDetails?.["ActiveEncryptionCertificate"] ?? "",
      authnRequestsSigned: true,
      wantAssertionsSigned: true,
      wantLogoutResponseSigned: true,
      assertionConsumerService: [
        { Binding: post, Location: `${served.endpoint}/saml2/idpresponse` },
      ],
      singleLogoutService: [{ Binding: post, Location: `${served.endpoint}/saml2/logout` }],
    });
  });
  after(() => served.stop());

  /** What the browser brings to the provider, with the octets that are signed. */
  function brought(sentTo: string) {
    const url = new URL(sentTo);
    const [octetString = ""] = url.search.slice(1).split("&Signature=");
    return { query: Object.fromEntries(url.searchParams), octetString };
  }

  /** Posts as the provider's page makes the browser do, and goes on from there. */
  async function postBack(pages: PageClient, path: string, fields: Record<string, string>) {
    const body = new URLSearchParams(fields);
    const url = `${served.endpoint}${path}`;
    const { headers } = await fetch(url, { method: "POST", body, redirect: "manual" });
    return pages.get(new URL(headers.get("location") ?? "", url).href);
  }

  async function signIn() {
    const { pages, sentTo, finish } = await startSignIn(served, clientId);
    const request = brought(sentTo);
    const { extract } = await directory.parseLoginRequest(pool, "redirect", request);
    const user = { email: "sam@directory.example" };
    const { context } = await directory.createLoginResponse(pool, { extract }, "post", user);
    const RelayState = request.query["RelayState"] ?? "";
    const fields = { SAMLResponse: context, RelayState };
    const { url } = await postBack(pages, "/saml2/idpresponse", fields);
    return { pages, claims: await finish(url) };
  }

  it("C22, C117, C288: takes the signed request, and its encrypted assertion signs in", async () => {
    const { claims } = await signIn();
    assert.deepEqual(
      [claims["email"], claims["cognito:username"]],
      ["sam@directory.example", "Directory_sam@directory.example"],
    );
    const [identity] = claims["identities"] as { readonly [member: string]: string }[];
    assert.equal(identity?.["issuer"], "https://directory.example/metadata");
  });

  it("C97, C117: takes the signed sign-out, and its answer leads to the client", async () => {
    const { pages } = await signIn();
    const query = new URLSearchParams({ client_id: clientId, logout_uri: SIGNED_OUT });
    const { url: sentTo } = await pages.get(`${served.endpoint}/logout?${query}`);
    assert.ok(sentTo.startsWith(SLO), sentTo);
    const request = brought(sentTo);
    const { extract } = await directory.parseLogoutRequest(pool, "redirect", request);
    assert.equal(extract.nameID, "sam@directory.example");
    const { context } = directory.createLogoutResponse(pool, { extract }, "post");
    const RelayState = request.query["RelayState"] ?? "";
    const back = await fetch(`${served.endpoint}/saml2/logout`, {
      method: "POST",
      body: new URLSearchParams({ SAMLResponse: context, RelayState }),
      redirect: "manual",
    });
    assert.equal(back.headers.get("location"), SIGNED_OUT);
  });
});
