import { describePolicy } from "../support/cases.ts";
import { remove, set } from "../support/stack.ts";

describePolicy("api-default-endpoint-off", [
  {
    it: "refuses the provider's default behind a domain",
    change: set("api", { disableExecuteApiEndpoint: undefined }),
    says: ['Api "api": disableExecuteApiEndpoint is not set, which means false; wanted: true.'],
  },
  {
    it: "refuses an open endpoint behind a domain",
    change: set("api", { disableExecuteApiEndpoint: false }),
    says: ['Api "api": disableExecuteApiEndpoint is false; wanted: true.'],
  },
  {
    it: "does not apply without a domain",
    change: remove("api-mapping"),
    applies: false,
  },
]);

describePolicy("api-no-quick-create", [
  ...["target", "routeKey", "credentialsArn"].map((property) => ({
    it: `refuses ${property}`,
    change: set("api", { [property]: "arn:aws:lambda:eu-west-1:123456789012:function:hello" }),
    says: [
      `Api "api": ${property} is "arn:aws:lambda:eu-west-1:123456789012:function:hello"; wanted: no quick create.`,
    ],
    saysUnknown: [`Api "api": ${property} is [unknown]; wanted: no quick create.`],
  })),
  { it: "takes an empty text for nothing", change: set("api", { target: "" }) },
]);

describePolicy("api-fail-on-warnings", [
  {
    it: "refuses the provider's default",
    change: set("api", { failOnWarnings: undefined }),
    says: ['Api "api": failOnWarnings is not set, which means false; wanted: true.'],
  },
  {
    it: "refuses an import that ignores warnings",
    change: set("api", { failOnWarnings: false }),
    says: ['Api "api": failOnWarnings is false; wanted: true.'],
  },
  {
    it: "does not apply without an import",
    change: set("api", { body: undefined }),
    applies: false,
  },
]);
