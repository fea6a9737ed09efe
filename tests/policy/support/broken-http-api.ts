import { API, AUTHORIZER, ROUTE } from "../../../policy/types.ts";
import { add, all, changed, type Change, resource, set } from "./stack.ts";

const CORS = "corsConfiguration";
const LIMITS = "defaultRouteSettings";
const JWT = "jwtConfiguration";
const ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123";

/** A second API and route, where one of them cannot hold two mistakes. */
const others = add(
  resource(API, "other-api", { protocolType: "HTTP", [CORS]: { allowMethods: ["*"] } }),
  resource(
    ROUTE,
    "orders",
    {
      routeKey: "GET /orders",
      authorizationType: "JWT",
      authorizerId: "jwt123",
      authorizationScopes: ["orders/raed"],
    },
    { apiId: [API, "api"], authorizerId: [AUTHORIZER, "jwt-authorizer"] },
  ),
);

const api = set("api", {
  [`${CORS}.allowOrigins`]: ["null"],
  [`${CORS}.allowCredentials`]: true,
  [`${CORS}.allowHeaders`]: ["*"],
  disableExecuteApiEndpoint: false,
  target: "arn:aws:lambda:eu-west-1:123456789012:function:hello",
  failOnWarnings: false,
});

const stages = all(
  set("stage", {
    "accessLogSettings.destinationArn": "arn:aws:s3:::logs",
    "accessLogSettings.format": '{"key":"$context.identity.apiKey"}',
    [`${LIMITS}.throttlingRateLimit`]: 0,
    [`${LIMITS}.detailedMetricsEnabled`]: false,
    stageVariables: { apiKey: "abc" },
  }),
  set("socket-stage", { [`${LIMITS}.loggingLevel`]: "OFF" }),
);

const routes = all(
  set("route", { routeKey: "ANY /hello", authorizationScopes: undefined }),
  set("catch-all", { authorizationType: "NONE" }),
  set("login", { authorizerId: undefined }),
  changed("login", (facts) => ({ ...facts, propertyDependencies: { apiId: apiEdge(facts) } })),
);

const authorizers = all(
  set("jwt-authorizer", {
    [`${JWT}.issuer`]: `${ISSUER}/`,
    [`${JWT}.audiences`]: ["client123", "stranger"],
    identitySources: ["$request.querystring.token"],
  }),
  set("lambda-authorizer", { authorizerPayloadFormatVersion: "1.0" }),
);

const integrations = all(
  set("integration", { payloadFormatVersion: "1.0", timeoutMilliseconds: 9_000 }),
  set("private", { tlsConfig: undefined }),
  set("proxy", {
    integrationUri: "http://partner.example.com/orders",
    requestParameters: { "append:header.x-user": "$context.authorizer.claims.sub" },
  }),
);

const domains = all(
  set("domain-name", {
    "domainNameConfiguration.securityPolicy": "TLS_1_0",
    "mutualTlsAuthentication.truststoreVersion": undefined,
  }),
  set("certificate", { validationMethod: "EMAIL" }),
  set("vpc-link", { subnetIds: ["subnet-1"] }),
  set("pool-web-acl", {
    resourceArn: "arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4e5/stages/$default",
  }),
  changed("pool-web-acl", (facts) => ({ ...facts, propertyDependencies: {} })),
);

/** Every mistake that a policy on API Gateway knows, each of them once. */
export const BREAK_HTTP_API: Change = all(
  others,
  api,
  stages,
  routes,
  authorizers,
  integrations,
  domains,
);

const apiEdge = ({ propertyDependencies }: ReturnType<typeof resource>): readonly string[] =>
  propertyDependencies["apiId"] ?? [];
