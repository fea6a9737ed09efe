import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AuthLayer } from "../../../components/auth-layer";
import { grantReadSecret } from "../../../components/grants";
import { inputs, recorded, resource, types } from "../../support/recorded";

const layer = (storeSecret?: true) =>
  new AuthLayer("auth", {
    signUp: "admin-only",
    scopes: { orders: { read: "See orders" } },
    clients: {
      job: { kind: "machine", scopes: ["orders/read"], ...(storeSecret && { storeSecret }) },
    },
  });

describe("the secret of a client", () => {
  it("F40: is kept with the client's id, as a secret, where Secrets Manager is to have it", async () => {
    const recording = await recorded(() => {
      const { id, secret, secretArn } = layer(true).clients.job;
      const statement = pulumi.output(grantReadSecret({ arn: secretArn }));
      return { id, secret, secretArn, statement };
    });
    const { secretArn, statement } = recording.outputs;
    const client = resource(recording, types.client, "auth-job");
    const { name, id } = resource(recording, types.secret, "auth-job-secret");
    const { secretId, secretString } = inputs(recording, types.secretVersion, "auth-job-secret");
    assert.equal(name, "auth-job-secret");
    assert.equal(secretId, id);
    assert.deepEqual(JSON.parse(String(secretString)), {
      clientId: client.id,
      clientSecret: client.outputs["clientSecret"],
    });
    assert.equal(recording.outputs["secret"], "[secret]");
    assert.equal(secretArn, id);
    assert.deepEqual(statement, {
      actions: ["secretsmanager:GetSecretValue"],
      resources: [secretArn],
    });
  });

  it("F40: is nowhere but in the state otherwise", async () => {
    const recording = await recorded(() => ({ secretArn: layer().clients.job.secretArn }));
    assert.ok(!recording.resources.some(({ type }) => type === types.secret));
    assert.equal(recording.outputs["secretArn"], "");
  });
});
