import type { Clock } from "../../clock.ts";
import { badRequest } from "../../program/creation-error.ts";
import { members, type Resource, text, texts } from "../../program/graph.ts";
import type { Authorizer } from "../authorization.ts";
import type { Switches } from "../switches.ts";
import { createJwtAuthorizer } from "./authorize-jwt.ts";
import { type IdentitySource, parseIdentitySource } from "./identity-source.ts";
import type { FindIssuerKeys } from "./issuer-keys.ts";
import { checkTogether } from "./signatures.ts";
import { rememberVerified } from "./verified-tokens.ts";
import { type JwtRules, verifyJwt } from "./verify-jwt.ts";

/** What JWT authorizers are made with. */
export interface JwtAuthorizerArgs {
  readonly clock: Clock;
  readonly switches: Switches;
  readonly findIssuerKeys: FindIssuerKeys;
  /** Remember accepted tokens. */
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

/** A JWT authorizer, the same in every stage. */
export interface JwtAuthorizer {
  readonly decide: Authorizer;
  readonly facts: JwtFacts;
}

/** Audiences of one authorizer (http-api.md section 11). */
const mostAudiences = 50;
/** Characters of an issuer. */
const longestIssuer = 2048;

/**
 * Reads an authorizer of type `JWT`.
 * @throws CreationError for H61, more than 50 audiences, an issuer of none or more than 2048 characters
 */
export function planJwtAuthorizer(args: JwtAuthorizerArgs, resource: Resource): JwtAuthorizer {
  const { clock, switches } = args;
  const source = readIdentitySource(resource);
  const configuration = members(resource.inputs["jwtConfiguration"]);
  const audiences = texts(configuration["audiences"]);
  if (audiences.length > mostAudiences) {
    throw badRequest(resource, {
      value: `jwtConfiguration.audiences has ${audiences.length} entries`,
      text: `an authorizer takes at most ${mostAudiences} audiences.`,
      fix: "Split the API's clients over several authorizers.",
    });
  }
  const issuer = readIssuer(resource, text(configuration["issuer"]));
  const keys = args.findIssuerKeys(issuer);
  const rules = { audiences, keys, switches, checkSignature: checkTogether };
  const verify = args.verifiedTokenCache
    ? rememberVerified(rules)
    : (token: string, now: number) => verifyJwt(token, rules, now);
  const decide = createJwtAuthorizer({ source, verify, clock, switches });
  return { decide, facts: { name: resource.name, issuer, source, rules } };
}

function readIssuer(resource: Resource, issuer = ""): string {
  if (issuer !== "" && issuer.length <= longestIssuer) return issuer;
  throw badRequest(resource, {
    value: `jwtConfiguration.issuer "${issuer}"`,
    text: `an issuer is a URI of 1 to ${longestIssuer} characters.`,
    fix: "Set it to the issuer of the tokens, for a user pool `https://cognito-idp.REGION.amazonaws.com/POOLID`.",
  });
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
