import type { Resource } from "../resource.ts";
import type { Check, Context, Rule, StackContext } from "../rule.ts";
import { API, ROUTE, STAGE } from "../types.ts";
import { within } from "../values.ts";

const SETTINGS = "defaultRouteSettings";
const BURST = `${SETTINGS}.throttlingBurstLimit`;
const RATE = `${SETTINGS}.throttlingRateLimit`;
const METRICS = `${SETTINGS}.detailedMetricsEnabled`;
const OWASP = "https://owasp.org/API-Security/editions/2023/en/0x11-t10/";
const SAFE_LIMITS = { [BURST]: 200, [RATE]: 100 };

/** A path segment that people sign in, sign up or come back from a sign-in with. */
const SENSITIVE =
  /\/(auth|callback|login|log-in|signin|sign-in|signup|sign-up|register|token|oauth2?|otp|password|reset|verify)(?=\/|$|-)/i;

export const STAGE_LIMIT_RULES: readonly Rule[] = [
  {
    id: "stage-throttle",
    scope: "resource",
    types: [STAGE],
    description: "A stage has limits of its own, above zero.",
    why: "Without them one API uses up what the account may do in the region.",
    remedy:
      "Set throttlingRateLimit and throttlingBurstLimit, 100 and 200 for instance. Settings without limits count " +
      "as 0, and 0 answers every request with 429.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "plain",
    ids: ["nag:Serverless-APIGWDefaultThrottling", "OWASP API4:2023"],
    reference: OWASP,
    remediate: SAFE_LIMITS,
    checks: [
      function* (stage) {
        const wanted = "throttlingRateLimit and throttlingBurstLimit above 0";
        if (stage.value(SETTINGS) === undefined) yield stage.violation(SETTINGS, wanted);
      },
      ...[BURST, RATE].map(
        (limit): Check<Context> =>
          function* (stage) {
            if (stage.value(SETTINGS) === undefined) return;
            if (stage.number(limit, 0) <= 0) yield stage.violation(limit, "more than 0");
          },
      ),
    ],
  },
  {
    id: "stage-throttle-sensitive",
    scope: "stack",
    types: [STAGE],
    description: "Routes that people sign in by have a lower limit than the rest of the stage.",
    why: "Guessing needs many requests; people need few.",
    remedy: "Give these routes an entry in routeSettings with a lower throttlingRateLimit.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: ["OWASP API2:2023"],
    reference: OWASP,
    applies: (stage, context) => sensitiveRoutes(stage, context).length > 0,
    checks: [
      function* (stage, context) {
        const limited = limitedRoutes(stage);
        const open = sensitiveRoutes(stage, context).filter((routeKey) => !limited.has(routeKey));
        const wanted = `a lower rate for ${open.join(", ")}`;
        if (open.length > 0) yield stage.violation("routeSettings", wanted);
      },
    ],
  },
  {
    id: "stage-metrics",
    scope: "resource",
    types: [STAGE],
    description: "A stage counts requests, errors and latency for each route.",
    why: "An alarm for one route has nothing else to look at.",
    remedy: "Set detailedMetricsEnabled to true, beside the limits.",
    severity: "low",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html",
    // Settings that come into being without limits would block every request (H244).
    remediate: { ...SAFE_LIMITS, [METRICS]: true },
    checks: [
      function* (stage) {
        if (!stage.has(SETTINGS)) yield stage.violation(SETTINGS, "detailedMetricsEnabled: true");
        else if (!stage.flag(METRICS, false)) yield stage.violation(METRICS, "true");
      },
    ],
  },
];

function sensitiveRoutes(stage: Resource, { stack }: StackContext): readonly string[] {
  const [api] = stack.targets(stage, "apiId", API);
  const routes = api ? stack.sources(api, ROUTE, "apiId") : [];
  return routes
    .map((route) => route.text("routeKey"))
    .filter((routeKey) => SENSITIVE.test(routeKey) && !routeKey.startsWith("OPTIONS "));
}

/** Keys of the routes with a lower rate than the stage's. */
function limitedRoutes(stage: Resource): ReadonlySet<string> {
  const rate = stage.has(RATE) ? stage.number(RATE, 0) : Number.POSITIVE_INFINITY;
  const limited = stage.items("routeSettings").flatMap(({ path }) => {
    const own = within(path, "throttlingRateLimit");
    const isLower = stage.has(own) && stage.number(own, 0) < rate;
    return isLower ? [stage.text(within(path, "routeKey"))] : [];
  });
  return new Set(limited);
}
