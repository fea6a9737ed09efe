import assert from "node:assert/strict";
import { AuthLayer } from "../../../components/auth-layer";
import { inputs, recordedOnce, resource, types } from "../../support/recorded";
import { layerWith } from "./support/layer";

const NAME = "auth-job-secret-rotation";
const job = { kind: "machine", scopes: ["orders/read"] } as const;

describe("the rotation of a client's secret", () => {
  const recording = recordedOnce(() => {
    const { clients } = new AuthLayer("auth", {
      signUp: "admin-only",
      scopes: { orders: { read: "See orders" } },
      clients: { job: { ...job, secretRotation: { everyDays: 30 } } },
      logRetentionDays: 90,
    });
    return { secretArn: clients.job.secretArn };
  });

  it("F40: stores the secret, and Pulumi writes its first version only", async () => {
    const all = await recording();
    const { id } = resource(all, types.secret, "auth-job-secret");
    assert.equal(all.outputs["secretArn"], id);
    const { versionStages } = inputs(all, types.secretVersion, "auth-job-secret");
    assert.deepEqual(versionStages, ["AWSCURRENT", "FIRST"]);
  });

  it("F40: happens every so many days, and not when it is set up", async () => {
    const all = await recording();
    const rotation = resource(all, types.secretRotation, NAME);
    assert.deepEqual(rotation.inputs, {
      secretId: resource(all, types.secret, "auth-job-secret").id,
      rotationLambdaArn: resource(all, types.function, NAME).outputs["arn"],
      rotationRules: { automaticallyAfterDays: 30 },
      rotateImmediately: false,
    });
    const earlier = [
      resource(all, types.permission, `${NAME}-permission`).urn,
      resource(all, types.secretVersion, "auth-job-secret").urn,
    ];
    assert.deepEqual(
      earlier.filter((urn) => !rotation.dependsOn.includes(urn)),
      [],
    );
  });

  it("F40: is called by Secrets Manager for this secret alone", async () => {
    const all = await recording();
    assert.deepEqual(inputs(all, types.permission, `${NAME}-permission`), {
      action: "lambda:InvokeFunction",
      function: resource(all, types.function, NAME).outputs["name"],
      principal: "secretsmanager.amazonaws.com",
      sourceArn: resource(all, types.secret, "auth-job-secret").outputs["arn"],
    });
  });

  it("F40: may do what it does with this secret and this pool's clients, and nothing else", async () => {
    const all = await recording();
    const { policy } = inputs(all, types.rolePolicy, `${NAME}-policy`);
    const [, ...statements] = JSON.parse(String(policy)).Statement;
    assert.deepEqual(statements, [
      {
        Effect: "Allow",
        Action: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        Resource: [resource(all, types.secret, "auth-job-secret").outputs["arn"]],
      },
      {
        Effect: "Allow",
        Action: [
          "cognito-idp:AddUserPoolClientSecret",
          "cognito-idp:DeleteUserPoolClientSecret",
          "cognito-idp:ListUserPoolClientSecrets",
        ],
        Resource: [resource(all, types.userPool, "auth").outputs["arn"]],
      },
    ]);
  });

  it("F40: runs as one small file that knows its pool and client", async () => {
    const all = await recording();
    const { code, environment, timeout } = inputs(all, types.function, NAME);
    assert.deepEqual(environment, {
      variables: {
        USER_POOL_ID: resource(all, types.userPool, "auth").id,
        CLIENT_ID: resource(all, types.client, "auth-job").id,
      },
    });
    assert.equal(timeout, 30);
    assert.equal(inputs(all, types.logGroup, `${NAME}-logs`)["retentionInDays"], 90);
    const { archive } = code as unknown as { archive: Record<string, { text: string }> };
    assert.deepEqual(Object.keys(archive), ["index.js"]);
    assert.ok(archive["index.js"]?.text.includes("AddUserPoolClientSecret"));
  });

  for (const everyDays of [0, 1_001, 1.5]) {
    it(`F40: refuses ${everyDays} days`, async () => {
      const clients = { job: { ...job, secretRotation: { everyDays } } };
      await assert.rejects(layerWith({ clients }), {
        message: `clients["job"].secretRotation.everyDays is ${everyDays}: it must be a whole number from 1 to 1000.`,
      });
    });
  }

  for (const everyDays of [1, 1_000]) {
    it(`F40: takes ${everyDays} days, of a server as well`, async () => {
      const server = { kind: "server", callbackUrls: ["https://a.b"] } as const;
      const clients = { web: { ...server, secretRotation: { everyDays } } };
      const name = "auth-web-secret-rotation";
      const { rotationRules } = inputs(await layerWith({ clients }), types.secretRotation, name);
      assert.deepEqual(rotationRules, { automaticallyAfterDays: everyDays });
    });
  }
});
