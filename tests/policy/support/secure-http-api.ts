import {
  API,
  API_MAPPING,
  AUTHORIZER,
  CERTIFICATE,
  DOMAIN_NAME,
  FUNCTION,
  INTEGRATION,
  ROUTE,
  STAGE,
  USER_POOL,
  VPC_LINK,
  WEB_ACL_ASSOCIATION,
} from "../../../policy/types.ts";
import { SAFE_FORMAT } from "../../../policy/rules/access-log-format.ts";
import { resource, type Stack } from "./stack.ts";

const POOL_ID = "eu-west-1_Abc123";
const ACCOUNT = "eu-west-1:123456789012";
const API_ID = "a1b2c3d4e5";
const HELLO_ARN = `arn:aws:lambda:${ACCOUNT}:function:hello`;
const CERTIFICATE_ARN = `arn:aws:acm:${ACCOUNT}:certificate/1f2e3d`;

export const EXECUTION_ARN = `arn:aws:execute-api:${ACCOUNT}:${API_ID}`;

const STAGE_SETTINGS = {
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

/** What an API may have besides: a catch-all, backends of other kinds, a domain of its own, a WebSocket API. */
export const SECURE_API_PARTS: Stack = [
  resource(
    ROUTE,
    "catch-all",
    { apiId: API_ID, routeKey: "$default", authorizationType: "AWS_IAM" },
    { apiId: [API, "api"] },
  ),
  resource(
    INTEGRATION,
    "private",
    {
      id: "int5678",
      apiId: API_ID,
      integrationType: "HTTP_PROXY",
      connectionType: "VPC_LINK",
      integrationUri: `arn:aws:elasticloadbalancing:${ACCOUNT}:listener/app/inner/50dc6c495c0c9188`,
      tlsConfig: { serverNameToVerify: "inner.example.com" },
    },
    { apiId: [API, "api"] },
  ),
  resource(
    INTEGRATION,
    "proxy",
    {
      id: "int9012",
      apiId: API_ID,
      integrationType: "HTTP_PROXY",
      integrationUri: "https://partner.example.com/orders",
      requestParameters: { "overwrite:header.x-user": "$context.authorizer.claims.sub" },
    },
    { apiId: [API, "api"] },
  ),
  resource(VPC_LINK, "vpc-link", {
    subnetIds: ["subnet-1", "subnet-2"],
    securityGroupIds: ["sg-1"],
  }),
  resource(CERTIFICATE, "certificate", {
    arn: CERTIFICATE_ARN,
    domainName: "api.example.com",
    validationMethod: "DNS",
  }),
  resource(
    DOMAIN_NAME,
    "domain-name",
    {
      id: "api.example.com",
      domainName: "api.example.com",
      domainNameConfiguration: {
        certificateArn: CERTIFICATE_ARN,
        endpointType: "REGIONAL",
        securityPolicy: "TLS_1_2",
      },
      mutualTlsAuthentication: { truststoreUri: "s3://trust/ca.pem", truststoreVersion: "3" },
    },
    { domainNameConfiguration: [CERTIFICATE, "certificate"] },
  ),
  resource(
    API_MAPPING,
    "api-mapping",
    { apiId: API_ID, domainName: "api.example.com", stage: "$default" },
    { apiId: [API, "api"], domainName: [DOMAIN_NAME, "domain-name"] },
  ),
  resource(
    WEB_ACL_ASSOCIATION,
    "pool-web-acl",
    { resourceArn: `arn:aws:cognito-idp:${ACCOUNT}:userpool/${POOL_ID}` },
    { resourceArn: [USER_POOL, "pool"] },
  ),
  resource(API, "socket-api", { id: "s0c4e7", protocolType: "WEBSOCKET" }),
  resource(
    STAGE,
    "socket-stage",
    {
      apiId: "s0c4e7",
      name: "live",
      ...STAGE_SETTINGS,
      defaultRouteSettings: { ...STAGE_SETTINGS.defaultRouteSettings, loggingLevel: "ERROR" },
    },
    { apiId: [API, "socket-api"] },
  ),
  resource(
    ROUTE,
    "socket-route",
    { apiId: "s0c4e7", routeKey: "$default", authorizationType: "NONE" },
    { apiId: [API, "socket-api"] },
  ),
  resource(
    INTEGRATION,
    "socket-integration",
    { apiId: "s0c4e7", integrationType: "AWS_PROXY", integrationUri: HELLO_ARN },
    { apiId: [API, "socket-api"], integrationUri: [FUNCTION, "hello"] },
  ),
];
