import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const greeting = config.require("greeting");

const pool = new aws.cognito.UserPool("people", {
  usernameAttributes: ["email"],
  autoVerifiedAttributes: ["email"],
});
const scopes = new aws.cognito.ResourceServer("notes-scopes", {
  userPoolId: pool.id,
  identifier: "https://notes.example.com",
  scopes: [{ scopeName: "read", scopeDescription: "Read notes" }],
});
new aws.cognito.UserPoolDomain("pages", { userPoolId: pool.id, domain: "notes-pages" });
const service = new aws.cognito.UserPoolClient("service", {
  userPoolId: pool.id,
  generateSecret: true,
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["client_credentials"],
  allowedOauthScopes: scopes.scopeIdentifiers,
});

const api = new aws.apigatewayv2.Api("notes", { protocolType: "HTTP" });
const role = new aws.iam.Role("run", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});
const list = new aws.lambda.CallbackFunction("list", {
  role,
  runtime: "nodejs24.x",
  environment: {
    variables: { TOKEN: config.requireSecret("token"), TABLE: pulumi.interpolate`${api.name}` },
  },
  callback: async (event: { rawPath: string }) => ({
    greeting,
    path: event.rawPath,
    table: process.env["TABLE"],
  }),
});
const authorizer = new aws.apigatewayv2.Authorizer("people-only", {
  apiId: api.id,
  authorizerType: "JWT",
  identitySources: ["$request.header.Authorization"],
  jwtConfiguration: {
    issuer: pulumi.interpolate`https://${pool.endpoint}`,
    audiences: [service.id],
  },
});
const integration = new aws.apigatewayv2.Integration("list", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: list.arn,
  payloadFormatVersion: "2.0",
});
for (const [name, routeKey, scope] of [
  ["all", "GET /notes", "https://notes.example.com/read"],
  ["hidden", "GET /hidden", "https://notes.example.com/write"],
] as const) {
  new aws.apigatewayv2.Route(name, {
    apiId: api.id,
    routeKey,
    target: pulumi.interpolate`integrations/${integration.id}`,
    authorizationType: "JWT",
    authorizerId: authorizer.id,
    authorizationScopes: [scope],
  });
}
new aws.apigatewayv2.Route("rest", {
  apiId: api.id,
  routeKey: "$default",
  target: pulumi.interpolate`integrations/${integration.id}`,
});
const stage = new aws.apigatewayv2.Stage("live", { apiId: api.id, name: "live", autoDeploy: true });
new aws.lambda.Permission("gateway-may-call-list", {
  action: "lambda:InvokeFunction",
  function: list.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
});
new aws.sqs.Queue("later");

export const address = stage.invokeUrl;
export const limit = config.requireNumber("limit");
export const token = config.requireSecret("token");
export const secret = service.clientSecret;
