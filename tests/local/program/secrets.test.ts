import { deepEqual, equal } from "node:assert/strict";
import * as cognito from "@pulumi/aws/cognito/index.js";
import * as lambda from "@pulumi/aws/lambda/index.js";
import * as sns from "@pulumi/aws/sns/index.js";
import * as ssm from "@pulumi/aws/ssm/index.js";
import * as pulumi from "@pulumi/pulumi";
import { hideSecrets } from "../../../local/program/secrets.ts";
import { named } from "./support/programs.ts";
import { recordProgram } from "./support/recording.ts";

const token = () => pulumi.secret("s3cret");

describe("secrets of a recording", () => {
  it("are in clear, and marked where they stand", async () => {
    const { resources } = await recordProgram(() => {
      new ssm.Parameter("parameter", { type: "SecureString", value: token() });
    });
    const { inputs, secrets } = named(resources, "parameter");
    equal(inputs["value"], "s3cret");
    deepEqual(secrets, ["inputs/value", "outputs/value"]);
  });

  it("are marked at their own depth in maps and lists, not above", async () => {
    const { resources } = await recordProgram(() => {
      const environment = { variables: { TOKEN: token(), PLAIN: "plain" } };
      const role = "arn:aws:iam::123456789012:role/r";
      new lambda.Function("fn", { role, environment, layers: ["one", token()] });
    });
    const { inputs, secrets } = named(resources, "fn");
    deepEqual(inputs["environment"], { variables: { TOKEN: "s3cret", PLAIN: "plain" } });
    deepEqual(
      secrets.filter((path) => path.startsWith("inputs/")),
      ["inputs/environment/variables/TOKEN", "inputs/layers/1"],
    );
  });

  it("are hidden in stack outputs at every depth", async () => {
    const { outputs } = await recordProgram(() => ({
      plain: "plain",
      secret: token(),
      nested: { list: ["a", token()] },
    }));
    deepEqual(outputs, { plain: "plain", secret: "[secret]", nested: { list: ["a", "[secret]"] } });
  });

  it("include what `additionalSecretOutputs` names", async () => {
    const { resources } = await recordProgram(() => {
      new sns.Topic("topic", {}, { additionalSecretOutputs: ["arn"] });
    });
    deepEqual(named(resources, "topic").secrets, ["outputs/arn"]);
  });

  it("include a client's generated secret, which stays secret on its way to other places", async () => {
    const { resources, outputs } = await recordProgram(() => {
      const pool = new cognito.UserPool("pool");
      const args = { userPoolId: pool.id, generateSecret: true };
      const client = new cognito.UserPoolClient("client", args);
      return { secret: client.clientSecret, id: client.id };
    });
    const client = named(resources, "client");
    equal(String(client.outputs["clientSecret"]).length, 51);
    deepEqual(client.secrets, ["outputs/clientSecret"]);
    deepEqual(outputs, { secret: "[secret]", id: client.id });
  });

  it("are replaced in a copy, and nothing else is", () => {
    const inputs = { a: "s", b: { c: ["x", "s"] } };
    deepEqual(hideSecrets(inputs, "inputs", ["inputs/a", "inputs/b/c/1"]), {
      a: "[secret]",
      b: { c: ["x", "[secret]"] },
    });
    equal(inputs.a, "s");
  });
});
