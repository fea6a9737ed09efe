import assert from "node:assert/strict";
import { sentBack } from "../../support/federation.ts";
import { CALLBACK } from "../../support/graph.ts";
import { callSigned, type Loose } from "../../support/json-api.ts";
import type { RunningPools } from "../../support/running-pools.ts";
import { METADATA, signedResponse } from "../../support/saml-provider.ts";
import { postAsProvider, serveStaff } from "../../support/saml-sign-in.ts";

describe("SAML sign-in to a pool that was made at run time, on another one's origin", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serveStaff({ IDPInit: "true" });
  });
  afterEach(() => pools.close());

  /** A pool with a domain, a provider and a client. */
  async function makePool(): Promise<{ readonly poolId: string; readonly clientId: string }> {
    const made = await callSigned(pools, "CreateUserPool", { PoolName: "second" });
    const UserPoolId: string = made.body["UserPool"]["Id"];
    const make = async (operation: string, input: object): Promise<Loose> =>
      (await callSigned(pools, operation, { UserPoolId, ...input })).body;
    await make("CreateUserPoolDomain", { Domain: "second" });
    await make("CreateIdentityProvider", {
      ProviderName: "Partner",
      ProviderType: "SAML",
      ProviderDetails: { MetadataFile: METADATA, IDPInit: "true" },
      AttributeMapping: { email: "email" },
    });
    const { UserPoolClient } = await make("CreateUserPoolClient", {
      ClientName: "web",
      SupportedIdentityProviders: ["Partner"],
      CallbackURLs: [CALLBACK],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid"],
    });
    return { poolId: UserPoolId, clientId: UserPoolClient["ClientId"] };
  }

  const relay = (clientId: string) =>
    new URLSearchParams({
      identity_provider: "Partner",
      client_id: clientId,
      redirect_uri: CALLBACK,
      response_type: "code",
      scope: "openid",
    }).toString();

  it("C288, design 5.2: the client that RelayState names tells the pool", async () => {
    const { poolId, clientId } = await makePool();
    const acs = `${pools.origin}/saml2/idpresponse`;
    const audience = `urn:amazon:cognito:sp:${poolId}`;
    const posted = await postAsProvider(pools, signedResponse({ acs, audience }), relay(clientId));
    assert.match(sentBack(posted)["code"] ?? posted.location, /^[\da-f-]{36}$/);
  });

  it("C288: a response for the other pool of the origin signs nobody in", async () => {
    const { clientId } = await makePool();
    const acs = `${pools.origin}/saml2/idpresponse`;
    const posted = await postAsProvider(pools, signedResponse({ acs }), relay(clientId));
    assert.deepEqual(
      [sentBack(posted)["code"], sentBack(posted)["error"]],
      [undefined, "invalid_request"],
    );
  });
});
