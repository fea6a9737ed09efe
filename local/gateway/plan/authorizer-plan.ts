import { badRequest, type CreationError } from "../../program/creation-error.ts";
import { members, type Resource, text, texts } from "../../program/graph.ts";
import { AUTHORIZER } from "../../program/types.ts";
import { type Authorizer, openToAll } from "../authorization.ts";
import { createIamAuthorizer, type IamAuthorizer } from "../iam/authorize-iam.ts";
import type { FindCredentials } from "../iam/issued-credentials.ts";
import { planRolePolicies } from "../iam/role-policies.ts";
import { createJwtAuthorizer } from "../jwt/authorize-jwt.ts";
import { type IdentitySource, parseIdentitySource } from "../jwt/identity-source.ts";
import type { FindIssuerKeys } from "../jwt/issuer-keys.ts";
import { type JwtRules, verifyJwt } from "../jwt/jwt-authorizer.ts";
import { checkTogether } from "../jwt/signatures.ts";
import { rememberVerified } from "../jwt/verified-tokens.ts";
import {
  type LambdaAuthorizer,
  type LambdaAuthorizerArgs,
  planLambdaAuthorizer,
  type StageAuthorizer,
} from "../lambda-authorizer/lambda-authorizer-plan.ts";
import type { RouteSource } from "./route-source.ts";
import type { StageSource } from "./stage-source.ts";

/** What authorizers are made with. */
export interface AuthorizerArgs extends LambdaAuthorizerArgs {
  readonly findIssuerKeys: FindIssuerKeys;
  readonly findCredentials: FindCredentials;
  readonly verifiedTokenCache: boolean;
}

/** A JWT authorizer as it is configured. */
export interface JwtFacts {
  /** Logical name. */
  readonly name: string;
  readonly issuer: string;
  readonly source: IdentitySource;
  readonly rules: JwtRules;
}

/** How a route decides on its callers. */
export type AuthorizationPlan =
  | { readonly kind: "none"; readonly decide: Authorizer }
  | ({ readonly kind: "lambda"; readonly name: string } & StageAuthorizer)
  | { readonly kind: "jwt"; readonly decide: Authorizer; readonly facts: JwtFacts }
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
  const { graph, api } = args;
  const jwt = new Map<string, AuthorizationPlan>();
  const lambda = new Map<string, LambdaAuthorizer>();
  graph.where(AUTHORIZER, "apiId", api.id).forEach((resource, index) => {
    if (index >= quota) throw tooMany(resource);
    const type = resource.inputs["authorizerType"];
    if (type === "JWT") jwt.set(resource.id, createJwt(args, resource));
    else if (type === "REQUEST") lambda.set(resource.id, planLambdaAuthorizer(args, resource));
    else throw unknownType(resource);
  });
  let iam: IamAuthorizer | undefined;
  return (route) => {
    const type = route.authorizationType;
    if (type === "NONE") return () => ({ kind: "none", decide: () => openToAll });
    if (type === "JWT") {
      const plan = find(jwt, route, "JWT requires a valid JWT authorizer");
      return () => plan;
    }
    if (type === "CUSTOM") {
      // https://github.com/hashicorp/terraform-provider-aws/issues/17497
      const inStage = find(
        lambda,
        route,
        "CUSTOM or COGNITO_USER_POOLS requires a valid authorizer",
      );
      const name = graph.byId(AUTHORIZER, route.authorizerId)?.name ?? "";
      return (stage) => ({ kind: "lambda", name, ...inStage(stage) });
    }
    if (type === "AWS_IAM") {
      const authorizer = (iam ??= createIam(args));
      return () => ({ kind: "iam", ...authorizer });
    }
    throw badRequest(route.resource, {
      value: `authorizationType "${type}"`,
      text: "the authorization type of a route is NONE, JWT, CUSTOM or AWS_IAM.",
      fix: "Choose one of them; CUSTOM is for a Lambda authorizer.",
    });
  };
}

function createIam({ graph, api, ...args }: AuthorizerArgs): IamAuthorizer {
  return createIamAuthorizer({ ...args, region: api.region, roles: planRolePolicies(graph) });
}

function createJwt(args: AuthorizerArgs, resource: Resource): AuthorizationPlan {
  const { clock, switches } = args;
  const source = readIdentitySource(resource);
  const configuration = members(resource.inputs["jwtConfiguration"]);
  const issuer = text(configuration["issuer"]);
  const audiences = texts(configuration["audiences"]);
  if (audiences.length > 50) {
    throw badRequest(resource, {
      value: `jwtConfiguration.audiences has ${audiences.length} entries`,
      text: "an authorizer takes at most 50 audiences.",
      fix: "Split the API's clients over several authorizers.",
    });
  }
  if (issuer === undefined || issuer === "" || issuer.length > 2048) {
    throw badRequest(resource, {
      value: `jwtConfiguration.issuer "${issuer ?? ""}"`,
      text: "an issuer is a URI of 1 to 2048 characters.",
      fix: "Set it to the issuer of the tokens, for a user pool `https://cognito-idp.REGION.amazonaws.com/POOLID`.",
    });
  }
  const keys = args.findIssuerKeys(issuer);
  const rules = { audiences, keys, switches, checkSignature: checkTogether };
  const verify = args.verifiedTokenCache
    ? rememberVerified(rules)
    : (token: string, now: number) => verifyJwt(token, rules, now);
  const decide = createJwtAuthorizer({ source, verify, clock, switches });
  return { kind: "jwt", decide, facts: { name: resource.name, issuer, source, rules } };
}

// H61: exactly one, and it is a header or a query parameter.
function readIdentitySource(resource: Resource): IdentitySource {
  const sources = texts(resource.inputs["identitySources"]);
  const [expression = ""] = sources;
  const source = parseIdentitySource(expression);
  if (sources.length === 1 && source) return source;
  throw badRequest(resource, {
    value: `identitySources [${sources.join(", ")}]`,
    text: "a JWT authorizer takes exactly one identity source, a header or a query parameter.",
    fix: 'Write ["$request.header.Authorization"].',
  });
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
