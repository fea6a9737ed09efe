import { badRequest, type CreationError } from "../../program/creation-error.ts";
import type { Graph, Resource } from "../../program/graph.ts";
import { AUTHORIZER } from "../../program/types.ts";
import { type Authorizer, openToAll } from "../authorization.ts";
import { createIamAuthorizer, type IamAuthorizer } from "../iam/authorize-iam.ts";
import type { FindCredentials } from "../iam/issued-credentials.ts";
import { planRolePolicies } from "../iam/role-policies.ts";
import {
  type JwtAuthorizer,
  type JwtAuthorizerArgs,
  planJwtAuthorizer,
} from "../jwt/jwt-authorizer-plan.ts";
import {
  type LambdaAuthorizer,
  type LambdaAuthorizerArgs,
  planLambdaAuthorizer,
  type StageAuthorizer,
} from "../lambda-authorizer/lambda-authorizer-plan.ts";
import type { RouteSource } from "./route-source.ts";
import type { StageSource } from "./stage-source.ts";

/** What authorizers are made with. */
export interface AuthorizerArgs extends LambdaAuthorizerArgs, JwtAuthorizerArgs {
  readonly findCredentials: FindCredentials;
}

/** How a route decides on its callers. */
export type AuthorizationPlan =
  | { readonly kind: "none"; readonly decide: Authorizer }
  | ({ readonly kind: "lambda"; readonly name: string } & StageAuthorizer)
  | ({ readonly kind: "jwt" } & JwtAuthorizer)
  | ({ readonly kind: "iam" } & IamAuthorizer)
  | { readonly kind: "not-served"; readonly reason: string };

/** How a route decides in a stage. */
export type StageAuthorization = (stage: StageSource) => AuthorizationPlan;

/** Authorizers of one API (http-api.md section 11). */
const quota = 10;

/**
 * Makes the authorizers of an API, each once, and finds a route's.
 * @throws CreationError for H60, H61, H62, H194, H195, H204, more than 10 authorizers or 50 audiences
 */
export function planAuthorizers(args: AuthorizerArgs): (route: RouteSource) => StageAuthorization {
  const authorizers = makeAuthorizers(args);
  return (route) => {
    const authorizationOf = byType.get(route.authorizationType);
    if (authorizationOf) return authorizationOf(authorizers, route);
    throw badRequest(route.resource, {
      value: `authorizationType "${route.authorizationType}"`,
      text: "the authorization type of a route is NONE, JWT, CUSTOM or AWS_IAM.",
      fix: "Choose one of them; CUSTOM is for a Lambda authorizer.",
    });
  };
}

/** The authorizers of one API, those of the graph by their ids. */
interface Authorizers {
  readonly graph: Graph;
  readonly jwt: ReadonlyMap<string, JwtAuthorizer>;
  readonly lambda: ReadonlyMap<string, LambdaAuthorizer>;
  /** AWS_IAM is no resource: all its routes share one. */
  iam(): IamAuthorizer;
}

type AuthorizationOf = (authorizers: Authorizers, route: RouteSource) => StageAuthorization;

/** How routes of each `authorizationType` decide. A map, so that `constructor` is no type. */
const byType: ReadonlyMap<string, AuthorizationOf> = new Map<string, AuthorizationOf>([
  ["NONE", () => () => ({ kind: "none", decide: () => openToAll })],
  ["JWT", jwtOf],
  ["CUSTOM", lambdaOf],
  ["AWS_IAM", iamOf],
]);

function jwtOf({ jwt }: Authorizers, route: RouteSource): StageAuthorization {
  const authorizer = find(jwt, route, "JWT requires a valid JWT authorizer");
  return () => ({ kind: "jwt", ...authorizer });
}

function lambdaOf({ graph, lambda }: Authorizers, route: RouteSource): StageAuthorization {
  // https://github.com/hashicorp/terraform-provider-aws/issues/17497
  const requirement = "CUSTOM or COGNITO_USER_POOLS requires a valid authorizer";
  const inStage = find(lambda, route, requirement);
  const name = graph.byId(AUTHORIZER, route.authorizerId)?.name ?? "";
  return (stage) => ({ kind: "lambda", name, ...inStage(stage) });
}

function iamOf({ iam }: Authorizers): StageAuthorization {
  const authorizer = iam();
  return () => ({ kind: "iam", ...authorizer });
}

function makeAuthorizers(args: AuthorizerArgs): Authorizers {
  const { graph, api } = args;
  const jwt = new Map<string, JwtAuthorizer>();
  const lambda = new Map<string, LambdaAuthorizer>();
  graph.where(AUTHORIZER, "apiId", api.id).forEach((resource, index) => {
    if (index >= quota) throw tooMany(resource);
    const type = resource.inputs["authorizerType"];
    if (type === "JWT") jwt.set(resource.id, planJwtAuthorizer(args, resource));
    else if (type === "REQUEST") lambda.set(resource.id, planLambdaAuthorizer(args, resource));
    else throw unknownType(resource);
  });
  let iam: IamAuthorizer | undefined;
  return { graph, jwt, lambda, iam: () => (iam ??= createIam(args)) };
}

function createIam({ graph, api, ...args }: AuthorizerArgs): IamAuthorizer {
  return createIamAuthorizer({ ...args, region: api.region, roles: planRolePolicies(graph) });
}

// H62
function find<Made>(
  made: ReadonlyMap<string, Made>,
  route: RouteSource,
  requirement: string,
): Made {
  const { authorizationType, authorizerId = "", resource } = route;
  const found = made.get(authorizerId);
  if (found) return found;
  const wanted = authorizationType === "JWT" ? "JWT" : "REQUEST";
  throw badRequest(resource, {
    value: `authorizerId "${authorizerId}"`,
    text: `Invalid authorizer ID specified. Setting the authorization type to ${requirement}.`,
    fix: `Set authorizerId to the id of an authorizer of this API whose authorizerType is ${wanted}.`,
  });
}

function unknownType(resource: Resource): CreationError {
  return badRequest(resource, {
    value: `authorizerType ${JSON.stringify(resource.inputs["authorizerType"])}`,
    text: "the type of an authorizer is JWT or REQUEST.",
    fix: "Write REQUEST for a Lambda authorizer.",
  });
}

function tooMany(resource: Resource): CreationError {
  return badRequest(resource, {
    value: `one more than ${quota} authorizers`,
    text: `an API takes at most ${quota} authorizers.`,
    fix: "Let routes share authorizers, or ask AWS for a higher quota.",
  });
}
