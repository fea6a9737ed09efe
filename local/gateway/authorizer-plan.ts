import type { Clock } from "../clock.ts";
import type { Graph, Resource } from "../program/graph.ts";
import { members, text, texts } from "../program/graph.ts";
import { openToAll } from "./authorization.ts";
import type { Authorizer } from "./authorization.ts";
import { createJwtAuthorizer } from "./authorize-jwt.ts";
import { CreationError } from "./creation-error.ts";
import { parseIdentitySource } from "./identity-source.ts";
import type { IdentitySource } from "./identity-source.ts";
import type { FindIssuerKeys } from "./issuer-keys.ts";
import { verifyJwt } from "./jwt-authorizer.ts";
import type { RouteSource } from "./route-source.ts";
import { checkInParallel } from "./signatures.ts";
import type { Switches } from "./switches.ts";
import { rememberVerified } from "./verified-tokens.ts";

/** What authorizers are made with. */
export interface AuthorizerArgs {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly findIssuerKeys: FindIssuerKeys;
  readonly verifiedTokenCache: boolean;
  readonly switches: Switches;
}

/** How a route decides on its callers. */
export type AuthorizationPlan =
  | { readonly kind: "none" | "jwt"; readonly decide: Authorizer }
  | { readonly kind: "not-served"; readonly reason: string };

const jwtType = "aws:apigatewayv2/authorizer:Authorizer";

/**
 * Makes the authorizers of an API, each once, and finds a route's.
 * @throws CreationError for H61, H62 and more than 50 audiences
 */
export function planAuthorizers(
  args: AuthorizerArgs,
  api: Resource,
): (route: RouteSource) => AuthorizationPlan {
  const jwt = new Map<string, Authorizer>();
  for (const resource of args.graph.where(jwtType, "apiId", api.id)) {
    if (resource.inputs["authorizerType"] === "JWT")
      jwt.set(resource.id, createJwt(args, resource));
  }
  return (route) => {
    const type = route.authorizationType;
    if (type === "NONE") return { kind: "none", decide: () => openToAll };
    if (type !== "JWT") {
      return { kind: "not-served", reason: `${type} authorization is not served here yet` };
    }
    const decide = jwt.get(route.authorizerId ?? "");
    if (!decide) throw wrongAuthorizer(route);
    return { kind: "jwt", decide };
  };
}

function createJwt(args: AuthorizerArgs, resource: Resource): Authorizer {
  const { clock, switches } = args;
  const source = readIdentitySource(resource);
  const configuration = members(resource.inputs["jwtConfiguration"]);
  const issuer = text(configuration["issuer"]);
  const audiences = texts(configuration["audiences"]);
  if (audiences.length > 50) {
    throw refuse(resource, {
      value: `jwtConfiguration.audiences has ${audiences.length} entries`,
      text: "an authorizer takes at most 50 audiences.",
      fix: "Split the API's clients over several authorizers.",
    });
  }
  if (issuer === undefined || issuer === "" || issuer.length > 2048) {
    throw refuse(resource, {
      value: `jwtConfiguration.issuer "${issuer ?? ""}"`,
      text: "an issuer is a URI of 1 to 2048 characters.",
      fix: "Set it to the issuer of the tokens, for a user pool `https://cognito-idp.REGION.amazonaws.com/POOLID`.",
    });
  }
  const keys = args.findIssuerKeys(issuer);
  const rules = { audiences, keys, switches, checkSignature: checkInParallel() };
  const verify = args.verifiedTokenCache
    ? rememberVerified(rules)
    : (token: string, now: number) => verifyJwt(token, rules, now);
  return createJwtAuthorizer({ source, verify, clock, switches });
}

// H61: exactly one, and it is a header or a query parameter.
function readIdentitySource(resource: Resource): IdentitySource {
  const sources = texts(resource.inputs["identitySources"]);
  const [expression = ""] = sources;
  const source = parseIdentitySource(expression);
  if (sources.length === 1 && source) return source;
  throw refuse(resource, {
    value: `identitySources [${sources.join(", ")}]`,
    text: "a JWT authorizer takes exactly one identity source, a header or a query parameter.",
    fix: 'Write ["$request.header.Authorization"].',
  });
}

function refuse(
  resource: Resource,
  refusal: { readonly value: string; readonly text: string; readonly fix: string },
): CreationError {
  return new CreationError(resource, { code: "BadRequestException", ...refusal });
}

// H62
function wrongAuthorizer(route: RouteSource): CreationError {
  return refuse(route.resource, {
    value: `authorizerId "${route.authorizerId ?? ""}"`,
    text: "Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT authorizer.",
    fix: "Set authorizerId to the id of an authorizer of this API whose authorizerType is JWT.",
  });
}
