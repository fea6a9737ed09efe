import {
  API,
  API_MAPPING,
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
import { ACCOUNT, API_ID, HELLO_ARN, POOL_ID, STAGE_SETTINGS } from "./secure-http-api.ts";
import { resource, type Stack } from "./stack.ts";

const CERTIFICATE_ARN = `arn:aws:acm:${ACCOUNT}:certificate/1f2e3d`;

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
