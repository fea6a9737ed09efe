import assert from "node:assert/strict";
import { AuthLayer } from "../../../components/auth-layer";
import type { AuthLayerArgs } from "../../../components/auth/auth-layer-args";
import type { PreTokenGeneration } from "../../../components/auth/triggers";
import type { Recording } from "../../../local/program/graph.ts";
import {
  childrenOf,
  inputs,
  recorded,
  recordedOnce,
  resource,
  types,
} from "../../support/recorded";

const SCOPES = { orders: { read: "See orders", write: "Change orders" } } as const;
type Args = AuthLayerArgs<typeof SCOPES>;

function layer(args: Partial<Args>): void {
  new AuthLayer("auth", {
    signUp: "self-service",
    scopes: SCOPES,
    clients: {
      web: { kind: "browser", callbackUrls: ["https://a.b"] },
      job: { kind: "machine", scopes: ["orders/read"] },
    },
    ...args,
  });
}

const lambdaConfigOf = (recording: Recording): unknown =>
  inputs(recording, types.userPool, "auth")["lambdaConfig"];
const arnOf = (recording: Recording, name: string): unknown =>
  resource(recording, types.function, name).outputs["arn"];

describe("a trigger", () => {
  const recording = recordedOnce(() =>
    layer({
      logRetentionDays: 7,
      tracing: true,
      triggers: {
        preSignUp: async (event) => ({
          ...event,
          response: { ...event.response, autoConfirmUser: event.userName.endsWith("@b.test") },
        }),
        postConfirmation: {
          handler: async (event) => event,
          memoryMb: 1_024,
          reservedConcurrency: 5,
          environment: { TABLE: "profiles" },
          poolActions: ["cognito-idp:AdminAddUserToGroup"],
        },
      },
    }),
  );

  it("F60: has a function with role and log group, and a permission, beside the pool", async () => {
    const made = childrenOf(await recording(), "auth").filter((child) => child.includes("auth-p"));
    assert.deepEqual(made, [
      "Function auth-postConfirmation",
      "Function auth-preSignUp",
      "LogGroup auth-postConfirmation-logs",
      "LogGroup auth-preSignUp-logs",
      "Permission auth-postConfirmation-permission",
      "Permission auth-preSignUp-permission",
      "Role auth-postConfirmation-role",
      "Role auth-preSignUp-role",
      "RolePolicy auth-postConfirmation-policy",
      "RolePolicy auth-postConfirmation-pool-policy",
      "RolePolicy auth-preSignUp-policy",
    ]);
  });

  it("F65: answers within 5 seconds, with memory for a short cold start", async () => {
    const { code, ...stated } = inputs(await recording(), types.function, "auth-preSignUp");
    assert.ok(code);
    assert.deepEqual(stated, {
      description: "preSignUp of auth",
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      role: resource(await recording(), types.role, "auth-preSignUp-role").outputs["arn"],
      timeout: 5,
      memorySize: 512,
      loggingConfig: {
        logFormat: "JSON",
        logGroup: resource(await recording(), types.logGroup, "auth-preSignUp-logs").outputs[
          "name"
        ],
      },
      tracingConfig: { mode: "Active" },
    });
  });

  it("F65: takes memory, reserved concurrency and environment, and the layer's days for its log", async () => {
    const stated = inputs(await recording(), types.function, "auth-postConfirmation");
    assert.equal(stated["memorySize"], 1_024);
    assert.equal(stated["reservedConcurrentExecutions"], 5);
    assert.deepEqual(stated["environment"], { variables: { TABLE: "profiles" } });
    const logs = inputs(await recording(), types.logGroup, "auth-postConfirmation-logs");
    assert.deepEqual(logs, { retentionInDays: 7, tags: { encryption: "service-owned key" } });
  });

  it("F60: is named by the pool", async () => {
    assert.deepEqual(lambdaConfigOf(await recording()), {
      preSignUp: arnOf(await recording(), "auth-preSignUp"),
      postConfirmation: arnOf(await recording(), "auth-postConfirmation"),
    });
  });

  it("F61, C304: is called by this pool only", async () => {
    assert.deepEqual(inputs(await recording(), types.permission, "auth-preSignUp-permission"), {
      action: "lambda:InvokeFunction",
      function: resource(await recording(), types.function, "auth-preSignUp").outputs["name"],
      principal: "cognito-idp.amazonaws.com",
      sourceArn: resource(await recording(), types.userPool, "auth").outputs["arn"],
    });
  });

  it("F62, C348: does with its own pool what it says, by a policy of its own", async () => {
    const { role, policy } = inputs(
      await recording(),
      types.rolePolicy,
      "auth-postConfirmation-pool-policy",
    );
    assert.equal(role, resource(await recording(), types.role, "auth-postConfirmation-role").id);
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["cognito-idp:AdminAddUserToGroup"],
          Resource: [resource(await recording(), types.userPool, "auth").outputs["arn"]],
        },
      ],
    });
  });

  it("F62, C347: is no cycle: the pool waits for the function, and the function for nothing of the pool", async () => {
    const { Graph } = await import("../../../local/program/graph.ts");
    const graph = new Graph(await recording());
    const pool = resource(await recording(), types.userPool, "auth");
    const handler = resource(await recording(), types.function, "auth-postConfirmation");
    assert.ok(graph.dependencies(pool).has(handler.urn));
    assert.ok(!graph.dependencies(handler).has(pool.urn));
  });
});

describe("the triggers of a pool", () => {
  const same = async <Event>(event: Event): Promise<Event> => event;

  it("F64: leave nothing behind: without one the pool names none", async () => {
    assert.equal(lambdaConfigOf(await recorded(() => layer({ triggers: {} }))), undefined);
    assert.equal(
      lambdaConfigOf(await recorded(() => layer({ claims: { sdkSignIn: [] } }))),
      undefined,
    );
    assert.equal(lambdaConfigOf(await recorded(() => layer({}))), undefined);
  });

  it("F64: a trigger that is taken away leaves the others alone", async () => {
    const recording = await recorded(() => layer({ triggers: { preAuthentication: same } }));
    assert.deepEqual(lambdaConfigOf(recording), {
      preAuthentication: arnOf(recording, "auth-preAuthentication"),
    });
  });

  it("F67: may bring users over from elsewhere when they first sign in", async () => {
    const recording = await recorded(() => layer({ triggers: { userMigration: same } }));
    assert.deepEqual(lambdaConfigOf(recording), {
      userMigration: arnOf(recording, "auth-userMigration"),
    });
  });

  const versions: readonly [PreTokenGeneration, string][] = [
    [{ version: 1, handler: same }, "V1_0"],
    [{ handler: same }, "V2_0"],
    [{ version: 3, handler: same }, "V3_0"],
  ];
  for (const [preTokenGeneration, lambdaVersion] of versions) {
    it(`F68, C49: name a pre-token function of version ${lambdaVersion} in both places`, async () => {
      const recording = await recorded(() => layer({ triggers: { preTokenGeneration } }));
      const lambdaArn = arnOf(recording, "auth-preTokenGeneration");
      assert.deepEqual(lambdaConfigOf(recording), {
        preTokenGeneration: lambdaArn,
        preTokenGenerationConfig: { lambdaArn, lambdaVersion },
      });
    });
  }

  it("F66: with challenges of one's own allow the flow to clients that have users", async () => {
    const challenges = {
      defineAuthChallenge: same,
      createAuthChallenge: same,
      verifyAuthChallengeResponse: same,
    };
    const recording = await recorded(() =>
      layer({ triggers: { customAuthChallenge: challenges } }),
    );
    assert.deepEqual(lambdaConfigOf(recording), {
      defineAuthChallenge: arnOf(recording, "auth-defineAuthChallenge"),
      createAuthChallenge: arnOf(recording, "auth-createAuthChallenge"),
      verifyAuthChallengeResponse: arnOf(recording, "auth-verifyAuthChallengeResponse"),
    });
    const flows = (name: string) => inputs(recording, types.client, name)["explicitAuthFlows"];
    assert.deepEqual(flows("auth-web"), [
      "ALLOW_USER_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_CUSTOM_AUTH",
    ]);
    assert.deepEqual(flows("auth-job"), ["ALLOW_REFRESH_TOKEN_AUTH"]);
  });
});

describe("a sender of messages", () => {
  const recording = recordedOnce(() =>
    layer({
      triggers: {
        preSignUp: async (event) => event,
        customEmailSender: async ({ triggerSource }) => {
          console.log(triggerSource);
        },
        customSmsSender: {
          handler: async (event) => event,
          environment: { SENDER_ID: "Orders" },
        },
      },
    }),
  );
  const keyOf = async () => resource(await recording(), types.kmsKey, "auth-sender-key");

  it("F63: has a key that both share, which rotates", async () => {
    assert.deepEqual((await keyOf()).inputs, {
      description: "Codes of auth on their way to its senders",
      enableKeyRotation: true,
      deletionWindowInDays: 7,
    });
    const keys = childrenOf(await recording(), "auth").filter((child) => child.startsWith("Key "));
    assert.deepEqual(keys, ["Key auth-sender-key"]);
  });

  it("F63, C306: is named by the pool with its version, beside the key", async () => {
    const lambdaVersion = "V1_0";
    assert.deepEqual(lambdaConfigOf(await recording()), {
      preSignUp: arnOf(await recording(), "auth-preSignUp"),
      customEmailSender: {
        lambdaArn: arnOf(await recording(), "auth-customEmailSender"),
        lambdaVersion,
      },
      customSmsSender: {
        lambdaArn: arnOf(await recording(), "auth-customSmsSender"),
        lambdaVersion,
      },
      kmsKeyId: (await keyOf()).outputs["arn"],
    });
  });

  it("F63: knows the key by its environment, and has 30 seconds, as nobody waits", async () => {
    const KEY_ARN = (await keyOf()).outputs["arn"];
    const email = inputs(await recording(), types.function, "auth-customEmailSender");
    assert.deepEqual([email["timeout"], email["environment"]], [30, { variables: { KEY_ARN } }]);
    const sms = inputs(await recording(), types.function, "auth-customSmsSender");
    assert.deepEqual(sms["environment"], { variables: { SENDER_ID: "Orders", KEY_ARN } });
    const awaited = inputs(await recording(), types.function, "auth-preSignUp");
    assert.deepEqual([awaited["timeout"], awaited["environment"]], [5, undefined]);
  });

  it("F63: decrypts what is for this pool, and nothing else", async () => {
    const name = "auth-customEmailSender";
    const { role, policy } = inputs(await recording(), types.rolePolicy, `${name}-key-policy`);
    assert.equal(role, resource(await recording(), types.role, `${name}-role`).id);
    const pool = resource(await recording(), types.userPool, "auth");
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: [(await keyOf()).outputs["arn"]],
          Condition: { StringEquals: { "kms:EncryptionContext:userpool-id": pool.id } },
        },
      ],
    });
  });

  it("F61, C304: is called by this pool only", async () => {
    const { principal, sourceArn } = inputs(
      await recording(),
      types.permission,
      "auth-customSmsSender-permission",
    );
    const pool = resource(await recording(), types.userPool, "auth");
    assert.deepEqual([principal, sourceArn], ["cognito-idp.amazonaws.com", pool.outputs["arn"]]);
  });

  it("F63: is the only trigger that brings a key", async () => {
    const without = await recorded(() =>
      layer({ triggers: { preSignUp: async (event) => event } }),
    );
    assert.deepEqual(
      without.resources.filter(({ type }) => type === types.kmsKey),
      [],
    );
  });
});

describe("claims", () => {
  const recording = recordedOnce(() =>
    layer({
      groups: { admin: {} },
      attributes: { tenant: { type: "String" } },
      claims: {
        groups: { admin: ["orders/write"] },
        attributes: { tenant: "custom:tenant" },
        sdkSignIn: ["orders/read"],
      },
    }),
  );

  it("F69: become one pre-token function of version 2", async () => {
    const lambdaArn = arnOf(await recording(), "auth-preTokenGeneration");
    assert.deepEqual(lambdaConfigOf(await recording()), {
      preTokenGeneration: lambdaArn,
      preTokenGenerationConfig: { lambdaArn, lambdaVersion: "V2_0" },
    });
  });

  it("F14, C49: ask for a plan that has access-token customisation", async () => {
    assert.equal(inputs(await recording(), types.userPool, "auth")["userPoolTier"], "ESSENTIALS");
  });

  it("F69: lie in the archive as data, without Pulumi", async () => {
    const { code } = inputs(await recording(), types.function, "auth-preTokenGeneration");
    const text = JSON.stringify(code);
    assert.match(text, /orders\/write/);
    assert.match(text, /custom:tenant/);
    assert.doesNotMatch(text, /@pulumi/);
  });
});

/** A claim that only a program without types can write. */
const reserved = (claim: string): Record<string, never> => ({ [claim]: "email" as never });

describe("AuthLayer refuses", () => {
  const cases: readonly [string, Partial<Args>, string][] = [
    [
      "F69: rules and a pre-token function at once",
      {
        claims: { sdkSignIn: ["orders/read"] },
        triggers: { preTokenGeneration: { handler: async (event) => event } },
      },
      "claims and triggers.preTokenGeneration are both given: a pool has one function before its tokens. Write the rules into it, or remove it.",
    ],
    [
      "F59: a rule for a group that nobody defines",
      { claims: { groups: { admin: ["orders/write"] } } },
      'claims.groups["admin"] is for a group that groups does not define. Add it there or remove the rule.',
    ],
    [
      "F59: a scope that is kept for a group and given to everybody",
      {
        groups: { admin: {} },
        claims: { groups: { admin: ["orders/write"] }, sdkSignIn: ["orders/write"] },
      },
      'claims.groups["admin"] keeps "orders/write" for its members, and claims.sdkSignIn gives it to everybody: remove one.',
    ],
    [
      "F70: a scope that nobody defines",
      { claims: { sdkSignIn: ["orders/reed" as "orders/read"] } },
      'claims.sdkSignIn has "orders/reed", which is not one of orders/read, orders/write. Define it in scopes or remove it.',
    ],
    [
      "C54: a claim that Cognito keeps for itself",
      { claims: { attributes: reserved("token_use") } },
      'claims.attributes has "token_use", which Cognito keeps for itself: give the claim another name.',
    ],
    [
      "C54: a claim with Cognito's prefix",
      { claims: { attributes: reserved("cognito:groups") } },
      'claims.attributes has "cognito:groups", which Cognito keeps for itself: give the claim another name.',
    ],
    [
      "C59: a claim that the API would take for scopes",
      { claims: { attributes: reserved("scp") } },
      'claims.attributes has "scp", which Cognito keeps for itself: give the claim another name.',
    ],
    [
      "F69: an attribute that no user has",
      { claims: { attributes: { tenant: "custom:tenant" } } },
      'claims.attributes["tenant"] is "custom:tenant", which no user has. Define it in attributes, or name a standard attribute.',
    ],
    [
      "F62: every action on the pool",
      {
        triggers: {
          preSignUp: { handler: async (event) => event, poolActions: ["cognito-idp:*"] },
        },
      },
      'triggers.preSignUp.poolActions allows "cognito-idp:*": name each action, such as "cognito-idp:AdminGetUser".',
    ],
    [
      "F65: no place at all",
      { triggers: { preSignUp: { handler: async (event) => event, reservedConcurrency: 0 } } },
      "triggers.preSignUp.reservedConcurrency is 0: the function would never run.",
    ],
    [
      "F63: a sender's variable in the place of the key's",
      {
        triggers: {
          customEmailSender: { handler: async (event) => event, environment: { KEY_ARN: "x" } },
        },
      },
      "triggers.customEmailSender.environment sets KEY_ARN, which has the ARN of the layer's own key: choose another name.",
    ],
    [
      "too little memory",
      { triggers: { preSignUp: { handler: async (event) => event, memoryMb: 64 } } },
      "triggers.preSignUp.memoryMb is 64: it must be a whole number from 128 to 10240.",
    ],
    [
      "a log of 8 days",
      { logRetentionDays: 8 },
      "logRetentionDays is 8: CloudWatch keeps logs for one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days.",
    ],
  ];
  for (const [title, args, message] of cases) {
    it(title, async () => {
      await assert.rejects(
        recorded(() => layer(args)),
        (error: Error) => error.message.includes(message),
      );
    });
  }
});
