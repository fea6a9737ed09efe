import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import { PUBLIC_PREFIX } from "./route-access";
import { routeKeysOf } from "./route-key";

/** Who may call a route, as the resource says it. */
export type Authorization =
  | { readonly authorizationType: "NONE" | "AWS_IAM" }
  | { readonly authorizationType: "CUSTOM"; readonly authorizerId: pulumi.Input<string> }
  | {
      readonly authorizationType: "JWT";
      readonly authorizerId: pulumi.Input<string>;
      readonly authorizationScopes: readonly string[];
    };

/** A route that was made, by its own key: one method, one path. */
export interface ApiRoute {
  readonly routeKey: string;
  readonly route: apigatewayv2.Route;
}

/** What the routes of one entry of a table are made from. */
export interface ApiRouteArgs {
  readonly apiId: pulumi.Input<string>;
  /** Key of the route table; one with several methods makes several routes. */
  readonly tableKey: string;
  readonly authorization: Authorization;
  readonly integration: apigatewayv2.Integration;
}

/** The routes of one entry of a table, which all end at one integration. */
export function createApiRoutes(
  name: string,
  { apiId, tableKey, authorization, integration }: ApiRouteArgs,
  parent: pulumi.Resource,
): readonly ApiRoute[] {
  const routeKeys = routeKeysOf(tableKey);
  return routeKeys.map((routeKey) => {
    const [method = ""] = routeKey.split(" ");
    const suffix = routeKeys.length === 1 ? "route" : `${method.toLowerCase()}-route`;
    const route = new apigatewayv2.Route(
      `${name}-${suffix}`,
      {
        apiId,
        routeKey,
        target: pulumi.interpolate`integrations/${integration.id}`,
        ...withLists(authorization),
      },
      { parent },
    );
    return { routeKey, route };
  });
}

/** Where reviewers of the graph and readers of the console find why a route is open. */
export function integrationDescription(tableKey: string, reason: string | undefined): string {
  return reason === undefined ? tableKey : `${PUBLIC_PREFIX}${reason}`;
}

function withLists(authorization: Authorization) {
  return authorization.authorizationType === "JWT"
    ? { ...authorization, authorizationScopes: [...authorization.authorizationScopes] }
    : authorization;
}
