import { describePolicy } from "../support/cases.ts";
import { all, set } from "../support/stack.ts";

const open = set("route", { authorizationType: "NONE" });
const WANTED = "JWT, AWS_IAM or CUSTOM, or a reason";

describePolicy("route-auth-required", [
  {
    it: "refuses an open route without a reason",
    change: open,
    says: [`Route "route": authorizationType is "NONE"; wanted: ${WANTED}.`],
  },
  {
    it: "refuses the provider's default",
    change: set("route", { authorizationType: undefined }),
    says: [`Route "route": authorizationType is not set, which means "NONE"; wanted: ${WANTED}.`],
  },
  {
    it: "reports the reason in the integration's description",
    change: all(open, set("integration", { description: "public: Health check of the balancer" })),
    waives: ["Health check of the balancer"],
  },
  {
    it: "takes no reason that is empty",
    change: all(open, set("integration", { description: "public: " })),
    says: [`Route "route": authorizationType is "NONE"; wanted: ${WANTED}.`],
  },
  {
    it: "reports the reason in the pack's publicRoutes",
    change: open,
    settings: { publicRoutes: { "GET /hello": "Says hello" } },
    waives: ["Says hello"],
  },
  { it: "accepts AWS_IAM", change: set("route", { authorizationType: "AWS_IAM" }) },
  { it: "accepts CUSTOM", change: set("route", { authorizationType: "CUSTOM" }) },
]);
