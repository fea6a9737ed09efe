import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { administer } from "../support/administration.ts";
import { SERVER_ID, SERVER_SECRET, standardGraph, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, outcome, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";

const OWN_SECRET = "0123456789abcdef01234567";

describe("secrets of an app client that take turns", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(standardGraph());
    pools.clock.advance(1);
  });
  afterEach(() => pools.close());

  const add = (ClientSecret?: string) =>
    administer(pools, "AddUserPoolClientSecret", { ClientId: SERVER_ID, ClientSecret });
  const remove = (created: number) =>
    administer(pools, "DeleteUserPoolClientSecret", {
      ClientId: SERVER_ID,
      ClientSecretId: `${SERVER_ID}--${created}`,
    });

  const isTaken = async (secret: string): Promise<boolean> => {
    const SecretHash = createHmac("sha256", secret)
      .update(EMAIL + SERVER_ID)
      .digest("base64");
    const input = { ClientId: SERVER_ID, Username: EMAIL, Password: PASSWORD, SecretHash };
    return (await call(pools, "SignUp", input)).body["__type"] !== "NotAuthorizedException";
  };

  it("C167: the new secret and the old one work until one is deleted", async () => {
    const { body } = await add();
    const { ClientSecretValue: value, ...descriptor } = body["ClientSecretDescriptor"];
    assert.deepEqual(descriptor, {
      ClientSecretId: `${SERVER_ID}--${START + 1000}`,
      ClientSecretCreateDate: START / 1000 + 1,
    });
    assert.deepEqual([await isTaken(value), await isTaken(SERVER_SECRET)], [true, true]);
    assert.deepEqual((await remove(START)).body, {});
    assert.deepEqual([await isTaken(value), await isTaken(SERVER_SECRET)], [true, false]);
    const shown = await administer(pools, "DescribeUserPoolClient", { ClientId: SERVER_ID });
    assert.equal(shown.body["UserPoolClient"]["ClientSecret"], value);
  });

  it("C167: RevokeToken takes either one", async () => {
    await add(OWN_SECRET);
    const revoke = (ClientSecret: string) =>
      call(pools, "RevokeToken", { Token: "a.b.c.d.e", ClientId: SERVER_ID, ClientSecret });
    assert.deepEqual((await revoke(OWN_SECRET)).body, {});
    assert.deepEqual((await revoke(SERVER_SECRET)).body, {});
    assert.equal((await revoke("wrong")).body["__type"], "UnauthorizedException");
  });

  it("C167: an update of the client keeps both", async () => {
    await add(OWN_SECRET);
    await administer(pools, "UpdateUserPoolClient", { ClientId: SERVER_ID });
    assert.deepEqual([await isTaken(OWN_SECRET), await isTaken(SERVER_SECRET)], [true, true]);
  });

  it("C167: there are two at most, and the last one stays", async () => {
    const own = await add(OWN_SECRET);
    assert.equal(own.body["ClientSecretDescriptor"]["ClientSecretValue"], undefined);
    assert.deepEqual(outcome(await add()), [
      "LimitExceededException",
      "Client secrets cannot exceed limit of 2 secrets.",
    ]);
    await remove(START);
    assert.equal((await remove(START + 1000)).body["__type"], "InvalidParameterException");
    assert.equal((await remove(START)).body["__type"], "ResourceNotFoundException");
  });

  it("C167: the list tells no secret, and a public client has none", async () => {
    await add();
    const listed = await administer(pools, "ListUserPoolClientSecrets", { ClientId: SERVER_ID });
    assert.deepEqual(listed.body, {
      ClientSecrets: [
        { ClientSecretId: `${SERVER_ID}--${START}`, ClientSecretCreateDate: START / 1000 },
        {
          ClientSecretId: `${SERVER_ID}--${START + 1000}`,
          ClientSecretCreateDate: START / 1000 + 1,
        },
      ],
    });
    const none = await administer(pools, "ListUserPoolClientSecrets", { ClientId: WEB_ID });
    assert.deepEqual(none.body, { ClientSecrets: [] });
    const refused = await administer(pools, "AddUserPoolClientSecret", { ClientId: WEB_ID });
    assert.equal(refused.body["__type"], "InvalidParameterException");
  });
});
