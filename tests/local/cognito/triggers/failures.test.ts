import assert from "node:assert/strict";
import type { Invocation } from "../../../../local/functions/invocation.ts";
import { readPools } from "../../../../local/cognito/pool.ts";
import { firstInTime } from "../../../../local/cognito/triggers/time-limit.ts";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { client, graphOf, pool, POOL_ID, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";
import { functionArn, lambda, poolPermission, same, testFunctions } from "../support/triggers.ts";

const POOL_ARN = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${POOL_ID}`;
const MISSING = `no aws.lambda.Permission lets cognito-idp.amazonaws.com call judge from ${POOL_ARN}`;

describe("a trigger that cannot be called", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function signUp(resources: readonly Resource[], invocation?: Invocation) {
    const { functions } = testFunctions({ judge: same });
    const invoke = invocation ? () => Promise.resolve(invocation) : functions.invoke;
    const lambdaConfig = { preSignUp: functionArn("judge") };
    const graph = graphOf(pool({ lambdaConfig }), client(), ...resources);
    pools = await serve(graph, { functions: { invoke } });
    const input = { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD };
    return (await call(pools, "SignUp", input)).body;
  }

  it("C304: a permission for the pool lets it be called", async () => {
    const body = await signUp([lambda("judge"), poolPermission("judge")]);
    assert.equal(body["UserConfirmed"], false);
    assert.deepEqual(pools.log, []);
  });

  const useless: readonly [string, readonly Resource[]][] = [
    ["no permission", []],
    ["one for API Gateway", [poolPermission("judge", { principal: "apigateway.amazonaws.com" })]],
    ["one for another pool", [poolPermission("judge", { sourceArn: `${POOL_ARN}x` })]],
    ["one for another function", [poolPermission("other")]],
  ];
  for (const [title, permissions] of useless) {
    it(`F61, C304: with ${title} it is out of reach, and the log names what is missing`, async () => {
      const body = await signUp([lambda("judge"), ...permissions]);
      assert.deepEqual(body, {
        __type: "UnexpectedLambdaException",
        message: "PreSignUp invocation failed due to error AccessDeniedException.",
      });
      assert.deepEqual(pools.log, [`user pool auth: PreSignUp cannot be called: ${MISSING}`]);
      assert.deepEqual(pools.store.messages(EMAIL), []);
    });
  }

  it("C304: a function that the program does not have is out of reach", async () => {
    assert.deepEqual(await signUp([]), {
      __type: "UnexpectedLambdaException",
      message: "PreSignUp invocation failed due to error ResourceNotFoundException.",
    });
    assert.deepEqual(pools.log, [
      `user pool auth: PreSignUp cannot be called: the program has no function ${functionArn("judge")}`,
    ]);
    assert.deepEqual(pools.pools.notServed(), [
      `aws:cognito/userPool:UserPool "auth": PreSignUp: the program has no function ${functionArn("judge")}`,
    ]);
  });

  it("C303: a function without a free place is out of reach, and its error is not the function's", async () => {
    const throttled = {
      ok: false,
      kind: "throttled",
      errorType: "TooManyRequestsException",
      errorMessage: "Rate Exceeded.",
    } as const;
    assert.deepEqual(await signUp([lambda("judge"), poolPermission("judge")], throttled), {
      __type: "UnexpectedLambdaException",
      message: "PreSignUp invocation failed due to error TooManyRequestsException.",
    });
  });

  it("C303: a function whose own limit ends it thrice is too slow", async () => {
    const timeout = {
      ok: false,
      kind: "timeout",
      errorType: "Sandbox.Timedout",
      errorMessage: "Task timed out after 3.00 seconds",
    } as const;
    assert.deepEqual(await signUp([lambda("judge"), poolPermission("judge")], timeout), {
      __type: "UnexpectedLambdaException",
      message:
        "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.",
    });
  });
});

describe("the time that a trigger has", () => {
  const answer: Invocation = { ok: true, payload: "{}" };
  const never = new Promise<never>(() => undefined);

  it("C303: a function that is too slow is called three times in all", async () => {
    let calls = 0;
    const slow = () => {
      calls += 1;
      return never;
    };
    assert.deepEqual([await firstInTime(slow, 1), calls], [undefined, 3]);
  });

  it("C303: the first answer in time counts", async () => {
    const answers = [never, Promise.resolve(answer)];
    assert.equal(await firstInTime(() => answers.shift() ?? never, 1), answer);
  });

  it("C303: a function that throws is not called again", async () => {
    const thrown: Invocation = { ok: false, kind: "error", errorType: "E", errorMessage: "m" };
    const answers = [Promise.resolve(thrown), Promise.resolve(answer)];
    assert.equal(await firstInTime(() => answers.shift() ?? never, 1), thrown);
  });
});

describe("a pool whose pre-token function AWS would refuse", () => {
  const preTokenGenerationConfig = { lambdaArn: functionArn("claims"), lambdaVersion: "V2_0" };
  const read = (inputs: Properties) => () => readPools(graphOf(pool(inputs), lambda("claims")));

  it("C49: asks for the plan that access tokens are customised in", () => {
    const inputs = { userPoolTier: "LITE", lambdaConfig: { preTokenGenerationConfig } };
    assert.throws(read(inputs), {
      code: "FeatureUnavailableInTierException",
      message:
        'aws:cognito/userPool:UserPool "auth": preTokenGenerationConfig.lambdaVersion V2_0 with userPoolTier LITE: ' +
        "FeatureUnavailableInTierException: Access tokens can be customised in the plans Essentials and Plus only. " +
        "Set userPoolTier to ESSENTIALS, or lambdaVersion to V1_0.",
    });
  });

  it("C49: names one function in both places", () => {
    const other = functionArn("other");
    const lambdaConfig = { preTokenGeneration: other, preTokenGenerationConfig };
    assert.throws(read({ lambdaConfig }), {
      code: "InvalidParameterException",
      message:
        `aws:cognito/userPool:UserPool "auth": lambdaConfig.preTokenGeneration ${other}: InvalidParameterException: ` +
        "It differs from preTokenGenerationConfig.lambdaArn. Leave it out, or name the same function.",
    });
  });
});
