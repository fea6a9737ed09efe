import { isPreflight } from "../../gateway/cors.ts";
import type { Observed } from "../../gateway/reply.ts";
import { routeMethods } from "../../gateway/route-key.ts";
import { defaultSwitches } from "../../gateway/switches.ts";
import { escapeForLog } from "../../log-text.ts";
import { losers } from "./route-contest.ts";
import { type Check, type Mark, skipped, step, type Step } from "./step.ts";

/** Which API a `Host` means. */
export function hostStep({ exchange, reason }: Observed, apiName: string): Step {
  const { mapping, received } = exchange;
  if (exchange.step === "host") {
    return step(
      "host",
      "refused",
      "H10, H295",
      reason ?? "the request has no valid form, or is too large",
    );
  }
  const host = escapeForLog(received.headers.byName["host"] ?? "");
  if (mapping) {
    const key = mapping.key === "" ? "without a key" : `"${mapping.key}"`;
    return step(
      "host",
      "passed",
      "H11, H12",
      `${host}: its mapping ${key} leads to API "${apiName}"`,
    );
  }
  return step("host", "passed", "H295", `${host} is the default endpoint of API "${apiName}"`);
}

/** Which stage. */
export function stageStep({ exchange }: Observed): Step {
  const { stage, mapping, received } = exchange;
  if (exchange.step === "host") return skipped("stage");
  if (!stage) {
    const says = "no stage has the name of the first segment, and there is no $default";
    return step("stage", "refused", "H2, H9", says);
  }
  if (mapping) return step("stage", "passed", "H12", `${stage.name}, as the mapping says`);
  const first = received.target?.segments[0] ?? "";
  if (stage.name !== "$default") {
    return step("stage", "passed", "H2–H4", `${stage.name}, the first segment of the path`);
  }
  const says =
    first === "" ? "$default" : `$default, as no stage is named "${escapeForLog(first)}"`;
  return step("stage", "passed", "H2–H4", says);
}

/** Which route, and which others lost. */
export function routeStep({ exchange, maker }: Observed): Step {
  const { stage, route, segments, received } = exchange;
  if (!stage) return skipped("route");
  const keys = stage.routes.map(({ key }) => key);
  const { greedyMatchesRoot } = defaultSwitches;
  const { method } = received;
  const others = losers(keys, route?.key, { method, segments, greedyMatchesRoot });
  const parts = others.map(({ routeKey, why, rules }): Check => {
    return { name: routeKey, mark: "skipped", rules, says: why };
  });
  if (route) {
    const rivals = route.key.method === "$default" ? "no other route takes it" : "";
    return step(
      "route",
      "passed",
      "H28",
      [route.key.text, rivals].filter(Boolean).join(": "),
      parts,
    );
  }
  if (!routeMethods.has(method)) {
    return step(
      "route",
      "refused",
      "H53",
      `no route can have the method ${method}, $default included`,
    );
  }
  const path = escapeForLog(`/${segments.join("/")}`);
  const mark: Mark = maker === "cors" ? "skipped" : "refused";
  return step("route", mark, "H28, H36", `no route takes ${method} ${path}`, parts);
}

/** Whether the CORS configuration answers. */
export function preflightStep({ plan, exchange, maker }: Observed): Step {
  const { stage, route, received } = exchange;
  const { method, headers } = received;
  if (!stage) return skipped("preflight");
  if (exchange.step === "preflight" && maker === "cors") {
    const says = route
      ? `answered by the CORS configuration after the authorizer of ${route.key.text}; the integration is not run`
      : "answered by the CORS configuration, without authorizer and integration";
    return step("preflight", "passed", route ? "H229–H231" : "H220–H227", says);
  }
  if (!isPreflight(method, headers.byName)) {
    const says = "not an OPTIONS request with Origin and Access-Control-Request-Method";
    return step("preflight", "skipped", "H221", says);
  }
  const says = plan.cors
    ? "the route's authorizer comes first"
    : "the API has no CORS configuration";
  return step("preflight", "skipped", plan.cors ? "H229" : "H52", says);
}
