import assert from "node:assert/strict";
import { iamAuthorizer } from "../../components/authorizer";
import { HttpApi } from "../../components/http-api";
import { allowIpRanges } from "../../components/ip-ranges";
import { requestAuthorizer, type RequestAuthorizerArgs } from "../../components/request-authorizer";
import { json } from "../../handlers/response";
import { inputs, recorded, recordedOnce, resource, types } from "../support/recorded";

const answer = async () => json(200, "yes");

describe("a request authorizer", () => {
  const recording = recordedOnce(() => {
    const api = new HttpApi("api", {});
    const partners = requestAuthorizer({
      identitySources: ["$request.header.x-partner"],
      handler: async ({ identitySource: [partner] }) => ({
        isAuthorized: partner === "blue",
        context: { partner },
      }),
    });
    api.addRoutes(partners, {
      "GET /reports": {
        handler: async (event) => json(200, event.requestContext.authorizer.lambda.partner),
      },
      "GET /help": { public: "Says whom to ask", handler: answer },
    });
    api.addRoutes(partners, { "GET /more": { handler: answer } });
    const kept = { name: "kept", ttlSeconds: 60, timeoutSeconds: 3, memoryMb: 512 };
    api.addRoutes(
      requestAuthorizer({
        ...kept,
        identitySources: ["$request.querystring.key"],
        handler: async () => ({ isAuthorized: false }),
      }),
      { "GET /kept": { handler: answer } },
    );
  });

  it("F116: decides each request by itself, in the simple form", async () => {
    assert.deepEqual(inputs(await recording(), types.authorizer, "api-request"), {
      apiId: resource(await recording(), types.api, "api").id,
      authorizerType: "REQUEST",
      name: "request",
      authorizerUri: resource(await recording(), types.function, "api-request-function").outputs[
        "invokeArn"
      ],
      authorizerPayloadFormatVersion: "2.0",
      enableSimpleResponses: true,
      identitySources: ["$request.header.x-partner"],
      authorizerResultTtlInSeconds: 0,
    });
  });

  it("F116: guards the routes of its tables, but for public ones", async () => {
    const { id } = resource(await recording(), types.authorizer, "api-request");
    const { authorizationType, authorizerId, authorizationScopes } = inputs(
      await recording(),
      types.route,
      "api-get-reports-route",
    );
    assert.deepEqual([authorizationType, authorizerId], ["CUSTOM", id]);
    assert.equal(authorizationScopes, undefined);
    const more = inputs(await recording(), types.route, "api-get-more-route");
    assert.equal(more["authorizerId"], id);
    const open = inputs(await recording(), types.route, "api-get-help-route");
    assert.deepEqual([open["authorizationType"], open["authorizerId"]], ["NONE", undefined]);
  });

  it("H210: is called by its API for this authorizer only", async () => {
    const { id } = resource(await recording(), types.api, "api");
    const authorizer = resource(await recording(), types.authorizer, "api-request").id;
    assert.deepEqual(inputs(await recording(), types.permission, "api-request-permission"), {
      action: "lambda:InvokeFunction",
      function: resource(await recording(), types.function, "api-request-function").outputs["name"],
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:us-east-1:123456789012:${id}/authorizers/${authorizer}`,
    });
  });

  it("H205: keeps decisions for the caller and the route, never for all routes", async () => {
    const { identitySources, authorizerResultTtlInSeconds } = inputs(
      await recording(),
      types.authorizer,
      "api-kept",
    );
    assert.deepEqual(identitySources, ["$request.querystring.key", "$context.routeKey"]);
    assert.equal(authorizerResultTtlInSeconds, 60);
  });

  it("H203: has a function of its own, which answers before the gateway gives up", async () => {
    const shown = async (name: string) => {
      const { timeout, memorySize, description } = inputs(await recording(), types.function, name);
      return [timeout, memorySize, description];
    };
    assert.deepEqual(await shown("api-request-function"), [5, 256, "Authorizer request"]);
    assert.deepEqual(await shown("api-kept-function"), [3, 512, "Authorizer kept"]);
  });
});

describe("a request authorizer is refused", () => {
  const handler = async () => ({ isAuthorized: true });
  const cases: readonly [string, RequestAuthorizerArgs<never>, string][] = [
    [
      "with a source that there is not",
      { handler, identitySources: ["Authorization"] },
      'authorizer.identitySources has "Authorization": it must be $request.header.NAME, $request.querystring.NAME, $context.NAME or $stageVariables.NAME.',
    ],
    [
      "when one caller's decision would be everybody's",
      { handler, ttlSeconds: 60 },
      "authorizer.ttlSeconds keeps decisions, and identitySources names nothing to keep them by: name what identifies a caller.",
    ],
    [
      "H204: with decisions kept for longer than an hour",
      { handler, ttlSeconds: 3_601 },
      "authorizer.ttlSeconds is 3601: it must be a whole number from 0 to 3600.",
    ],
    [
      "H203: with a function that outlives the gateway",
      { handler, timeoutSeconds: 11 },
      "authorizer.timeoutSeconds is 11: it must be a whole number from 1 to 10.",
    ],
    [
      "with a variable that Lambda keeps for itself",
      { handler, environment: { AWS_REGION: "eu-west-1" } },
      'authorizer.environment sets "AWS_REGION", a name that Lambda keeps for itself: choose another.',
    ],
  ];
  for (const [title, args, message] of cases) {
    it(title, async () => {
      const program = () =>
        new HttpApi("api", {}).addRoutes(requestAuthorizer(args), {
          "GET /x": { handler: answer },
        });
      await assert.rejects(recorded(program), { message });
    });
  }

  it("with routes that have scopes, which it does not check", async () => {
    const table = { "GET /x": { scopes: ["orders/read"], handler: answer } } as never;
    const program = () => new HttpApi("api", {}).addRoutes(requestAuthorizer({ handler }), table);
    await assert.rejects(recorded(program), {
      message:
        'routes["GET /x"] has scopes, which only a JWT authorizer checks: remove them, the table\'s authorizer decides.',
    });
  });
});

describe("address ranges as an authorizer", () => {
  it("F116: look at the address that the gateway was called from", async () => {
    const { handler } = allowIpRanges(["203.0.113.0/24"]);
    const from = (sourceIp: string) =>
      handler({ requestContext: { http: { sourceIp } } } as never, undefined as never);
    assert.deepEqual(await from("203.0.113.9"), { isAuthorized: true });
    assert.deepEqual(await from("203.0.114.9"), { isAuthorized: false });
  });

  for (const range of [
    "203.0.113.9",
    "203.0.113.0/33",
    "0.0.0.0/0",
    "::/0",
    "all",
    "1.2.3.4/5/6",
  ]) {
    it(`F116: do not take "${range}" for one`, () => {
      assert.throws(() => allowIpRanges([range]), {
        message: `allowIpRanges has "${range}": name CIDR blocks that are less than everybody, such as 203.0.113.0/24 or 2001:db8::/32.`,
      });
    });
  }
});

describe("an IAM authorizer", () => {
  it("F116: leaves the decision to the caller's policies, and makes nothing", async () => {
    const recording = await recorded(() => {
      const api = new HttpApi("api", {});
      const handler = async (event: { requestContext: { authorizer: { iam: object } } }) =>
        json(200, event.requestContext.authorizer.iam);
      api.addRoutes(iamAuthorizer(), { "GET /x": { handler } });
      return { executionArn: api.executionArn };
    });
    const route = inputs(recording, types.route, "api-get-x-route");
    assert.deepEqual([route["authorizationType"], route["authorizerId"]], ["AWS_IAM", undefined]);
    assert.equal(recording.resources.filter(({ type }) => type === types.authorizer).length, 0);
    const { id } = resource(recording, types.api, "api");
    assert.equal(
      recording.outputs["executionArn"],
      `arn:aws:execute-api:us-east-1:123456789012:${id}`,
    );
  });
});
