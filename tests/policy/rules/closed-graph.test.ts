import {
  API,
  AUTHORIZER,
  FUNCTION,
  INTEGRATION,
  PERMISSION,
  ROUTE,
} from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { add, all, resource, set } from "../support/stack.ts";

const ofApi = { apiId: [API, "api"] as const };
const ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123";
const authorizer = (issuer: string, audience: string) =>
  add(
    resource(
      AUTHORIZER,
      "jwt",
      {
        apiId: "a1b2c3d4e5",
        authorizerType: "JWT",
        jwtConfiguration: { issuer, audiences: [audience] },
      },
      ofApi,
    ),
  );
const route = (props: { readonly target?: string; readonly authorizerId?: string }) =>
  add(
    resource(
      ROUTE,
      "other",
      { apiId: "a1b2c3d4e5", routeKey: "GET /other", authorizationType: "JWT", ...props },
      ofApi,
    ),
  );
const integration = (props = {}) =>
  add(
    resource(
      INTEGRATION,
      "to-worker",
      { apiId: "a1b2c3d4e5", ...props },
      { ...ofApi, integrationUri: [FUNCTION, "worker"] },
    ),
  );

describePolicy(
  "graph-closed",
  [
    {
      it: "refuses a route without its integration",
      change: set("route", { target: "integrations/gone" }),
      says: ['Route "route": target is "integrations/gone"; wanted: an integration of the API.'],
    },
    {
      it: "refuses a route without its authorizer",
      change: route({ authorizerId: "gone" }),
      says: ['Route "other": authorizerId is "gone"; wanted: an authorizer of the API.'],
    },
    {
      it: "refuses an audience that is no client of the pool",
      change: authorizer(ISSUER, "gone"),
      says: [
        'Authorizer "jwt": jwtConfiguration.audiences is ["gone"]; wanted: clients of the pool.',
      ],
    },
    {
      it: "accepts a client of the pool",
      change: all(set("client", { id: "client123" }), authorizer(ISSUER, "client123")),
    },
    {
      it: "accepts a pool of another stack",
      change: authorizer("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other1", "gone"),
    },
    {
      it: "refuses an integration whose function it may not invoke",
      change: integration(),
      says: [
        'Integration "to-worker" has no permission to invoke "worker"; wanted: a lambda.Permission for apigateway.amazonaws.com.',
      ],
    },
    {
      it: "waits for a permission whose function is not known yet",
      change: all(
        integration(),
        add(
          resource(PERMISSION, "by-alias", {
            function: UNKNOWN,
            principal: "apigateway.amazonaws.com",
          }),
        ),
      ),
    },
    { it: "accepts an integration with a role", change: integration({ credentialsArn: UNKNOWN }) },
    {
      it: "does not apply to an API of another stack",
      change: (stack) =>
        stack
          .filter(({ type }) => type !== API)
          .map((facts) => ({ ...facts, propertyDependencies: {} })),
      applies: false,
    },
  ],
  // Values alone, as where nothing came through a dependency.
  (stack) =>
    stack.map((facts) =>
      facts.name === "route"
        ? {
            ...facts,
            propertyDependencies: {},
            props: { ...facts.props, authorizationType: "NONE" },
          }
        : facts,
    ),
);
