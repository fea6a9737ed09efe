import assert from "node:assert/strict";
import { type RotationEvent, rotateClientSecret } from "../../../handlers/secret-rotation/rotate";
import { layerWith } from "../../components/auth/support/layer";
import { resource, types } from "../../support/recorded";
import type { LocalPools, Pools } from "./support/local-pools.mjs";
import { type SecretsManager, secretsManager } from "./support/secrets-manager";

/** The function of a layer that rotates. */
const rotationFunction = async () => {
  const clients = {
    job: { kind: "machine", scopes: ["orders/read"], secretRotation: { everyDays: 30 } },
  } as const;
  return resource(await layerWith({ clients }), types.function, "auth-job-secret-rotation");
};

const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
const SecretId = "arn:aws:secretsmanager:us-east-1:123456789012:secret:auth-job-secret-AbCdEf";

describe("a rotation of a client's secret", () => {
  let here: LocalPools;
  let pools: Pools;
  let manager: SecretsManager;
  let before: NodeJS.ProcessEnv;

  beforeEach(async () => {
    here = (await import("./support/local-pools.mjs")).localPools;
    pools = await here.serve();
    const first = { clientId: here.SERVER_ID, clientSecret: here.SERVER_SECRET };
    manager = await secretsManager(first, here.START / 1000 + 1);
    pools.clock.advance(60);
    before = { ...process.env };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: pools.origin,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      USER_POOL_ID: here.POOL_ID,
      CLIENT_ID: here.SERVER_ID,
    });
  });
  afterEach(async () => {
    process.env = before;
    await Promise.all([pools.close(), manager.close()]);
  });

  const step = (Step: RotationEvent["Step"], ClientRequestToken: string) =>
    rotateClientSecret({ Step, SecretId, ClientRequestToken });

  const rotate = async (token: string) => {
    manager.start(token);
    for (const each of STEPS) await step(each, token);
    pools.clock.advance(60);
  };

  const isTaken = async (ClientSecret: string): Promise<boolean> => {
    const input = { Token: "a.b.c.d.e", ClientId: here.SERVER_ID, ClientSecret };
    return (await pools.call("RevokeToken", input)).status === 200;
  };

  /** What is stored under a label. */
  const held = (label: string) =>
    manager.labelled()[label] as { clientSecret: string; clientSecretId: string };

  const secretIds = async (): Promise<string[]> => {
    const list = { ClientId: here.SERVER_ID };
    const { body } = await pools.administer("ListUserPoolClientSecrets", list);
    return body["ClientSecrets"].map((one: { ClientSecretId: string }) => one.ClientSecretId);
  };
  const madeAfter = (seconds: number) => `${here.SERVER_ID}--${here.START + seconds * 1000}`;

  it("F40, C167: makes a second secret the current one, and leaves the first valid", async () => {
    await rotate("one");
    const { clientSecret, ...rest } = held("AWSCURRENT");
    assert.deepEqual(rest, { clientId: here.SERVER_ID, clientSecretId: madeAfter(60) });
    assert.equal(held("AWSPREVIOUS").clientSecret, here.SERVER_SECRET);
    assert.deepEqual(
      [await isTaken(clientSecret), await isTaken(here.SERVER_SECRET)],
      [true, true],
    );
  });

  it("F40, C167: deletes the one before when the next rotation begins", async () => {
    await rotate("one");
    const second = held("AWSCURRENT").clientSecret;
    await rotate("two");
    assert.deepEqual(await secretIds(), [madeAfter(60), madeAfter(120)]);
    const third = held("AWSCURRENT").clientSecret;
    const taken = await Promise.all([here.SERVER_SECRET, second, third].map(isTaken));
    assert.deepEqual(taken, [false, true, true]);
  });

  it("F40: is done by the function's archive as well", async () => {
    const { inputs: given } = await rotationFunction();
    const { archive } = given["code"] as unknown as { archive: Record<string, { text: string }> };
    const exports: { handler?: typeof rotateClientSecret } = {};
    new Function("exports", "require", archive["index.js"]?.text ?? "")(exports, require);
    manager.start("one");
    for (const Step of STEPS) {
      await exports.handler?.({ Step, SecretId, ClientRequestToken: "one" });
    }
    assert.equal(held("AWSCURRENT").clientSecretId, madeAfter(60));
    assert.deepEqual(await secretIds(), [madeAfter(0), madeAfter(60)]);
  });

  it("F40: changes nothing when steps are repeated", async () => {
    manager.start("one");
    for (const each of STEPS) {
      await step(each, "one");
      const stored = manager.labelled();
      pools.clock.advance(60);
      await step(each, "one");
      assert.deepEqual(manager.labelled(), stored, each);
      assert.deepEqual(await secretIds(), [madeAfter(0), madeAfter(60)], each);
    }
    for (const each of STEPS) await step(each, "one");
    assert.equal(held("AWSCURRENT").clientSecretId, madeAfter(60));
  });

  it("F40: replaces a secret that was added and not stored, never the current one", async () => {
    for (const token of ["one", "two"]) {
      const current = held("AWSCURRENT").clientSecret;
      manager.start(token);
      manager.refusals.set("PutSecretValue", "InternalServiceError");
      const message = "secretsmanager refuses PutSecretValue: InternalServiceError";
      await assert.rejects(step("createSecret", token), { message });
      manager.refusals.clear();
      pools.clock.advance(60);
      await rotate(token);
      assert.equal(held("AWSPREVIOUS").clientSecret, current);
      const taken = await Promise.all([current, held("AWSCURRENT").clientSecret].map(isTaken));
      assert.deepEqual(taken, [true, true], token);
    }
  });

  it("F40: replaces the secret of a rotation that never ended", async () => {
    manager.start("one");
    await step("createSecret", "one");
    pools.clock.advance(60);
    await rotate("two");
    assert.deepEqual(await secretIds(), [madeAfter(0), madeAfter(120)]);
    assert.equal(held("AWSCURRENT").clientSecretId, madeAfter(120));
  });

  it("F40: keeps a secret that was changed by hand", async () => {
    const added = await pools.administer("AddUserPoolClientSecret", {
      ClientId: here.SERVER_ID,
    });
    const clientSecret = added.body["ClientSecretDescriptor"]["ClientSecretValue"];
    await manager.close();
    manager = await secretsManager(
      { clientId: here.SERVER_ID, clientSecret },
      here.START / 1000 + 61,
    );
    process.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = manager.url;
    pools.clock.advance(60);
    await rotate("one");
    assert.deepEqual(await secretIds(), [madeAfter(60), madeAfter(120)]);
    assert.equal(await isTaken(clientSecret), true);
  });

  it("F40: passes the trial that sets a rotation up, with a copy of the current version", async () => {
    manager.start("trial");
    manager.put("trial", held("AWSCURRENT"));
    await step("testSecret", "trial");
    assert.deepEqual(await secretIds(), [madeAfter(0)]);
  });

  it("F40: stops where the client does not have the pending secret", async () => {
    manager.start("one");
    await assert.rejects(step("testSecret", "one"), {
      message: "The version AWSPENDING has no value.",
    });
    manager.put("one", { clientId: here.SERVER_ID, clientSecret: "x", clientSecretId: "gone" });
    await assert.rejects(step("testSecret", "one"), {
      message: "The client does not have the pending secret.",
    });
  });

  it("F40: refuses a version that no rotation makes, without a word to Cognito", async () => {
    await assert.rejects(step("createSecret", "foreign"), {
      message: "The version foreign is not AWSPENDING.",
    });
    assert.deepEqual(manager.calls, ["DescribeSecret"]);
  });

  it("F40: names what a service refuses, and a service that does not answer", async () => {
    manager.start("one");
    process.env["CLIENT_ID"] = here.WEB_ID;
    await assert.rejects(step("createSecret", "one"), {
      message: "cognito-idp refuses AddUserPoolClientSecret: InvalidParameterException",
    });
    process.env["CLIENT_ID"] = "nobody";
    await assert.rejects(step("createSecret", "one"), {
      message: "cognito-idp refuses ListUserPoolClientSecrets: ResourceNotFoundException",
    });
    await pools.close();
    await assert.rejects(step("createSecret", "one"), {
      message: "cognito-idp does not answer ListUserPoolClientSecrets.",
    });
  });
});
