import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { sentBack, tokensOf } from "../../support/federation.ts";
import { POOL_ID } from "../../support/graph.ts";
import { callSigned } from "../../support/json-api.ts";
import type { RunningPools } from "../../support/running-pools.ts";
import { encrypted, type EncryptionWish } from "../../support/saml-encryption.ts";
import {
  assertionOf,
  METADATA,
  type ResponseParts,
  responseOf,
  signed,
  signedResponse,
} from "../../support/saml-provider.ts";
import { samlRoundTrip, serveStaff } from "../../support/saml-sign-in.ts";

const BAD = "Staff Error - 400 bad SAML response: ";

describe("encrypted assertions of a SAML provider", () => {
  let pools: RunningPools;
  let certificate: string;

  beforeEach(async () => {
    pools = await serveStaff({ EncryptedResponses: "true" });
    const input = { UserPoolId: POOL_ID, ProviderName: "Staff" };
    const { body } = await callSigned(pools, "DescribeIdentityProvider", input);
    certificate = body["IdentityProvider"]["ProviderDetails"]["ActiveEncryptionCertificate"];
  });
  afterEach(() => pools.close());

  const inside = (parts: ResponseParts, wish: EncryptionWish) =>
    responseOf(parts, encrypted(signed(assertionOf(parts), "Assertion"), certificate, wish));

  async function refusalOf(answer: (parts: ResponseParts) => string): Promise<string> {
    const back = sentBack(await samlRoundTrip(pools, answer));
    assert.deepEqual([back["error"], back["code"]], ["invalid_request", undefined]);
    return (back["error_description"] ?? "").replace(BAD, "");
  }

  const wishes: readonly EncryptionWish[] = [
    { content: "aes128-cbc" },
    { content: "aes192-cbc", isKeyBeside: true },
    { content: "aes256-cbc", oaepHash: "sha256" },
    { content: "aes128-gcm", oaepHash: "sha256", isKeyBeside: true },
    { content: "aes192-gcm" },
    { content: "aes256-gcm" },
  ];
  for (const wish of wishes) {
    const { content, oaepHash = "sha1", isKeyBeside = false } = wish;
    it(`C288: reads ${content} with a key by RSA-OAEP and ${oaepHash}, ${isKeyBeside ? "beside the data" : "in its KeyInfo"}`, async () => {
      const { id } = await tokensOf(
        pools,
        await samlRoundTrip(pools, (parts) => inside(parts, wish)),
      );
      assert.equal(id["cognito:username"], "Staff_sam");
    });
  }

  const wish = { content: "aes256-gcm" } as const;

  it("C288: the response's own signature covers what is encrypted in it", async () => {
    const whole = (parts: ResponseParts) =>
      signed(responseOf(parts, encrypted(assertionOf(parts), certificate, wish)), "Response");
    assert.ok(sentBack(await samlRoundTrip(pools, whole))["code"]);
  });

  it("C117: whoever encrypts for the pool is not yet the provider: the signature counts", async () => {
    const unsigned = (parts: ResponseParts) =>
      responseOf(parts, encrypted(assertionOf(parts), certificate, wish));
    assert.equal(await refusalOf(unsigned), "it is not signed by the provider");
  });

  it("C288: refuses an assertion that everybody on its way could read", async () => {
    assert.equal(await refusalOf(signedResponse), "its assertion is not encrypted");
  });

  it("C288: refuses two assertions, and one beside the encrypted one", async () => {
    const twice = (parts: ResponseParts) => {
      const one = encrypted(signed(assertionOf(parts), "Assertion"), certificate, wish);
      return responseOf(parts, one, one);
    };
    assert.equal(await refusalOf(twice), "it does not hold exactly one assertion");
    const beside = (parts: ResponseParts) =>
      inside(parts, wish).replace("</samlp:Response>", `${assertionOf(parts)}</samlp:Response>`);
    assert.equal(await refusalOf(beside), "its assertion is not encrypted");
  });

  it("C288: all that cannot be read is refused in the same words", async () => {
    const text = "it is not signed by the provider";
    const changed = (parts: ResponseParts) =>
      inside(parts, wish).replace(/(<xenc:CipherValue>)./g, "$1/");
    assert.equal(await refusalOf(changed), text);
    const old = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
    assert.equal(await refusalOf((parts) => inside(parts, { ...wish, keyAlgorithm: old })), text);
    const unknown = (parts: ResponseParts) => inside(parts, wish).replace("aes256-gcm", "des");
    assert.equal(await refusalOf(unknown), text);
  });

  it("C288: each provider has a key of its own", async () => {
    const { body } = await callSigned(pools, "CreateIdentityProvider", {
      UserPoolId: POOL_ID,
      ProviderName: "Partner",
      ProviderType: "SAML",
      ProviderDetails: { MetadataFile: METADATA, EncryptedResponses: "true" },
    });
    const details = body["IdentityProvider"]["ProviderDetails"];
    const certificates = [certificate, details["ActiveEncryptionCertificate"]];
    const keys = certificates.map((one) =>
      new X509Certificate(Buffer.from(one, "base64")).publicKey.export({ format: "jwk" }),
    );
    assert.notDeepEqual(keys[0], keys[1]);
  });

  it("C288: without EncryptedResponses an encrypted assertion is refused", async () => {
    await pools.close();
    pools = await serveStaff();
    assert.equal(
      await refusalOf((parts) => inside(parts, wish)),
      "its assertion is encrypted, and EncryptedResponses is not true",
    );
  });
});
