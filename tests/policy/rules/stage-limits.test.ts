import { describePolicy } from "../support/cases.ts";
import { STAGE } from "../../../policy/types.ts";
import { removeAll, set } from "../support/stack.ts";

const BURST = "defaultRouteSettings.throttlingBurstLimit";
const RATE = "defaultRouteSettings.throttlingRateLimit";
const METRICS = "defaultRouteSettings.detailedMetricsEnabled";

describePolicy("stage-throttle", [
  {
    it: "refuses a stage without limits",
    change: set("stage", { defaultRouteSettings: undefined }),
    says: [
      'Stage "stage": defaultRouteSettings is not set; wanted: throttlingRateLimit and throttlingBurstLimit above 0.',
    ],
  },
  {
    it: "refuses metrics without limits, which block every request (H244)",
    change: set("stage", { defaultRouteSettings: { detailedMetricsEnabled: true } }),
    says: [
      `Stage "stage": ${BURST} is not set, which means 0; wanted: more than 0.`,
      `Stage "stage": ${RATE} is not set, which means 0; wanted: more than 0.`,
    ],
  },
  {
    it: "refuses a rate of 0",
    change: set("stage", { [RATE]: 0 }),
    says: [`Stage "stage": ${RATE} is 0; wanted: more than 0.`],
  },
  {
    it: "refuses a limit that is no number",
    change: set("stage", { [BURST]: "many" }),
    says: [`Stage "stage": ${BURST} is "many"; wanted: a number.`],
  },
  { it: "accepts less than one request in a second", change: set("stage", { [RATE]: 0.5 }) },
]);

describePolicy("stage-throttle-sensitive", [
  {
    it: "advises a limit of its own for a sign-in route",
    change: set("stage", { routeSettings: undefined }),
    says: ['Stage "stage": routeSettings is not set; wanted: a lower rate for POST /login.'],
  },
  {
    it: "advises against a limit that is none",
    change: set("stage", { "routeSettings[0].throttlingRateLimit": 100 }),
    says: [
      'Stage "stage": routeSettings is [{"routeKey":"POST /login","throttlingRateLimit":100}]; ' +
        "wanted: a lower rate for POST /login.",
    ],
  },
  {
    it: "does not apply where nobody signs in",
    change: set("login", { routeKey: "POST /orders" }),
    applies: false,
  },
]);

describePolicy("stage-metrics", [
  {
    it: "refuses the provider's default",
    change: set("stage", { [METRICS]: undefined }),
    says: [`Stage "stage": ${METRICS} is not set, which means false; wanted: true.`],
  },
  {
    it: "refuses a stage without settings",
    change: set("stage", { defaultRouteSettings: undefined }),
    says: ['Stage "stage": defaultRouteSettings is not set; wanted: detailedMetricsEnabled: true.'],
  },
  {
    it: "does not apply without a stage",
    change: removeAll(STAGE),
    applies: false,
  },
]);
