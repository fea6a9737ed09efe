import { type Clock, epochSeconds } from "../../clock.ts";
import type { Authorization, Authorizer, Refusal } from "../authorization.ts";
import type { Switches } from "../switches.ts";
import { parseQuery } from "../target.ts";
import { findToken, type IdentitySource } from "./identity-source.ts";
import { type JwtVerdict, scopesAllow } from "./verify-jwt.ts";
import { jwtChecks, type NamedCheck } from "./jwt-checks.ts";
import {
  challengeFor,
  challengeForScopes,
  challengeWithoutToken,
  describeRefusal,
} from "./jwt-refusals.ts";
import type { JwtVerifier } from "./verified-tokens.ts";

const tokenFound: NamedCheck = { name: "token found", rules: "H68–H76" };
const routeScopes: NamedCheck = { name: "scopes", rules: "H103–H107" };

/** Every check of the JWT authorizer, in the order in which they are made (H66, H67). */
export const jwtPipeline: readonly NamedCheck[] = [tokenFound, ...jwtChecks, routeScopes];

/** The JWT authorizer: token from its one source, checks, then the route's scopes (H66–H109). */
export function createJwtAuthorizer(options: {
  readonly source: IdentitySource;
  readonly verify: JwtVerifier;
  readonly clock: Clock;
  readonly switches: Switches;
}): Authorizer {
  const { source, verify, clock, switches } = options;
  return ({ received, target, route }) => {
    const query = source.kind === "querystring" ? parseQuery(target.query) : undefined;
    const token = findToken(source, received.headers, query, switches.bearerAnyCase);
    if (token === undefined) return withoutToken;
    const verdict = verify(token, epochSeconds(clock));
    return verdict instanceof Promise
      ? verdict.then((late) => decide(late, route.scopes, switches))
      : decide(verdict, route.scopes, switches);
  };
}

const withoutToken: Refusal = {
  allow: false,
  status: 401,
  reason: "no token in the identity source",
  check: tokenFound.name,
  challenge: challengeWithoutToken,
};

function decide(verdict: JwtVerdict, scopes: readonly string[], switches: Switches): Authorization {
  if (!verdict.ok) {
    const reason = describeRefusal(verdict.reason);
    const challenge = challengeFor(verdict.reason, scopes);
    return { allow: false, status: 401, reason, check: verdict.check, challenge };
  }
  if (scopesAllow(scopes, verdict.scopes)) {
    return { allow: true, caller: { kind: "jwt", token: verdict } };
  }
  // H105: the only check that ends in 403, hence the last one (H67).
  const challenge = switches.challengeOnForbidden ? challengeForScopes(scopes) : undefined;
  const reason = `the token has none of the route's scopes (${scopes.join(" ")})`;
  return { allow: false, status: 403, reason, check: routeScopes.name, challenge };
}
