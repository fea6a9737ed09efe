import assert from "node:assert/strict";
import { administer } from "../support/administration.ts";
import { client, graphOf, pool, POOL_ID } from "../support/graph.ts";
import { callSigned, type Loose, outcome } from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";

const MOMENT = START / 1000;

describe("resource servers, domains and identity providers through the JSON API", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(graphOf(pool(), client({ allowedOauthScopes: ["openid"] })));
  });
  afterEach(() => pools.close());

  const ORDERS = {
    Identifier: "https://api.example.com",
    Name: "Orders",
    Scopes: [{ ScopeName: "read", ScopeDescription: "See orders" }],
  };

  it("C44: a resource server's scopes are for clients from then on", async () => {
    const { body } = await administer(pools, "CreateResourceServer", ORDERS);
    assert.deepEqual(body, { ResourceServer: { UserPoolId: POOL_ID, ...ORDERS } });
    const AllowedOAuthScopes = ["https://api.example.com/read"];
    const app = await administer(pools, "CreateUserPoolClient", {
      ClientName: "a",
      AllowedOAuthScopes,
    });
    assert.deepEqual(app.body["UserPoolClient"]["AllowedOAuthScopes"], AllowedOAuthScopes);
    assert.deepEqual(outcome(await administer(pools, "CreateResourceServer", ORDERS)), [
      "InvalidParameterException",
      `https://api.example.com already exists in user pool ${POOL_ID}.`,
    ]);
  });

  it("C44: a resource server is described, replaced, listed and deleted", async () => {
    await administer(pools, "CreateResourceServer", ORDERS);
    const { Identifier } = ORDERS;
    const changed = { Identifier, Name: "Shop" };
    await administer(pools, "UpdateResourceServer", changed);
    const expected = { UserPoolId: POOL_ID, ...changed };
    const described = await administer(pools, "DescribeResourceServer", { Identifier });
    assert.deepEqual(described.body, { ResourceServer: expected });
    const listed = await administer(pools, "ListResourceServers");
    assert.deepEqual(listed.body, { ResourceServers: [expected] });
    assert.deepEqual((await administer(pools, "DeleteResourceServer", { Identifier })).body, {});
    const gone = await administer(pools, "DescribeResourceServer", { Identifier });
    assert.equal(gone.body["__type"], "ResourceNotFoundException");
  });

  it("C44, C157: a scope's name holds no slash", async () => {
    const Scopes = [{ ScopeName: "a/b", ScopeDescription: "x" }];
    const { body } = await administer(pools, "CreateResourceServer", { ...ORDERS, Scopes });
    assert.match(body["message"], /'scopes\.1\.member\.scopeName' failed to satisfy constraint/);
  });

  const addDomain = (Domain: string, more: object = {}) =>
    administer(pools, "CreateUserPoolDomain", { Domain, ...more });

  it("C293, C120: a domain opens the pages, and its end closes them", async () => {
    const page = async () => (await fetch(`${pools.origin}/error`)).status;
    assert.equal(await page(), 404);
    assert.deepEqual((await addDomain("shop", { ManagedLoginVersion: 2 })).body, {
      ManagedLoginVersion: 2,
    });
    assert.notEqual(await page(), 404);
    const { body } = await callSigned(pools, "DescribeUserPoolDomain", { Domain: "shop" });
    assert.deepEqual(body, {
      DomainDescription: {
        UserPoolId: POOL_ID,
        AWSAccountId: "123456789012",
        Domain: "shop",
        CloudFrontDistribution: "d111111abcdef8.cloudfront.net",
        Version: "20261101000000",
        Status: "ACTIVE",
        CustomDomainConfig: {},
        ManagedLoginVersion: 2,
      },
    });
    assert.deepEqual(
      (await administer(pools, "DeleteUserPoolDomain", { Domain: "shop" })).body,
      {},
    );
    assert.equal(await page(), 404);
    const gone = await callSigned(pools, "DescribeUserPoolDomain", { Domain: "shop" });
    assert.deepEqual(gone.body, { DomainDescription: {} });
  });

  for (const word of ["aws", "amazon", "cognito"]) {
    it(`C293: a prefix may not contain ${word}`, async () => {
      assert.deepEqual(outcome(await addDomain(`my-${word}-shop`)), [
        "InvalidParameterException",
        `Domain cannot contain reserved word: ${word}`,
      ]);
    });
  }

  it("C293, C296: a pool has one prefix, and a prefix one pool", async () => {
    await addDomain("shop");
    assert.equal((await addDomain("second")).body["__type"], "InvalidParameterException");
    const { body } = await callSigned(pools, "CreateUserPool", { PoolName: "other" });
    const UserPoolId = body["UserPool"]["Id"];
    assert.deepEqual(outcome(await addDomain("shop", { UserPoolId })), [
      "InvalidParameterException",
      "Domain already associated with another user pool.",
    ]);
    const CertificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/x";
    const custom = await addDomain("auth.example.com", { CustomDomainConfig: { CertificateArn } });
    assert.equal(custom.status, 200);
  });

  const CORP = {
    ProviderName: "Corp",
    ProviderType: "OIDC",
    ProviderDetails: {
      client_id: "id",
      client_secret: "secret",
      authorize_scopes: "openid email",
      oidc_issuer: "https://corp.example",
      attributes_request_method: "GET",
    },
    AttributeMapping: { email: "email" },
    IdpIdentifiers: ["corp.example"],
  };

  it("C288, C289: a provider is shown with what the service adds", async () => {
    const { body } = await administer(pools, "CreateIdentityProvider", CORP);
    assert.deepEqual(body["IdentityProvider"], {
      UserPoolId: POOL_ID,
      ...CORP,
      ProviderDetails: { ...CORP.ProviderDetails, attributes_url_add_attributes: "false" },
      LastModifiedDate: MOMENT,
      CreationDate: MOMENT,
    });
    for (const [operation, input] of [
      ["DescribeIdentityProvider", { ProviderName: "Corp" }],
      ["GetIdentityProviderByIdentifier", { IdpIdentifier: "corp.example" }],
    ] as const) {
      assert.deepEqual((await administer(pools, operation, input)).body, body);
    }
    const listed = await administer(pools, "ListIdentityProviders");
    assert.deepEqual(listed.body, {
      Providers: [
        {
          ProviderName: "Corp",
          ProviderType: "OIDC",
          LastModifiedDate: MOMENT,
          CreationDate: MOMENT,
        },
      ],
    });
  });

  it("C277, C343: clients name a provider that is there", async () => {
    await administer(pools, "CreateIdentityProvider", CORP);
    const SupportedIdentityProviders = ["Corp"];
    const input = { ClientName: "a", SupportedIdentityProviders };
    assert.equal((await administer(pools, "CreateUserPoolClient", input)).status, 200);
  });

  it("C288: a second provider of the name is refused, and an unknown one", async () => {
    await administer(pools, "CreateIdentityProvider", CORP);
    const again = await administer(pools, "CreateIdentityProvider", CORP);
    assert.equal(again.body["__type"], "DuplicateProviderException");
    assert.deepEqual((await administer(pools, "DeleteIdentityProvider", CORP)).body, {});
    const gone = await administer(pools, "UpdateIdentityProvider", { ProviderName: "Corp" });
    assert.equal(gone.body["__type"], "ResourceNotFoundException");
  });

  it("C288: a social provider is called like its type", async () => {
    const input = { ...CORP, ProviderName: "MyGoogle", ProviderType: "Google" };
    assert.equal(
      (await administer(pools, "CreateIdentityProvider", input)).body["__type"],
      "InvalidParameterException",
    );
  });

  it("C288: UpdateIdentityProvider changes what it is given", async () => {
    await administer(pools, "CreateIdentityProvider", CORP);
    pools.clock.advance(2);
    const input = { ProviderName: "Corp", AttributeMapping: { name: "display" } };
    const { body } = await administer(pools, "UpdateIdentityProvider", input);
    const { AttributeMapping, IdpIdentifiers, LastModifiedDate }: Loose = body["IdentityProvider"];
    assert.deepEqual(
      [AttributeMapping, IdpIdentifiers, LastModifiedDate],
      [{ name: "display" }, ["corp.example"], MOMENT + 2],
    );
  });
});
