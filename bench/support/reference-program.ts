import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyDirectory } from "./places.ts";

export interface ReferenceProgram {
  readonly routes: number;
  /** How many of the routes have a callback function; the others' code is a fixed text. */
  readonly callbacks: number;
}

/** Resources beside the five of each route. */
export const BASE_RESOURCES = 10;
export const RESOURCES_PER_ROUTE = 5;

/**
 * Writes the reference program, which uses Pulumi alone and none of our components.
 * @returns its directory
 */
export function writeReferenceProgram(name: string, program: ReferenceProgram): string {
  const directory = emptyDirectory(name);
  writeFileSync(join(directory, "Pulumi.yaml"), "name: reference\nruntime: nodejs\n");
  const compilerOptions = { strict: true, target: "ES2022", module: "nodenext" };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(join(directory, "index.ts"), BASE + routesText(program));
  return directory;
}

const BASE = `import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as cognito from "@pulumi/aws/cognito";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";

const pool = new cognito.UserPool("pool", { usernameAttributes: ["email"] });
const servers = new cognito.ResourceServer("orders", {
  userPoolId: pool.id,
  identifier: "orders",
  name: "orders",
  scopes: [{ scopeName: "read", scopeDescription: "See orders" }],
});
const api = new apigatewayv2.Api("api", { protocolType: "HTTP" });
const client = new cognito.UserPoolClient(
  "client",
  {
    userPoolId: pool.id,
    allowedOauthFlows: ["code"],
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthScopes: ["openid", "orders/read"],
    callbackUrls: [api.apiEndpoint],
  },
  { dependsOn: [servers] },
);
new cognito.UserPoolDomain("domain", { userPoolId: pool.id, domain: "reference" });
const accessLog = new cloudwatch.LogGroup("access-log", { retentionInDays: 7 });
const stage = new apigatewayv2.Stage("stage", {
  apiId: api.id,
  name: "$default",
  autoDeploy: true,
  accessLogSettings: { destinationArn: accessLog.arn, format: "$context.requestId" },
});
const authorizer = new apigatewayv2.Authorizer("jwt", {
  apiId: api.id,
  authorizerType: "JWT",
  identitySources: ["$request.header.Authorization"],
  jwtConfiguration: { issuer: pulumi.interpolate\`https://\${pool.endpoint}\`, audiences: [client.id] },
});
const role = new iam.Role("role", {
  assumeRolePolicy: iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});
new cloudwatch.MetricAlarm("errors", {
  namespace: "AWS/ApiGateway",
  metricName: "5xx",
  dimensions: { ApiId: api.id },
  statistic: "Sum",
  period: 60,
  evaluationPeriods: 1,
  threshold: 1,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
});

const json = (statusCode: number, body: unknown) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
`;

function routesText({ routes, callbacks }: ReferenceProgram): string {
  return `
for (let index = 0; index < ${routes}; index += 1) {
  const logs = new cloudwatch.LogGroup(\`logs-\${index}\`, { retentionInDays: 7 });
  const settings = {
    role,
    runtime: "nodejs22.x",
    loggingConfig: { logFormat: "JSON", logGroup: logs.name },
  };
  const code = new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = async () => ({ statusCode: 200 });"),
  });
  const answer =
    index < ${callbacks}
      ? new lambda.CallbackFunction(\`function-\${index}\`, {
          ...settings,
          callback: async (event: { rawPath: string }) => json(200, { index, path: event.rawPath }),
        })
      : new lambda.Function(\`function-\${index}\`, {
          ...settings,
          role: role.arn,
          handler: "index.handler",
          code,
        });
  const integration = new apigatewayv2.Integration(\`integration-\${index}\`, {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: answer.invokeArn,
    payloadFormatVersion: "2.0",
  });
  new apigatewayv2.Route(\`route-\${index}\`, {
    apiId: api.id,
    routeKey: \`GET /items/\${index}/{id}\`,
    target: pulumi.interpolate\`integrations/\${integration.id}\`,
    authorizationType: "JWT",
    authorizerId: authorizer.id,
    authorizationScopes: ["orders/read"],
  });
  new lambda.Permission(\`permission-\${index}\`, {
    action: "lambda:InvokeFunction",
    function: answer.name,
    principal: "apigateway.amazonaws.com",
    sourceArn: pulumi.interpolate\`\${stage.executionArn}/*/items/*\`,
  });
}

export const url = api.apiEndpoint;
`;
}
