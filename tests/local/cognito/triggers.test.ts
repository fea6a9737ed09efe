import assert from "node:assert/strict";
import { client, domain, graphOf, pool, WEB_ID } from "./support/graph.ts";
import { call, createUser, EMAIL, lastCode, PASSWORD, signIn } from "./support/json-api.ts";
import { type RunningPools, serve } from "./support/running-pools.ts";

describe("a pool with triggers, which are not served yet", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(lambdaConfig: Record<string, string>): Promise<void> {
    pools = await serve(graphOf(pool({ lambdaConfig }), domain(), client()));
  }
  const signUp = () =>
    call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD });

  it("C304: refuses the sign-up that preSignUp would have judged, and keeps no user", async () => {
    await start({ preSignUp: "arn:aws:lambda:us-east-1:123456789012:function:judge" });
    const { body } = await signUp();
    assert.deepEqual(
      [body["__type"], body["message"]],
      ["UnexpectedLambdaException", "The trigger preSignUp of user pool auth is not served here."],
    );
    assert.deepEqual(pools.store.messages(EMAIL), []);
  });

  it("C303: refuses the sign-in that preAuthentication would have judged, right password or wrong", async () => {
    await start({ preAuthentication: "arn:aws:lambda:us-east-1:123456789012:function:judge" });
    await createUser(pools);
    assert.equal((await signIn(pools)).body["__type"], "UnexpectedLambdaException");
  });

  it("C56, C126: refuses the confirmation whose tokens preTokenGeneration would have changed", async () => {
    await start({ preTokenGeneration: "arn:aws:lambda:us-east-1:123456789012:function:claims" });
    await signUp();
    const input = { ClientId: WEB_ID, Username: EMAIL, ConfirmationCode: lastCode(pools, EMAIL) };
    const { body } = await call(pools, "ConfirmSignUp", input);
    assert.equal(body["__type"], "UnexpectedLambdaException");
  });
});
