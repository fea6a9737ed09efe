import assert from "node:assert/strict";
import { HttpApi } from "../../../components/http-api";
import { childrenOf, inputs, recordedOnce, resource, types } from "../../support/recorded";

const recording = recordedOnce(() => {
  const api = new HttpApi("api", {});
  const authorizer = {
    issuer: "https://issuer.test",
    audience: ["client"],
    scopes: ["orders/read"],
  } as const;
  api.addRoutes(authorizer, {
    "GET /orders/{id}": {
      scopes: ["orders/read"],
      handler: async (event) => ({
        statusCode: 200,
        body: event.requestContext.authorizer.jwt.claims["sub"] as string,
      }),
      policies: [
        {
          actions: ["dynamodb:GetItem"],
          resources: ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
        },
      ],
    },
    "GET /": { public: "Says hello", handler: async () => ({ statusCode: 200, body: "hello" }) },
    $default: { scopes: ["orders/read"], handler: async () => ({ statusCode: 404 }) },
  });
});

describe("a route with scopes", () => {
  const name = "api-get-orders-id";

  it("consists of a function with log group, role and permission, an integration and the route", async () => {
    assert.deepEqual(childrenOf(await recording(), name), [
      `Function ${name}`,
      `Integration ${name}-integration`,
      `LogGroup ${name}-logs`,
      `Permission ${name}-permission`,
      `Role ${name}-role`,
      `RolePolicy ${name}-policy`,
      `Route ${name}-route`,
    ]);
  });

  it("F112: admits access tokens with one of its scopes, through the API's authorizer", async () => {
    const integration = resource(await recording(), types.integration, `${name}-integration`);
    assert.deepEqual(inputs(await recording(), types.route, `${name}-route`), {
      apiId: resource(await recording(), types.api, "api").id,
      routeKey: "GET /orders/{id}",
      target: `integrations/${integration.id}`,
      authorizationType: "JWT",
      authorizerId: resource(await recording(), types.authorizer, "api-jwt").id,
      authorizationScopes: ["orders/read"],
    });
  });

  it("runs on a stated runtime, with time, memory and log group of its own", async () => {
    const { code, ...stated } = inputs(await recording(), types.function, name);
    assert.ok(code);
    assert.deepEqual(stated, {
      description: "GET /orders/{id}",
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      role: resource(await recording(), types.role, `${name}-role`).outputs["arn"],
      timeout: 10,
      memorySize: 256,
      loggingConfig: {
        logFormat: "JSON",
        logGroup: resource(await recording(), types.logGroup, `${name}-logs`).outputs["name"],
      },
    });
  });

  it("is made after the right to write its log", async () => {
    const { dependsOn } = resource(await recording(), types.function, name);
    assert.ok(
      dependsOn.includes(resource(await recording(), types.rolePolicy, `${name}-policy`).urn),
    );
  });

  it("F137: may write its own log and do what the route names, nothing else", async () => {
    const { policy, role } = inputs(await recording(), types.rolePolicy, `${name}-policy`);
    const logs = resource(await recording(), types.logGroup, `${name}-logs`).outputs["arn"];
    assert.equal(role, resource(await recording(), types.role, `${name}-role`).id);
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: [`${String(logs)}:*`],
        },
        {
          Effect: "Allow",
          Action: ["dynamodb:GetItem"],
          Resource: ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
        },
      ],
    });
  });

  it("lends its role to Lambda, for functions of this account only", async () => {
    const { assumeRolePolicy } = inputs(await recording(), types.role, `${name}-role`);
    assert.deepEqual(JSON.parse(String(assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });

  it("F139: is called by this route of this API only", async () => {
    const api = resource(await recording(), types.api, "api");
    assert.deepEqual(inputs(await recording(), types.permission, `${name}-permission`), {
      action: "lambda:InvokeFunction",
      function: resource(await recording(), types.function, name).outputs["name"],
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:us-east-1:123456789012:${api.id}/$default/GET/orders/{id}`,
    });
  });

  it("F104: answers within the gateway's time limit", async () => {
    assert.deepEqual(inputs(await recording(), types.integration, `${name}-integration`), {
      apiId: resource(await recording(), types.api, "api").id,
      description: "GET /orders/{id}",
      integrationType: "AWS_PROXY",
      integrationUri: resource(await recording(), types.function, name).outputs["invokeArn"],
      payloadFormatVersion: "2.0",
      timeoutMilliseconds: 11_000,
    });
  });
});

describe("a public route", () => {
  it("has no authorizer, and its reason where reviewers look for it", async () => {
    const route = inputs(await recording(), types.route, "api-get-route");
    const { authorizationType, authorizerId, authorizationScopes } = route;
    assert.deepEqual(
      { authorizationType, authorizerId, authorizationScopes },
      {
        authorizationType: "NONE",
        authorizerId: undefined,
        authorizationScopes: undefined,
      },
    );
    const { description } = inputs(await recording(), types.integration, "api-get-integration");
    assert.equal(description, "public: Says hello");
  });
});

describe("a traced route", () => {
  const traced = recordedOnce(() => {
    const authorizer = { issuer: "https://issuer.test", audience: ["client"], scopes: [] };
    const handler = async () => ({ statusCode: 200 });
    new HttpApi("api", {}).addRoutes(
      authorizer,
      { "GET /": { public: "Open", handler } },
      { tracing: true },
    );
  });

  it("sends traces, and may do so", async () => {
    const { tracingConfig } = inputs(await traced(), types.function, "api-get");
    assert.deepEqual(tracingConfig, { mode: "Active" });
    const { policy } = inputs(await traced(), types.rolePolicy, "api-get-policy");
    assert.deepEqual((JSON.parse(String(policy)) as { Statement: unknown[] }).Statement[1], {
      Effect: "Allow",
      Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      Resource: ["*"],
    });
  });
});

describe("a route with every setting of a function", () => {
  const full = recordedOnce(() => {
    const authorizer = { issuer: "https://issuer.test", audience: ["client"], scopes: [] };
    const handler = async () => ({ statusCode: 200 });
    const logKeyArn = "arn:aws:kms:us-east-1:123456789012:key/logs";
    new HttpApi("api", { logKeyArn }).addRoutes(
      authorizer,
      {
        "GET /": { public: "Open", handler, reservedConcurrency: 7 },
        "GET /intel": { public: "Open", handler, architecture: "x86_64" },
        "GET /older": { public: "Open", handler, runtime: "nodejs22.x" },
      },
      { vpc: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } },
    );
  });

  it("F136: is inside a network, and may do what that takes", async () => {
    const { vpcConfig } = inputs(await full(), types.function, "api-get");
    assert.deepEqual(vpcConfig, {
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
    });
    const { policy } = inputs(await full(), types.rolePolicy, "api-get-policy");
    assert.deepEqual((JSON.parse(String(policy)) as { Statement: unknown[] }).Statement[1], {
      Effect: "Allow",
      Action: [
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
      ],
      Resource: ["*"],
    });
  });

  it("F141, F142: has the runtime, the architecture and the share of calls that it names", async () => {
    const shown = async (name: string) => {
      const { runtime, architectures, reservedConcurrentExecutions } = inputs(
        await full(),
        types.function,
        name,
      );
      return [runtime, architectures, reservedConcurrentExecutions];
    };
    assert.deepEqual(await shown("api-get"), ["nodejs24.x", ["arm64"], 7]);
    assert.deepEqual(await shown("api-get-intel"), ["nodejs24.x", ["x86_64"], undefined]);
    assert.deepEqual(await shown("api-get-older"), ["nodejs22.x", ["arm64"], undefined]);
  });

  it("F125: has its logs under the customer's key", async () => {
    for (const name of ["api-access-log", "api-get-logs"]) {
      const { kmsKeyId, tags } = inputs(await full(), types.logGroup, name);
      assert.equal(kmsKeyId, "arn:aws:kms:us-east-1:123456789012:key/logs", name);
      assert.equal(tags, undefined, name);
    }
  });
});

describe("the $default route", () => {
  it("H288: is named and called without method and path", async () => {
    const { sourceArn } = inputs(await recording(), types.permission, "api-default-permission");
    assert.match(String(sourceArn), /\/\$default\/\$default$/);
    assert.equal(
      inputs(await recording(), types.route, "api-default-route")["routeKey"],
      "$default",
    );
  });
});
