import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";

/** How an integration's description begins that says why its route is open. */
export const PUBLIC_PREFIX = "public: ";

/**
 * Who may call a route: bearers of an access token with at least one of the scopes, or everybody,
 * for a reason. Neither and both do not compile: nothing is open by omission.
 */
export type Access<Scope extends string = string> =
  | { readonly scopes: readonly [Scope, ...Scope[]]; readonly public?: never }
  | { readonly public: string; readonly scopes?: never };

/**
 * What is wrong with a route's access; the run-time twin of the type, for callers that escape it.
 * @param definedScopes undefined where an authorizer without scopes decides
 */
export function accessProblem(
  routeKey: string,
  route: { readonly scopes?: readonly string[]; readonly public?: string },
  definedScopes: readonly string[] | undefined,
): Problem {
  const path = `routes["${routeKey}"]`;
  if (route.scopes !== undefined && route.public !== undefined) {
    return `${path} has both scopes and public: a route is either protected or open. Remove one.`;
  }
  if (route.public !== undefined) return reasonProblem(path, route.public);
  if (definedScopes === undefined) return scopelessProblem(path, route.scopes);
  if (route.scopes !== undefined && !Array.isArray(route.scopes)) {
    return `${path}.scopes is no list: write [${JSON.stringify(route.scopes)}].`;
  }
  if (route.scopes === undefined || route.scopes.length === 0) {
    return (
      `${path} says nobody may call it: give it scopes (at least one), ` +
      `or public with the reason why everybody may.`
    );
  }
  return scopesProblem(path, route.scopes, definedScopes);
}

function reasonProblem(path: string, reason: string): Problem {
  if (typeof reason === "string" && reason.trim() !== "") return lengthProblem(path, reason);
  return `${path} is public without a reason: say why everybody may call it.`;
}

/** The reason is written to the integration's description. */
function lengthProblem(path: string, reason: string): Problem {
  const length = PUBLIC_PREFIX.length + reason.length;
  if (length <= limits.descriptionLength) return undefined;
  return `${path}.public has ${reason.length} characters: API Gateway takes ${limits.descriptionLength - PUBLIC_PREFIX.length} here.`;
}

function scopelessProblem(path: string, scopes: readonly string[] | undefined): Problem {
  if (scopes === undefined) return undefined;
  return `${path} has scopes, which only a JWT authorizer checks: remove them, the table's authorizer decides.`;
}

function scopesProblem(
  path: string,
  scopes: readonly string[],
  definedScopes: readonly string[],
): Problem {
  if (scopes.length > limits.scopesPerRoute) {
    return (
      `${path} has ${scopes.length} scopes: API Gateway takes at most ${limits.scopesPerRoute}. ` +
      `Split the route or define a wider scope.`
    );
  }
  const unknown = scopes.find((scope) => !definedScopes.includes(scope));
  if (unknown === undefined) return undefined;
  return (
    `${path} requires scope "${unknown}", which the auth layer does not define. ` +
    `Add it to scopes or remove it from the route.`
  );
}
