import { Graph, type Properties, type Resource } from "../../../../local/program/graph.ts";

export const region = "eu-west-1";
export const accountId = "123456789012";
export const apiId = "a1b2c3d4e5";
export const issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE";
export const clientId = "5kek0i61pgkokoob4fsm9fo9it";

/** A resource as the recorder would give it. */
export function resource(
  type: string,
  name: string,
  id: string,
  inputs: Properties = {},
  outputs: Properties = {},
): Resource {
  return {
    urn: `urn:pulumi:dev::test::${type}::${name}`,
    type,
    name,
    id,
    parent: null,
    dependsOn: [],
    region,
    inputs,
    outputs: { ...inputs, ...outputs },
    secrets: [],
  };
}

export function api(inputs: Properties = {}): Resource {
  return resource("aws:apigatewayv2/api:Api", "api", apiId, { protocolType: "HTTP", ...inputs });
}

export function stage(name = "$default", inputs: Properties = {}): Resource {
  const logical = name.replace("$", "");
  return resource("aws:apigatewayv2/stage:Stage", logical, name, {
    apiId,
    name,
    autoDeploy: true,
    ...inputs,
  });
}

export function lambda(name: string): Resource {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return resource("aws:lambda/function:Function", name, name, {}, { arn, invokeArn, name });
}

export function permission(name: string, inputs: Properties = {}): Resource {
  return resource("aws:lambda/permission:Permission", `${name}-permission`, `${name}-permission`, {
    action: "lambda:InvokeFunction",
    function: name,
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:aws:execute-api:${region}:${accountId}:${apiId}/*/*`,
    ...inputs,
  });
}

export function authorizer(inputs: Properties = {}): Resource {
  return resource("aws:apigatewayv2/authorizer:Authorizer", "jwt", "auth01", {
    apiId,
    authorizerType: "JWT",
    identitySources: ["$request.header.Authorization"],
    jwtConfiguration: { issuer, audiences: [clientId] },
    ...inputs,
  });
}

/** A Lambda authorizer of function `guard`: simple responses, by header `X-Key`, nothing kept. */
export function lambdaAuthorizer(inputs: Properties = {}): Resource {
  return resource("aws:apigatewayv2/authorizer:Authorizer", "guard", "auth02", {
    apiId,
    authorizerType: "REQUEST",
    authorizerUri: lambda("guard").outputs["invokeArn"] ?? "",
    authorizerPayloadFormatVersion: "2.0",
    enableSimpleResponses: true,
    identitySources: ["$request.header.X-Key"],
    authorizerResultTtlInSeconds: 0,
    ...inputs,
  });
}

/** The authorizer's function and the permission that it needs (H210). */
export function guard(): Resource[] {
  const sourceArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}/authorizers/auth02`;
  return [lambda("guard"), permission("guard", { sourceArn })];
}

/** How one route of a test API differs from an open route to a function of 2.0. */
export interface RouteOptions {
  /** Scopes of a JWT route; absent: open. */
  readonly scopes?: readonly string[];
  /** Behind the {@link lambdaAuthorizer}. */
  readonly isGuarded?: boolean;
  /** Name of the function; default `main`. */
  readonly handler?: string;
  readonly route?: Properties;
  readonly integration?: Properties;
}

/** A route and its integration. */
export function route(routeKey: string, options: RouteOptions = {}): Resource[] {
  const handler = options.handler ?? "main";
  const id = `i-${routeKey}`;
  const isJwt = options.scopes !== undefined;
  return [
    resource("aws:apigatewayv2/integration:Integration", `${routeKey}-integration`, id, {
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: lambda(handler).outputs["invokeArn"] ?? "",
      integrationMethod: "POST",
      payloadFormatVersion: "2.0",
      ...options.integration,
    }),
    resource("aws:apigatewayv2/route:Route", routeKey, `r-${routeKey}`, {
      apiId,
      routeKey,
      target: `integrations/${id}`,
      ...(isJwt ? { authorizationType: "JWT", authorizerId: "auth01" } : {}),
      ...(options.isGuarded ? { authorizationType: "CUSTOM", authorizerId: "auth02" } : {}),
      ...(options.scopes?.length ? { authorizationScopes: options.scopes } : {}),
      ...options.route,
    }),
  ];
}

/** A graph of these resources, in this order. */
export function graphOf(...resources: readonly (Resource | readonly Resource[])[]): Graph {
  return new Graph({
    project: "test",
    stack: "dev",
    resources: resources.flat(),
    outputs: {},
  });
}

/** An API with `$default` stage, one function, its permission and an authorizer, around these routes. */
export function apiWith(...routes: readonly (Resource | readonly Resource[])[]): Graph {
  return graphOf(api(), stage(), lambda("main"), permission("main"), authorizer(), ...routes);
}

/** A route to an HTTP backend that passes the client's method. */
export function httpRoute(routeKey: string, uri: string, integration: Properties = {}): Resource[] {
  return route(routeKey, {
    integration: {
      integrationType: "HTTP_PROXY",
      integrationUri: uri,
      integrationMethod: "ANY",
      payloadFormatVersion: "1.0",
      ...integration,
    },
  });
}
