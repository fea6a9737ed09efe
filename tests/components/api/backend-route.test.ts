import assert from "node:assert/strict";
import { claim, requestId, sourceIp } from "../../../components/header-mapping";
import { HttpApi } from "../../../components/http-api";
import {
  childrenOf,
  inputs,
  recorded,
  recordedOnce,
  resource,
  types,
} from "../../support/recorded";

const authorizer = {
  issuer: "https://issuer.test",
  audience: ["client"],
  scopes: ["orders/read"],
} as const;
const scopes = ["orders/read"] as const;

const listenerArn =
  "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/internal/50dc/f2f7";

const recording = recordedOnce(() => {
  new HttpApi("api", {}).addRoutes(authorizer, {
    "GET /rates/{day}": {
      public: "Exchange rates",
      proxy: "https://rates.example.net/{day}",
      method: "GET",
      timeoutSeconds: 3,
    },
    "ANY /shop/{path+}": {
      scopes,
      proxy: "https://shop.example.net/{path}",
      passesToken: true,
      headers: { "x-user": claim("sub"), "x-from": { text: "api" }, "x-id": requestId() },
    },
    "ANY /orders/{proxy+}": {
      scopes,
      private: { arn: listenerArn, vpcLinkId: "link01", serverName: "orders.internal.example.net" },
      headers: { "x-user": claim("sub"), "x-address": sourceIp() },
    },
    "POST /queue": {
      scopes,
      aws: {
        action: "SQS-SendMessage",
        resourceArn: "arn:aws:sqs:us-east-1:123456789012:orders",
        parameters: {
          QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/orders",
          MessageBody: "$request.body",
        },
      },
    },
  });
});
const integration = async (name: string) =>
  inputs(await recording(), types.integration, `${name}-integration`);
const apiId = async () => resource(await recording(), types.api, "api").id;

describe("a route to an address on the internet", () => {
  it("F99: consists of an integration and the route, without a function", async () => {
    assert.deepEqual(childrenOf(await recording(), "api-get-rates-day"), [
      "Integration api-get-rates-day-integration",
      "Route api-get-rates-day-route",
    ]);
  });

  it("F99: passes requests on by https, and its reason on to reviewers", async () => {
    assert.deepEqual(await integration("api-get-rates-day"), {
      apiId: await apiId(),
      description: "public: Exchange rates",
      integrationType: "HTTP_PROXY",
      integrationMethod: "GET",
      integrationUri: "https://rates.example.net/{day}",
      timeoutMilliseconds: 3_000,
    });
  });

  it("F102: overwrites the headers that it names, also those that the caller sends", async () => {
    const { requestParameters, integrationMethod, timeoutMilliseconds } =
      await integration("api-any-shop-path");
    assert.deepEqual(requestParameters, {
      "overwrite:header.x-user": "$context.authorizer.claims.sub",
      "overwrite:header.x-from": "api",
      "overwrite:header.x-id": "$context.requestId",
    });
    assert.deepEqual([integrationMethod, timeoutMilliseconds], ["ANY", 29_000]);
  });
});

describe("a route to something private", () => {
  it("F100, H265, H266: goes through the link, over TLS, with the path that the caller named", async () => {
    assert.deepEqual(await integration("api-any-orders-proxy"), {
      apiId: await apiId(),
      description: "ANY /orders/{proxy+}",
      integrationType: "HTTP_PROXY",
      integrationMethod: "ANY",
      integrationUri: listenerArn,
      connectionType: "VPC_LINK",
      connectionId: "link01",
      tlsConfig: { serverNameToVerify: "orders.internal.example.net" },
      timeoutMilliseconds: 29_000,
      requestParameters: {
        "overwrite:header.x-user": "$context.authorizer.claims.sub",
        "overwrite:header.x-address": "$context.identity.sourceIp",
        "overwrite:path": "$request.path",
      },
    });
  });

  it("is guarded as any other route", async () => {
    const route = inputs(await recording(), types.route, "api-any-orders-proxy-route");
    assert.deepEqual(
      [route["authorizationType"], route["authorizationScopes"]],
      ["JWT", ["orders/read"]],
    );
  });
});

describe("a route to a service of AWS", () => {
  it("F101: calls one action, with a role that allows no other", async () => {
    const role = resource(await recording(), types.role, "api-post-queue-role");
    assert.deepEqual(await integration("api-post-queue"), {
      apiId: await apiId(),
      description: "POST /queue",
      integrationType: "AWS_PROXY",
      integrationSubtype: "SQS-SendMessage",
      credentialsArn: role.outputs["arn"],
      payloadFormatVersion: "1.0",
      timeoutMilliseconds: 29_000,
      requestParameters: {
        QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/orders",
        MessageBody: "$request.body",
      },
    });
    const { policy } = inputs(await recording(), types.rolePolicy, "api-post-queue-policy");
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["sqs:SendMessage"],
          Resource: ["arn:aws:sqs:us-east-1:123456789012:orders"],
        },
      ],
    });
    assert.deepEqual(JSON.parse(String(role.inputs["assumeRolePolicy"])), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "apigateway.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });
});

describe("a back end is refused", () => {
  const handler = async () => ({ statusCode: 200 });
  const link = { arn: listenerArn, vpcLinkId: "link01", serverName: "a.b" };
  const open = { public: "Open" };
  const cases: readonly [string, string, object, string][] = [
    [
      "F99: without encryption",
      "GET /x",
      { ...open, proxy: "http://a.example.net" },
      'routes["GET /x"].proxy is "http://a.example.net": it must be an https:// address.',
    ],
    [
      "with a parameter that the path does not have",
      "GET /x/{id}",
      { ...open, proxy: "https://a.example.net/{name}" },
      'routes["GET /x/{id}"].proxy has {name}, which the route\'s path does not: name one of its parameters.',
    ],
    [
      "H273: that would get tokens without being meant to",
      "GET /x",
      { scopes, proxy: "https://a.example.net" },
      'routes["GET /x"].proxy would get callers\' tokens, as API Gateway cannot keep the Authorization header back: say passesToken: true if it may, or answer by a handler that calls it.',
    ],
    [
      "H265: that is the load balancer and not its listener",
      "GET /x",
      {
        ...open,
        private: {
          ...link,
          arn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/b",
        },
      },
      'routes["GET /x"].private.arn is "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/b": it must be the ARN of a load balancer\'s listener or of a Cloud Map service.',
    ],
    [
      "beside a handler",
      "GET /x",
      { ...open, handler, private: link },
      'routes["GET /x"] has handler and private: one of them answers.',
    ],
    [
      "where there is none",
      "GET /x",
      { ...open },
      'routes["GET /x"] has nothing that answers: give it a handler.',
    ],
    [
      "that takes longer than the gateway waits",
      "GET /x",
      { ...open, private: link, timeoutSeconds: 31 },
      'routes["GET /x"].timeoutSeconds is 31: it must be a whole number from 1 to 30.',
    ],
    [
      "H273: with a header that the gateway keeps for itself",
      "GET /x",
      { ...open, private: link, headers: { "X-Forwarded-For": sourceIp() } },
      'routes["GET /x"].headers["X-Forwarded-For"] cannot be set: API Gateway keeps it for itself. Choose another name.',
    ],
    [
      "with a claim that nobody has verified",
      "GET /x",
      { ...open, private: link, headers: { "x-user": claim("sub") } },
      'routes["GET /x"].headers["x-user"] takes a claim, and the route is public: nobody has verified one.',
    ],
    [
      "with a text that the gateway would take for a variable",
      "GET /x",
      { ...open, private: link, headers: { "x-a": { text: "$context.path" } } },
      'routes["GET /x"].headers["x-a"] is "$context.path": a text must not hold control characters or "$".',
    ],
    [
      "with a name that is no header's",
      "GET /x",
      { ...open, private: link, headers: { "x a": { text: "b" } } },
      'routes["GET /x"].headers["x a"] is no name of a header: use letters, digits and dashes.',
    ],
  ];
  for (const [title, routeKey, route, message] of cases) {
    it(title, async () => {
      const table = { [routeKey]: route } as never;
      const program = () => new HttpApi("api", {}).addRoutes(authorizer, table);
      await assert.rejects(recorded(program), { message });
    });
  }
});
