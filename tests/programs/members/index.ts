import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const people = new aws.cognito.UserPool("people", {
  usernameAttributes: ["email"],
  autoVerifiedAttributes: ["email"],
});
const app = (name: string) =>
  new aws.cognito.UserPoolClient(name, {
    userPoolId: people.id,
    explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  });
const web = app("web");
app("other");

const identities = new aws.cognito.IdentityPool("identities", {
  identityPoolName: "identities",
  allowUnauthenticatedIdentities: true,
  cognitoIdentityProviders: [{ clientId: web.id, providerName: people.endpoint }],
});
const api = new aws.apigatewayv2.Api("members", { protocolType: "HTTP" });

/** A role for callers of the identity pool who may call what `path` stands for. */
const role = (name: string, amr: string, path: string) => {
  const made = new aws.iam.Role(name, {
    assumeRolePolicy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "cognito-identity.amazonaws.com:aud": identities.id },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
          },
        },
      ],
    }),
  });
  new aws.iam.RolePolicy(`${name}-calls`, {
    role: made.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "execute-api:Invoke",
          Resource: pulumi.interpolate`${api.executionArn}/*/${path}`,
        },
      ],
    }),
  });
  return made;
};
const member = role("member", "authenticated", "*");
const guest = role("guest", "unauthenticated", "GET/menu");
new aws.cognito.IdentityPoolRoleAttachment("roles", {
  identityPoolId: identities.id,
  roles: { authenticated: member.arn, unauthenticated: guest.arn },
});

const run = new aws.iam.Role("run", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});
const lambda = <Event, Result>(name: string, callback: (event: Event) => Promise<Result>) => {
  const made = new aws.lambda.CallbackFunction(name, {
    role: run,
    runtime: "nodejs24.x",
    environment: { variables: { POOL: identities.id } },
    callback,
  });
  new aws.lambda.Permission(name, {
    action: "lambda:InvokeFunction",
    function: made.name,
    principal: "apigateway.amazonaws.com",
    sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
  });
  return made;
};
const route = (
  routeKey: string,
  target: aws.lambda.CallbackFunction<never, never>,
  type: string,
) => {
  const integration = new aws.apigatewayv2.Integration(routeKey, {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: target.arn,
    payloadFormatVersion: "2.0",
  });
  new aws.apigatewayv2.Route(routeKey, {
    apiId: api.id,
    routeKey,
    authorizationType: type,
    target: pulumi.interpolate`integrations/${integration.id}`,
  });
};

const whoCalls = lambda("who-calls", async (event: { body?: string; requestContext: object }) => ({
  body: event.body,
  ...event.requestContext,
}));
// Asks AWS by its host name, as code on Lambda does.
const newGuest = lambda("new-guest", async () => {
  const answer = await fetch("https://cognito-identity.us-east-1.amazonaws.com/", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityService.GetId",
    },
    body: JSON.stringify({ IdentityPoolId: process.env["POOL"] }),
  });
  return answer.json();
});
route("GET /menu", whoCalls as never, "AWS_IAM");
route("ANY /orders/{proxy+}", whoCalls as never, "AWS_IAM");
route("GET /guest", newGuest as never, "NONE");
new aws.apigatewayv2.Stage("live", { apiId: api.id, name: "$default", autoDeploy: true });

export const provider = people.endpoint;
