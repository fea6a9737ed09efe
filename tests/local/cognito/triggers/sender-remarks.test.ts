import assert from "node:assert/strict";
import { readPools } from "../../../../local/cognito/pool.ts";
import { senderRemarks } from "../../../../local/cognito/triggers/sender-remarks.ts";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { graphOf, pool, POOL_ID, resource } from "../support/graph.ts";
import { functionArn, poolPermission, SENDER_KEY_ARN } from "../support/triggers.ts";

const ROLE_ARN = "arn:aws:iam::123456789012:role/sender";
const SAID = [
  `user pool auth: the role of its CustomEmailSender allows no kms:Decrypt with ${SENDER_KEY_ARN}: ` +
    "on AWS the function could not read the codes that it is to send",
];

const key = (inputs: Properties = {}) =>
  resource("aws:kms/key:Key", "key", { inputs, outputs: { arn: SENDER_KEY_ARN } });
const role = resource("aws:iam/role:Role", "sender", { outputs: { arn: ROLE_ARN } });
const allowing = (statement: object) =>
  resource("aws:iam/rolePolicy:RolePolicy", "sender-policy", {
    inputs: {
      role: role.id,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*", ...statement }],
      }),
    },
  });
const boundTo = (poolId: string) => ({
  Condition: { StringEquals: { "kms:EncryptionContext:userpool-id": poolId } },
});

const FROM_OFFICE = { Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } };

/** What is said of a pool whose sender runs under a role, with these resources beside it. */
function remarksWith(...others: readonly Resource[]): readonly string[] {
  const customEmailSender = { lambdaArn: functionArn("sender"), lambdaVersion: "V1_0" };
  const graph = graphOf(
    pool({ lambdaConfig: { customEmailSender, kmsKeyId: SENDER_KEY_ARN } }),
    resource("aws:lambda/function:Function", "sender", {
      inputs: { role: ROLE_ARN },
      outputs: { name: "sender", arn: functionArn("sender") },
    }),
    poolPermission("sender"),
    ...others,
  );
  return senderRemarks(graph, readPools(graph));
}

describe("what is said of custom senders at start", () => {
  it("C306: a role that may not decrypt, as on AWS no code would arrive", () => {
    assert.deepEqual(remarksWith(key(), role), SAID);
    assert.deepEqual(remarksWith(key(), role, allowing({ Action: "kms:Encrypt" })), SAID);
    assert.deepEqual(remarksWith(key(), role, allowing(boundTo("us-east-1_Other1234"))), SAID);
  });

  for (const [title, others] of [
    ["may decrypt anything", [key(), role, allowing({})]],
    ["may decrypt what is for this pool", [key(), role, allowing(boundTo(POOL_ID))]],
    ["may decrypt from an address", [key(), role, allowing(FROM_OFFICE)]],
    ["is another program's", [key()]],
    ["meets a key with a policy of its own", [key({ policy: "{}" }), role]],
    ["meets another program's key", [role]],
    ["is granted it", [key(), role, resource("aws:kms/grant:Grant", "grant", {})]],
  ] as const) {
    it(`C306: nothing of a role that ${title}`, () => {
      assert.deepEqual(remarksWith(...others), []);
    });
  }
});
