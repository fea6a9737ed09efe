import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { mock } from "node:test";
import type { Invocation } from "../../../../local/functions/invocation.ts";
import { using } from "../support/gateway.ts";
import {
  api,
  graphOf,
  lambda,
  lambdaAuthorizer,
  permission,
  route,
  stage,
} from "../support/graph.ts";
import {
  allow,
  allowed,
  answering,
  apiArn,
  asked,
  guarded,
  key,
  policy,
  served,
  statuses,
} from "../support/guarded.ts";

const simple = {};
const policies = { enableSimpleResponses: false };
const format1 = { authorizerPayloadFormatVersion: "1.0" };
const bodies: Readonly<Record<number, string>> = {
  200: "ok",
  401: '{"message":"Unauthorized"}',
  403: '{"message":"Forbidden"}',
  500: '{"message":"Internal Server Error"}',
};

function failing(
  errorMessage: string,
  kind: "error" | "timeout" | "missing" = "error",
): Invocation {
  return { ok: false, kind, errorType: "Error", errorMessage };
}

describe("gateway: answers of Lambda authorizers", () => {
  const everything = policy([allow("*")]);
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const cases: readonly (readonly [string, object, string | Invocation, number])[] = [
    ["H199: isAuthorized true", simple, allowed, 200],
    ["H200: isAuthorized false", simple, '{"isAuthorized":false,"context":{}}', 403],
    ["H202: isAuthorized as a text", simple, '{"isAuthorized":"true"}', 500],
    ["H202: isAuthorized as a number", simple, '{"isAuthorized":1}', 500],
    ["H202: no isAuthorized", simple, "{}", 500],
    ["H202: a policy where a simple response is wanted", simple, everything, 500],
    ["H202: a context that is a text", simple, '{"isAuthorized":true,"context":"x"}', 500],
    ["H202: a context that is a list", simple, '{"isAuthorized":true,"context":[]}', 500],
    ["H202: isAuthorized in the prototype", simple, '{"__proto__":{"isAuthorized":true}}', 500],
    ["H202: null", simple, "null", 500],
    ["H202: a list", simple, "[true]", 500],
    ["H202: true", simple, "true", 500],
    ["H202: nothing", simple, "", 500],
    ["H202: no JSON", simple, "{isAuthorized:true}", 500],
    ["H202: objects without end", simple, `{"isAuthorized":true,"context":{"a":${deep}}}`, 500],
    ["H199: a policy", policies, everything, 200],
    ["H199: a simple response where a policy is wanted", policies, allowed, 500],
    ["H199: 1.0 always is a policy", format1, allowed, 500],
    ["H199: a policy of 1.0", format1, everything, 200],
    ["H200: no statement", policies, policy([]), 403],
    ["H200: no matching Allow", policies, policy([allow(`${apiArn}/*/GET/b`)]), 403],
    [
      "H200: an explicit Deny",
      policies,
      policy([allow("*"), { ...allow(`${apiArn}/*/*/a`), Effect: "Deny" }]),
      403,
    ],
    ["H206: the request's ARN", policies, policy([allow(`${apiArn}/$default/GET/a`)]), 200],
    ["H206: the ARN of another stage", policies, policy([allow(`${apiArn}/dev/GET/a`)]), 403],
    [
      "a condition on the request",
      policies,
      policy([{ ...allow("*"), Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } } }]),
      200,
    ],
    [
      "a condition that does not hold",
      policies,
      policy([{ ...allow("*"), Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }]),
      403,
    ],
    [
      "a condition on what is not known here",
      policies,
      policy([{ ...allow("*"), Condition: { StringEquals: { "aws:PrincipalTag/a": "b" } } }]),
      403,
    ],
    ["H202: no policyDocument", policies, '{"principalId":"ada"}', 500],
    [
      "H202: a policyDocument as a text",
      policies,
      '{"principalId":"ada","policyDocument":"{}"}',
      500,
    ],
    ["H202: a null policyDocument", policies, '{"principalId":"ada","policyDocument":null}', 500],
    [
      "H202: no principalId",
      policies,
      JSON.stringify({ ...JSON.parse(everything), principalId: undefined }),
      500,
    ],
    [
      "H202: a statement without effect",
      policies,
      policy([{ Action: "execute-api:Invoke", Resource: "*" }]),
      500,
    ],
    [
      "H202: a statement about a principal instead of resources",
      policies,
      policy([{ Effect: "Allow", Action: "*", Principal: "*" }]),
      500,
    ],
    ["H201: the error Unauthorized", simple, failing("Unauthorized"), 401],
    ["H202: the error unauthorized", simple, failing("unauthorized"), 500],
    ["H202: an error that starts so", simple, failing("Unauthorized: x"), 500],
    ["H202: another error", simple, failing("boom"), 500],
    ["H202: the function's own timeout", simple, failing("timed out", "timeout"), 500],
    ["H202: a function that is gone", simple, failing("not found", "missing"), 500],
  ];
  for (const [title, inputs, answer, status] of cases) {
    it(`${title} → ${status}`, async () => {
      await using(guarded({ ...inputs }), answering(answer), async (gateway) => {
        const reply = await gateway.send("GET", "/a", { headers: [key("k")] });
        deepEqual([reply.status, reply.body], [status, bodies[status]]);
        equal(asked(gateway).length, 1);
        equal(served(gateway).length, status === 200 ? 1 : 0);
      });
    });
  }

  it("H203: no answer within 10 s is 500, whatever the function's own timeout", async () => {
    const called = Promise.withResolvers<void>();
    const silent = answering(() => {
      called.resolve();
      return new Promise<Invocation>(() => {});
    });
    await using(guarded(), silent, async (gateway) => {
      mock.timers.enable({ apis: ["setTimeout"] });
      try {
        const pending = gateway.send("GET", "/a", { headers: [key("k")] });
        await called.promise;
        mock.timers.tick(9_999);
        equal(gateway.log.length, 0);
        mock.timers.tick(1);
        deepEqual((await pending).status, 500);
      } finally {
        mock.timers.reset();
      }
    });
  });

  it("a promise that rejects is 500: the runtime's own fault", async () => {
    const broken = answering(() => Promise.reject(new Error("broken pool")));
    await using(guarded(), broken, async (gateway) => {
      deepEqual(await statuses(gateway, ["/a", "k"]), [500]);
      match(gateway.log.join(), /the gateway failed: .*broken pool/);
    });
  });

  it("refusals tell the log why, and nobody the identity", async () => {
    const format = "$context.requestId|$context.authorizer.error";
    const logged = stage("$default", { accessLogSettings: { format, destinationArn: "x" } });
    const answers: readonly (readonly [string | Invocation, RegExp])[] = [
      ['{"isAuthorized":false,"context":{"secret":"s3cret"}}', /isAuthorized is false/],
      ['{"isAuthorized":"s3cret"}', /has no boolean isAuthorized/],
      [failing("bad token s3cret"), /the authorizer's function failed: Error/],
    ];
    for (const [answer, reason] of answers) {
      await using(guarded({}, [logged]), answering(answer), async (gateway) => {
        await statuses(gateway, ["/a?token=s3cret", "s3cret"]);
        match(gateway.log.join(), reason);
        match(gateway.accessLog.join(), reason);
        doesNotMatch([...gateway.log, ...gateway.accessLog].join(), /s3cret/);
      });
    }
  });
});

describe("gateway: routes with Lambda authorizers", () => {
  it("H127: an open route asks nobody", async () => {
    await using(guarded(), answering(allowed), async (gateway) => {
      equal((await gateway.send("GET", "/open", { headers: [key("k")] })).status, 200);
      deepEqual([asked(gateway).length, served(gateway).length], [0, 1]);
    });
  });

  it("H245: a throttled request is not asked about", async () => {
    const defaultRouteSettings = { throttlingBurstLimit: 1, throttlingRateLimit: 1 };
    const graph = guarded({}, [stage("$default", { defaultRouteSettings })]);
    await using(graph, answering(allowed), async (gateway) => {
      deepEqual(await statuses(gateway, ["/a", "k"], ["/a", "k"]), [200, 429]);
      equal(asked(gateway).length, 1);
    });
  });

  it("H250: a path that is too long is 414, and the function is not asked", async () => {
    await using(guarded(), answering(allowed), async (gateway) => {
      deepEqual(await statuses(gateway, [`/items/${"a".repeat(1_600)}`, "k"]), [414]);
      equal(gateway.events.length, 0);
    });
  });

  it("H229: a preflight on $default gets 401 from the authorizer", async () => {
    const cors = { allowOrigins: ["https://a.example"], allowMethods: ["GET"] };
    const { resources } = guarded().recording;
    const graph = graphOf(
      resources.map((each) => (each.name === "api" ? api({ corsConfiguration: cors }) : each)),
    );
    await using(graph, answering(allowed), async (gateway) => {
      const headers = [
        ["Origin", "https://a.example"],
        ["Access-Control-Request-Method", "GET"],
      ] as const;
      equal((await gateway.send("OPTIONS", "/x", { headers })).status, 401);
      equal((await gateway.send("OPTIONS", "/x", { headers: [...headers, key("k")] })).status, 204);
      deepEqual([asked(gateway).length, served(gateway).length], [1, 0]);
    });
  });

  it("H277: a stage variable may name the function", async () => {
    const uri = String(lambda("guard").outputs["invokeArn"]);
    const inputs = { authorizerUri: uri.replace(/guard\/inv/, "${stageVariables.fn}/inv") };
    const stages = [
      stage("dev", { stageVariables: { fn: "guard" } }),
      stage("live", { stageVariables: { fn: "none" } }),
    ];
    await using(guarded(inputs, stages), answering(allowed), async (gateway) => {
      deepEqual(await statuses(gateway, ["/dev/a", "k"], ["/live/a", "k"]), [200, 500]);
      match(
        gateway.log.join(),
        /the program has no function at authorizerUri arn:.* in stage live/,
      );
    });
  });

  const permissions: readonly (readonly [string, object | undefined, object, number])[] = [
    ["for the authorizer", { sourceArn: `${apiArn}/authorizers/auth02` }, {}, 200],
    ["for all of the API", { sourceArn: `${apiArn}/*` }, {}, 200],
    ["for another authorizer", { sourceArn: `${apiArn}/authorizers/auth01` }, {}, 500],
    ["for a route", { sourceArn: `${apiArn}/*/GET/a` }, {}, 500],
    ["none", undefined, {}, 500],
    ["none, but a role", undefined, { authorizerCredentialsArn: "arn:aws:iam::1:role/r" }, 200],
  ];
  for (const [what, inputs, authorizer, status] of permissions) {
    it(`H210: permission ${what} → ${status}`, async () => {
      const graph = graphOf(
        api(),
        stage(),
        lambda("main"),
        permission("main"),
        lambda("guard"),
        inputs ? permission("guard", { ...inputs }) : [],
        lambdaAuthorizer({ ...authorizer }),
        route("GET /a", { isGuarded: true }),
      );
      await using(graph, answering(allowed), async (gateway) => {
        deepEqual(await statuses(gateway, ["/a", "k"]), [status]);
        equal(asked(gateway).length, status === 200 ? 1 : 0);
        const hint = `no aws.lambda.Permission lets apigateway.amazonaws.com call guard from ${apiArn}/authorizers/auth02`;
        equal(gateway.log.join().includes(hint), status === 500);
      });
    });
  }
});
