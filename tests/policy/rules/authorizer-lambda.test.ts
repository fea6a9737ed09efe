import { describePolicy } from "../support/cases.ts";
import { remove, set } from "../support/stack.ts";

const authorizer = (values: Parameters<typeof set>[1]) => set("lambda-authorizer", values);
const KEPT = "at least one while answers are kept";

describePolicy("authz-custom-safe", [
  {
    it: "refuses payload 1.0",
    change: authorizer({ authorizerPayloadFormatVersion: "1.0" }),
    says: ['Authorizer "lambda-authorizer": authorizerPayloadFormatVersion is "1.0"; wanted: 2.0.'],
  },
  {
    it: "refuses the provider's default payload",
    change: authorizer({ authorizerPayloadFormatVersion: undefined }),
    says: [
      'Authorizer "lambda-authorizer": authorizerPayloadFormatVersion is not set, which means "1.0"; wanted: 2.0.',
    ],
  },
  {
    it: "refuses answers that are kept for long",
    change: authorizer({ authorizerResultTtlInSeconds: 3600 }),
    says: [
      'Authorizer "lambda-authorizer": authorizerResultTtlInSeconds is 3600; wanted: 300 or less.',
    ],
  },
  {
    it: "refuses one kept answer for everybody (H204)",
    change: authorizer({ identitySources: [] }),
    says: [`Authorizer "lambda-authorizer": identitySources is []; wanted: ${KEPT}.`],
  },
  {
    it: "refuses the same by the provider's defaults",
    change: authorizer({ identitySources: undefined, authorizerResultTtlInSeconds: undefined }),
    says: [`Authorizer "lambda-authorizer": identitySources is not set; wanted: ${KEPT}.`],
  },
  {
    it: "advises one answer for each route where it is a bare yes (H205, H206)",
    change: authorizer({ identitySources: ["$request.header.X-Key"] }),
    level: "advisory",
    says: [
      'Authorizer "lambda-authorizer": identitySources is ["$request.header.X-Key"]; wanted: $context.routeKey as well.',
    ],
  },
  {
    it: "accepts no identity source where nothing is kept",
    change: authorizer({ identitySources: undefined, authorizerResultTtlInSeconds: 0 }),
  },
  {
    it: "does not apply to JWT authorizers",
    change: remove("lambda-authorizer"),
    applies: false,
  },
]);
