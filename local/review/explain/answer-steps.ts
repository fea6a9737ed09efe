import type { Authorization } from "../../gateway/authorization.ts";
import type { Exchange } from "../../gateway/exchange.ts";
import { findToken } from "../../gateway/jwt/identity-source.ts";
import type { JwtFacts } from "../../gateway/jwt/jwt-authorizer-plan.ts";
import type { StageRoute } from "../../gateway/plan/stage-plan.ts";
import type { Observed } from "../../gateway/reply.ts";
import { parseQuery } from "../../gateway/target.ts";
import { jwtSteps } from "./jwt-steps.ts";
import { type Check, type Mark, skipped, step, type Step } from "./step.ts";

/** Whether the limits let the request pass. */
export function throttleStep({ exchange }: Observed): Step {
  const { route } = exchange;
  if (!route) return skipped("throttle");
  if (!route.throttle) return step("throttle", "passed", "H241", "no limits of the route or stage");
  const { burst, rate } = route.throttle.limits;
  const limits = `burst ${burst}, rate ${rate} a second`;
  if (exchange.step !== "throttle") return step("throttle", "passed", "H241–H243", limits);
  return step("throttle", "refused", "H242, H244", `${limits}: nothing passes`);
}

/** Who may call, check by check. */
export function authorizerStep(observed: Observed): Step {
  const { exchange, reason } = observed;
  const { route, authorization } = exchange;
  if (!route || exchange.step === "throttle") return skipped("authorizer");
  const { authorization: plan } = route;
  if (plan.kind === "none") {
    const says = "none: the route is open, a token is not looked at";
    return step("authorizer", "passed", "H127", says);
  }
  if (!authorization || plan.kind === "not-served") {
    return step("authorizer", "refused", "H250", reason ?? "the request's ARN is too long");
  }
  const verdict = authorization.allow ? "lets it pass" : `refuses with ${authorization.status}`;
  const mark: Mark = authorization.allow ? "passed" : "refused";
  if (plan.kind === "lambda") {
    const why = reason === undefined || authorization.allow ? "" : `: ${reason}`;
    const says = `Lambda authorizer "${plan.name}" ${verdict}${why}`;
    return step("authorizer", mark, "H194–H210", says);
  }
  if (plan.kind === "iam") {
    // A running runtime keeps what it handed out to itself.
    const says = `AWS_IAM ${verdict}: ${reason ?? ""}; credentials of a running runtime are not known here`;
    return step("authorizer", mark, "H211–H214, H299", says);
  }
  const says = `JWT authorizer "${plan.facts.name}" ${verdict}`;
  return step("authorizer", mark, "H66", says, jwtChecks(observed, plan.facts, authorization));
}

function jwtChecks(
  { exchange }: Observed,
  facts: JwtFacts,
  authorization: Authorization,
): readonly Check[] {
  const { target, headers, receivedAt } = exchange.received;
  const query = parseQuery(target?.query ?? "");
  return jwtSteps({
    facts,
    authorization,
    token: findToken(facts.source, headers, query, facts.rules.switches.bearerAnyCase),
    routeScopes: exchange.route?.scopes ?? [],
    now: Math.floor(receivedAt / 1000),
  });
}

/** What answers. */
export function integrationStep({ exchange, maker, reason }: Observed): Step {
  if (exchange.step !== "integration" || !exchange.route) {
    return skipped("integration");
  }
  const says = describeIntegration(exchange.route);
  const { kind } = exchange.route.integration;
  if (maker === "integration") {
    const rules = kind === "http" ? "H188, H254" : "H187, H188";
    return step("integration", "passed", rules, says);
  }
  // What the runtime does not imitate no rule decides.
  const rules = kind === "not-served" ? "" : refusalRules(exchange);
  return step("integration", "refused", rules, reason ?? says);
}

function refusalRules({ integration }: Exchange): string {
  return integration.error === undefined ? "H190, H250" : "H187";
}

function describeIntegration({ integration }: StageRoute): string {
  if (integration.kind === "http") {
    const { method, nextBackend, timeoutMs } = integration;
    return `backend ${nextBackend().host}, method ${method ?? "as sent"}, timeout ${timeoutMs} ms`;
  }
  if (integration.kind !== "lambda") return integration.reason;
  const { function: target, qualifier, payloadFormat, timeoutMs, hasCredentials } = integration;
  const name = `function "${target.name}"${qualifier ? `, ${qualifier}` : ""}`;
  const permission = hasCredentials
    ? "called with the integration's credentials"
    : "an aws.lambda.Permission lets API Gateway call it";
  return `${name}, payload format ${payloadFormat}, timeout ${timeoutMs} ms; ${permission}`;
}
