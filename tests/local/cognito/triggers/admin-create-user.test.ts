import assert from "node:assert/strict";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { POOL_ID, resource } from "../support/graph.ts";
import { EMAIL, PASSWORD, signIn } from "../support/json-api.ts";
import {
  refusing,
  responding,
  same,
  serveTriggers,
  type TriggeredPools,
} from "../support/triggers.ts";

const SUB = "34c84488-e0e1-70ae-d2ee-991ad1a898c8";

function alice(inputs: Properties = {}): Resource {
  return resource("aws:cognito/user:User", "alice", {
    inputs: { userPoolId: POOL_ID, username: EMAIL, attributes: { name: "Alice" }, ...inputs },
    outputs: { sub: SUB },
  });
}

describe("triggers of users whom the program makes", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());
  const mail = () => pools.store.messages(EMAIL).at(-1);

  it("C306: PreSignUp is asked as for an administrator's creation", async () => {
    const more = [alice({ validationData: { by: "hr" }, clientMetadata: { a: "b" } })];
    pools = await serveTriggers({ preSignUp: same }, { more });
    await pools.pools.seed();
    assert.deepEqual(pools.events, [
      {
        version: "1",
        region: "us-east-1",
        userPoolId: POOL_ID,
        userName: SUB,
        callerContext: {
          awsSdkVersion: "aws-sdk-unknown-unknown",
          clientId: "CLIENT_ID_NOT_APPLICABLE",
        },
        triggerSource: "PreSignUp_AdminCreateUser",
        request: {
          userAttributes: {
            email: EMAIL,
            email_verified: "false",
            name: "Alice",
            "cognito:user_status": "FORCE_CHANGE_PASSWORD",
          },
          validationData: { by: "hr" },
          clientMetadata: { a: "b" },
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
    assert.equal(pools.store.users.bySub(POOL_ID, SUB)?.status, "FORCE_CHANGE_PASSWORD");
  });

  it("C303: one whom PreSignUp refuses stays out", async () => {
    pools = await serveTriggers({ preSignUp: refusing("no") }, { more: [alice()] });
    await pools.pools.seed();
    assert.equal(pools.store.users.bySub(POOL_ID, SUB), undefined);
    assert.equal(mail(), undefined);
  });

  it("C306: nobody is asked twice about a user, and the first request waits for the answer", async () => {
    pools = await serveTriggers({ preSignUp: same }, { more: [alice({ password: PASSWORD })] });
    const answers = await Promise.all([signIn(pools), signIn(pools)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(pools.events.length, 1);
  });

  it("C306: CustomMessage writes the invitation, with name and temporary password in it", async () => {
    const customMessage = responding({
      emailSubject: "Come in",
      emailMessage: "Hello {username}, use {####}.",
    });
    pools = await serveTriggers({ customMessage }, { more: [alice()] });
    await pools.pools.seed();
    const { triggerSource, request } = pools.events[0];
    assert.equal(triggerSource, "CustomMessage_AdminCreateUser");
    assert.equal(request["usernameParameter"], "{username}");
    const { subject, body, code } = mail() ?? {};
    assert.deepEqual([subject, body], ["Come in", `Hello ${EMAIL}, use ${code}.`]);
  });

  const silent: readonly Properties[] = [{ messageAction: "SUPPRESS" }, { password: PASSWORD }];
  for (const inputs of silent) {
    it(`C234: CustomMessage is not asked with ${JSON.stringify(inputs)}`, async () => {
      pools = await serveTriggers({ customMessage: same }, { more: [alice(inputs)] });
      await pools.pools.seed();
      assert.deepEqual(pools.events, []);
      assert.equal(mail(), undefined);
    });
  }
});
