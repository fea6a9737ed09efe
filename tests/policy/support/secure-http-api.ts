import { API, AUTHORIZER, FUNCTION, INTEGRATION, ROUTE, STAGE } from "../../../policy/types.ts";
import { SAFE_FORMAT } from "../../../policy/rules/access-log-format.ts";
import { resource, type Stack } from "./stack.ts";

export const POOL_ID = "eu-west-1_Abc123";
/** Region and account as they stand in ARNs. */
export const ACCOUNT = "eu-west-1:123456789012";
export const API_ID = "a1b2c3d4e5";
export const HELLO_ARN = `arn:aws:lambda:${ACCOUNT}:function:hello`;

/** Of the API. */
export const EXECUTION_ARN = `arn:aws:execute-api:${ACCOUNT}:${API_ID}`;

export const STAGE_SETTINGS = {
  accessLogSettings: {
    destinationArn: `arn:aws:logs:${ACCOUNT}:log-group:/aws/vendedlogs/http-api`,
    format: SAFE_FORMAT,
  },
  defaultRouteSettings: {
    detailedMetricsEnabled: true,
    throttlingBurstLimit: 200,
    throttlingRateLimit: 100,
  },
};

/** An HTTP API with one route of a JWT authorizer and one of a Lambda authorizer. */
export const SECURE_HTTP_API: Stack = [
  resource(API, "api", {
    id: API_ID,
    executionArn: EXECUTION_ARN,
    protocolType: "HTTP",
    body: '{"openapi":"3.0.1"}',
    failOnWarnings: true,
    disableExecuteApiEndpoint: true,
    corsConfiguration: {
      allowOrigins: ["https://app.example.com"],
      allowMethods: ["GET"],
      allowHeaders: ["authorization"],
    },
  }),
  resource(
    STAGE,
    "stage",
    {
      apiId: API_ID,
      name: "$default",
      stageVariables: { table: "orders" },
      routeSettings: [{ routeKey: "POST /login", throttlingRateLimit: 5 }],
      ...STAGE_SETTINGS,
    },
    { apiId: [API, "api"] },
  ),
  resource(
    INTEGRATION,
    "integration",
    {
      id: "int1234",
      apiId: API_ID,
      integrationType: "AWS_PROXY",
      integrationUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${HELLO_ARN}/invocations`,
      payloadFormatVersion: "2.0",
      timeoutMilliseconds: 11_000,
    },
    { apiId: [API, "api"], integrationUri: [FUNCTION, "hello"] },
  ),
  resource(
    ROUTE,
    "route",
    {
      apiId: API_ID,
      routeKey: "GET /hello",
      authorizationType: "JWT",
      authorizerId: "jwt123",
      authorizationScopes: ["openid"],
      target: "integrations/int1234",
    },
    {
      apiId: [API, "api"],
      authorizerId: [AUTHORIZER, "jwt-authorizer"],
      target: [INTEGRATION, "integration"],
    },
  ),
  resource(
    AUTHORIZER,
    "jwt-authorizer",
    {
      id: "jwt123",
      apiId: API_ID,
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: {
        issuer: `https://cognito-idp.eu-west-1.amazonaws.com/${POOL_ID}`,
        audiences: ["client123"],
      },
    },
    { apiId: [API, "api"] },
  ),
  resource(
    ROUTE,
    "login",
    {
      apiId: API_ID,
      routeKey: "POST /login",
      authorizationType: "CUSTOM",
      authorizerId: "req456",
      target: "integrations/int5678",
    },
    {
      apiId: [API, "api"],
      authorizerId: [AUTHORIZER, "lambda-authorizer"],
      target: [INTEGRATION, "private"],
    },
  ),
  resource(
    AUTHORIZER,
    "lambda-authorizer",
    {
      id: "req456",
      apiId: API_ID,
      authorizerType: "REQUEST",
      authorizerPayloadFormatVersion: "2.0",
      authorizerResultTtlInSeconds: 60,
      enableSimpleResponses: true,
      identitySources: ["$request.header.X-Key", "$context.routeKey"],
    },
    { apiId: [API, "api"] },
  ),
];
