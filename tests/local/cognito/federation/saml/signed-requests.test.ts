import { deepEqual, equal, ok } from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { Browser } from "../../support/browser.ts";
import { POOL_ID } from "../../support/graph.ts";
import { callSigned, type Loose } from "../../support/json-api.ts";
import type { RunningPools } from "../../support/running-pools.ts";
import { isSignedBy, METADATA, SIGN_ON, SIGN_OUT } from "../../support/saml-provider.ts";
import { serveStaff, STAFF_QUERY } from "../../support/saml-sign-in.ts";

const UserPoolId = POOL_ID;

describe("requests to a SAML provider", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function request(): Promise<string> {
    const { location } = await new Browser(pools).load(`/oauth2/authorize?${STAFF_QUERY}`);
    ok(location.startsWith(SIGN_ON));
    return location;
  }

  const certificate = async (): Promise<string> =>
    (await callSigned(pools, "GetSigningCertificate", { UserPoolId })).body["Certificate"];

  it("C288: are signed with rsa-sha256 by the key of GetSigningCertificate", async () => {
    pools = await serveStaff({ RequestSigningAlgorithm: "rsa-sha256" });
    const location = await request();
    deepEqual(
      [...new URL(location).searchParams.keys()],
      ["SAMLRequest", "RelayState", "SigAlg", "Signature"],
    );
    equal(isSignedBy(await certificate(), location), true);
    const altered = location.replace("RelayState=", "RelayState=-");
    equal(isSignedBy(await certificate(), altered), false);
  });

  it("C288: are not signed without RequestSigningAlgorithm", async () => {
    pools = await serveStaff();
    const { searchParams } = new URL(await request());
    deepEqual([...searchParams.keys()], ["SAMLRequest", "RelayState"]);
  });

  it("C288: are signed by no other algorithm: a provider that names one cannot be made", async () => {
    pools = await serveStaff();
    const { body } = await callSigned(pools, "UpdateIdentityProvider", {
      UserPoolId,
      ProviderName: "Staff",
      ProviderDetails: { MetadataFile: METADATA, RequestSigningAlgorithm: "rsa-sha1" },
    });
    equal(body["__type"], "InvalidParameterException");
  });

  it("C288: GetSigningCertificate gives the same certificate each time, also after a reset", async () => {
    pools = await serveStaff();
    const [first, second] = await Promise.all([certificate(), certificate()]);
    equal(first, second);
    const read = new X509Certificate(Buffer.from(first, "base64"));
    equal(read.subject, `CN=${POOL_ID}`);
    pools.store.reset();
    equal(await certificate(), first);
    const unknown = { UserPoolId: "us-east-1_Unknown00" };
    const refused = await callSigned(pools, "GetSigningCertificate", unknown);
    equal(refused.body["__type"], "ResourceNotFoundException");
  });

  it("C288: Describe adds the provider's addresses, and the certificate for its assertions", async () => {
    const describe = async (details: Loose): Promise<Loose> => {
      pools = await serveStaff(details);
      const input = { UserPoolId, ProviderName: "Staff" };
      const { body } = await callSigned(pools, "DescribeIdentityProvider", input);
      const { MetadataFile, ...shown } = body["IdentityProvider"]["ProviderDetails"];
      ok(MetadataFile);
      return shown;
    };
    const addresses = { SSORedirectBindingURI: SIGN_ON, SLORedirectBindingURI: SIGN_OUT };
    deepEqual(await describe({}), addresses);
    await pools.close();
    const { ActiveEncryptionCertificate, ...encrypted } = await describe({
      EncryptedResponses: "true",
    });
    deepEqual(encrypted, { EncryptedResponses: "true", ...addresses });
    const read = new X509Certificate(Buffer.from(ActiveEncryptionCertificate, "base64"));
    equal(read.subject, `CN=${POOL_ID}`);
  });
});
