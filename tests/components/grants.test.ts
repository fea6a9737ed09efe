import assert from "node:assert/strict";
import {
  grantReadObjects,
  grantReadSecret,
  grantReadWriteObjects,
  grantSend,
} from "../../components/grants";
import { HttpApi } from "../../components/http-api";
import type { PolicyStatement } from "../../components/shared/policy-document";
import { inputs, recorded, types } from "../support/recorded";

const arnOf = (service: string, name: string) =>
  `arn:aws:${service}:us-east-1:123456789012:${name}`;
const bucket = { arn: "arn:aws:s3:::files" };
const secret = { arn: arnOf("secretsmanager", "secret:key") };
const queue = { arn: arnOf("sqs", "orders") };

/** What a function's role says about the statement, once all values are known. */
async function granted(statement: PolicyStatement): Promise<unknown> {
  const authorizer = { issuer: "https://issuer.test", audience: ["a"], scopes: ["x/y"] } as const;
  const handler = async () => ({ statusCode: 200 });
  const recording = await recorded(() =>
    new HttpApi("api", {}).addRoutes(authorizer, {
      "GET /x": { scopes: ["x/y"], handler, policies: [statement] },
    }),
  );
  const { policy } = inputs(recording, types.rolePolicy, "api-get-x-policy");
  const [, own] = (JSON.parse(String(policy)) as { Statement: unknown[] }).Statement;
  return own;
}

describe("what a function is granted", () => {
  const cases: readonly [string, PolicyStatement, readonly string[], readonly string[]][] = [
    [
      "to read some objects",
      grantReadObjects(bucket, "reports/"),
      ["s3:GetObject"],
      ["arn:aws:s3:::files/reports/*"],
    ],
    [
      "to change all objects",
      grantReadWriteObjects(bucket),
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      ["arn:aws:s3:::files/*"],
    ],
    ["to read a secret", grantReadSecret(secret), ["secretsmanager:GetSecretValue"], [secret.arn]],
    ["to send messages", grantSend(queue), ["sqs:SendMessage"], [queue.arn]],
  ];
  for (const [title, statement, Action, Resource] of cases) {
    it(`F145: ${title} names actions and resources`, async () => {
      assert.deepEqual(await granted(statement), { Effect: "Allow", Action, Resource });
    });
  }
});
