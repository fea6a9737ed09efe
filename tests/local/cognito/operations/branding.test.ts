import assert from "node:assert/strict";
import { administer } from "../support/administration.ts";
import { CALLBACK, client, domain, graphOf, pool, POOL_ID, WEB_ID } from "../support/graph.ts";
import { outcome } from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";

const MOMENT = START / 1000;

describe("the look of pages through the JSON API", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(graphOf(pool(), domain({ managedLoginVersion: 2 }), client()));
  });
  afterEach(() => pools.close());

  const create = (input: object = {}) =>
    administer(pools, "CreateManagedLoginBranding", { ClientId: WEB_ID, ...input });

  it("C121, C297: a style opens managed login's pages for its client, and goes with them", async () => {
    const query = `client_id=${WEB_ID}&response_type=code&redirect_uri=${CALLBACK}&scope=openid`;
    const page = async () => (await fetch(`${pools.origin}/login?${query}`)).text();
    assert.match(await page(), /Login pages unavailable/);
    const { body } = await create({ UseCognitoProvidedValues: true });
    const { ManagedLoginBrandingId, ...style } = body["ManagedLoginBranding"];
    assert.deepEqual(style, {
      UserPoolId: POOL_ID,
      UseCognitoProvidedValues: true,
      LastModifiedDate: MOMENT,
      CreationDate: MOMENT,
    });
    assert.doesNotMatch(await page(), /Login pages unavailable/);
    const input = { ManagedLoginBrandingId };
    assert.deepEqual((await administer(pools, "DescribeManagedLoginBranding", input)).body, body);
    const byClient = await administer(pools, "DescribeManagedLoginBrandingByClient", {
      ClientId: WEB_ID,
    });
    assert.deepEqual(byClient.body, body);
    assert.deepEqual((await administer(pools, "DeleteManagedLoginBranding", input)).body, {});
    assert.match(await page(), /Login pages unavailable/);
  });

  it("C297: a client has one style, whose settings can be replaced", async () => {
    const { ManagedLoginBrandingId } = (await create()).body["ManagedLoginBranding"];
    assert.equal((await create()).body["__type"], "ManagedLoginBrandingExistsException");
    const Settings = { components: { form: { borderRadius: 8 } } };
    const input = { ManagedLoginBrandingId, Settings };
    const { body } = await administer(pools, "UpdateManagedLoginBranding", input);
    assert.deepEqual(body["ManagedLoginBranding"]["Settings"], Settings);
    const client = { ClientId: WEB_ID };
    const after = await administer(pools, "DescribeManagedLoginBrandingByClient", client);
    assert.deepEqual(after.body, body);
  });

  it("C297: settings are a JSON object, whose colours the pages have", async () => {
    for (const Settings of ["x", "{}", 5, true, []]) {
      assert.deepEqual(outcome(await create({ Settings })), [
        "InvalidParameterException",
        "Settings must be a JSON object.",
      ]);
    }
    const page = { lightMode: { color: "0a1b2cff" } };
    await create({ Settings: { components: { pageBackground: page } } });
    const query = `client_id=${WEB_ID}&response_type=code&redirect_uri=${CALLBACK}&scope=openid`;
    const { status, body } = await fetch(`${pools.origin}/login?${query}`).then(
      async (response) => ({ status: response.status, body: await response.text() }),
    );
    assert.equal(status, 200);
    assert.match(body, /--page: #0a1b2cff;/);
  });

  it("C297, C344: the classic look needs a domain, and a client without one has everybody's", async () => {
    const CSS = ".banner-customizable { background: red }";
    const { body } = await administer(pools, "SetUICustomization", { CSS });
    assert.deepEqual(body["UICustomization"], {
      UserPoolId: POOL_ID,
      ClientId: "ALL",
      CSS,
      LastModifiedDate: MOMENT,
      CreationDate: MOMENT,
    });
    const own = await administer(pools, "GetUICustomization", { ClientId: WEB_ID });
    assert.deepEqual(own.body, body);
    await administer(pools, "DeleteUserPoolDomain", { Domain: "example" });
    assert.deepEqual(outcome(await administer(pools, "SetUICustomization", { CSS })), [
      "InvalidParameterException",
      "There has to be an existing domain associated with this user pool",
    ]);
  });
});
