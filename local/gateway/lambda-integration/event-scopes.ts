import type { VerifiedToken } from "../jwt/verify-jwt.ts";
import type { RouteFacts } from "../plan/route-facts.ts";

/** Scopes of the caller that an event shows: null unless the route has scopes (H124), then all of the token's (H125). */
export function eventScopes(
  { scopes: routeScopes, switches }: Pick<RouteFacts, "scopes" | "switches">,
  token: Pick<VerifiedToken, "scopes">,
): readonly string[] | null {
  if (routeScopes.length === 0) return null;
  if (!switches.matchingScopesOnly) return token.scopes;
  return token.scopes.filter((scope) => routeScopes.includes(scope));
}
