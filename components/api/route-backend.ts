import { optionProblems } from "../function/function-options";
import { headerProblems } from "../header-mapping";
import { integerProblem, type Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { needed, type ShapesOf } from "../shared/shapes";
import type { DeclaredRoute, PrivateBackend } from "./route";
import { parametersOf } from "./route-key";

/** Shape of {@link PrivateBackend}. */
export const PRIVATE: ShapesOf<PrivateBackend> = {
  arn: needed(),
  vpcLinkId: needed(),
  serverName: needed(),
};

const KINDS = ["handler", "proxy", "private", "aws"] as const;

/** Everything that is wrong with what answers a route. */
export function* backendProblems(
  routeKey: string,
  route: DeclaredRoute,
  isPublic: boolean,
): Iterable<Problem> {
  const path = `routes["${routeKey}"]`;
  const given = KINDS.filter((kind) => route[kind] !== undefined);
  if (given.length === 0) yield `${path} has nothing that answers: give it a handler.`;
  if (given.length > 1) yield `${path} has ${given.join(" and ")}: one of them answers.`;
  if (route.handler !== undefined) {
    if (typeof route.handler !== "function") {
      yield `${path}.handler is ${JSON.stringify(route.handler)}: it must be a function.`;
    }
    yield* optionProblems(path, route);
    return;
  }
  yield integerProblem(
    `${path}.timeoutSeconds`,
    route.timeoutSeconds,
    limits.backendTimeoutSeconds,
  );
  yield* proxyProblems(path, routeKey, route);
  yield privateProblem(path, route);
  yield tokenProblem(path, route, isPublic);
  yield* headerProblems(path, route.headers ?? {}, isPublic);
}

function* proxyProblems(
  path: string,
  routeKey: string,
  { proxy }: DeclaredRoute,
): Iterable<Problem> {
  if (typeof proxy !== "string") return;
  if (!/^https:\/\/[^/?#\s]/.test(proxy) || !URL.canParse(proxy)) {
    yield `${path}.proxy is "${proxy}": it must be an https:// address.`;
  }
  const known = parametersOf(routeKey);
  for (const [, name = ""] of proxy.matchAll(/(?<!\$)\{([^{}]*)\}/g)) {
    if (!known.includes(name)) {
      yield `${path}.proxy has {${name}}, which the route's path does not: name one of its parameters.`;
    }
  }
}

// H265
const PRIVATE_ARN =
  /^arn:[\w-]+:(?:elasticloadbalancing:.*:listener\/|servicediscovery:.*:service\/)/;

function privateProblem(path: string, { private: backend }: DeclaredRoute): Problem {
  if (typeof backend?.arn !== "string" || PRIVATE_ARN.test(backend.arn)) return undefined;
  return `${path}.private.arn is "${backend.arn}": it must be the ARN of a load balancer's listener or of a Cloud Map service.`;
}

function tokenProblem(
  path: string,
  { proxy, passesToken }: DeclaredRoute,
  isPublic: boolean,
): Problem {
  if (proxy === undefined || isPublic || passesToken === true) return undefined;
  return (
    `${path}.proxy would get callers' tokens, as API Gateway cannot keep the Authorization header back: ` +
    `say passesToken: true if it may, or answer by a handler that calls it.`
  );
}
