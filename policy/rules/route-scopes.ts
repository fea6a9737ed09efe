import type { Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import { AUTHORIZER, RESOURCE_SERVER, ROUTE, USER_POOL } from "../types.ts";
import { isList, within } from "../values.ts";

const SCOPES = "authorizationScopes";
const MAX_SCOPES = 10;
/** Scopes that every pool has. */
const POOL_SCOPES = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

const isJwt = (route: Resource): boolean => route.text("authorizationType", "NONE") === "JWT";

export const ROUTE_SCOPE_RULES: readonly Rule[] = [
  {
    id: "route-jwt-has-scopes",
    scope: "resource",
    types: [ROUTE],
    description: "A route with a JWT authorizer asks for one of 1 to 10 scopes.",
    why: "An ID token passes the authorizer like an access token does: only its lack of scopes tells them apart.",
    remedy: "Name a scope in authorizationScopes; a token without it is answered with 403.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["ASVS 9.2.2"],
    reference:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
    applies: isJwt,
    checks: [
      function* (route) {
        const scopes = route.value(SCOPES);
        const count = isList(scopes) ? scopes.length : 0;
        if (count === 0) yield route.violation(SCOPES, "at least one scope");
        if (count > MAX_SCOPES) yield route.violation(SCOPES, `at most ${MAX_SCOPES} scopes`);
      },
    ],
  },
  {
    id: "route-scopes-exist",
    scope: "stack",
    types: [ROUTE],
    description: "The scopes of a route are scopes of the pool behind its authorizer.",
    why: "No token ever holds a misspelt scope: alone it closes the route, in a list it hides what was meant.",
    remedy: "Write the scope as the resource server defines it: IDENTIFIER/NAME.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html",
    applies: (route, context) => isJwt(route) && poolsOf(route, context).length > 0,
    checks: [
      function* (route, context) {
        const defined = new Set(poolsOf(route, context).flatMap((pool) => scopesOf(pool, context)));
        for (const { path, value } of route.texts(SCOPES)) {
          if (!defined.has(value)) yield route.violation(path, "a scope that the pool defines");
        }
      },
    ],
  },
];

function poolsOf(route: Resource, { stack }: StackContext): readonly Resource[] {
  return stack
    .targets(route, "authorizerId", AUTHORIZER)
    .flatMap((authorizer) => stack.targets(authorizer, "jwtConfiguration", USER_POOL));
}

function scopesOf(pool: Resource, { stack }: StackContext): readonly string[] {
  const own = stack.sources(pool, RESOURCE_SERVER, "userPoolId").flatMap((server) => {
    const identifier = server.text("identifier");
    return server
      .items("scopes")
      .map(({ path }) => `${identifier}/${server.text(within(path, "scopeName"))}`);
  });
  return [...POOL_SCOPES, ...own];
}
