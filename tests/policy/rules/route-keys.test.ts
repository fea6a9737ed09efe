import { describePolicy } from "../support/cases.ts";
import { ROUTE } from "../../../policy/types.ts";
import { remove, removeAll, set } from "../support/stack.ts";

const open = (routeKey: string) => set("catch-all", { routeKey, authorizationType: "NONE" });
const WANTED = "JWT, AWS_IAM or CUSTOM";

describePolicy("route-no-open-catchall", [
  {
    it: "refuses an open $default",
    change: open("$default"),
    says: [`Route "catch-all": authorizationType is "NONE"; wanted: ${WANTED}.`],
  },
  {
    it: "refuses an open ANY /{proxy+}, whatever its variable is called",
    change: open("ANY /{path+}"),
    says: [`Route "catch-all": authorizationType is "NONE"; wanted: ${WANTED}.`],
  },
  {
    it: "refuses the provider's default",
    change: set("catch-all", { authorizationType: undefined }),
    says: [
      `Route "catch-all": authorizationType is not set, which means "NONE"; wanted: ${WANTED}.`,
    ],
  },
  {
    it: "does not apply to one verb under one path",
    change: open("GET /pages/{page+}"),
    applies: false,
  },
  {
    it: "does not apply to WebSocket APIs, whose connection is authorized",
    change: remove("catch-all"),
    applies: false,
  },
]);

describePolicy("route-no-any", [
  {
    it: "advises against ANY",
    change: set("route", { routeKey: "ANY /hello" }),
    says: ['Route "route": routeKey is "ANY /hello"; wanted: a verb.'],
  },
  {
    it: "does not apply without routes",
    change: removeAll(ROUTE),
    applies: false,
  },
]);
