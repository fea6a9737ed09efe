import { iamAuthorizer } from "../../components/authorizer";
import { HttpApi } from "../../components/http-api";
import { allowIpRanges } from "../../components/ip-ranges";
import { requestAuthorizer } from "../../components/request-authorizer";
import { json } from "../../handlers/response";

const api = new HttpApi("api", {
  cors: { origins: ["https://partners.example.net"] },
  stages: {
    development: { variables: { GREETING: "hello" } },
    production: { variables: { GREETING: "welcome" } },
  },
});

// A partner names itself: good enough for a greeting. What the function hands on is
// typed in the routes' handlers.
const partners = requestAuthorizer({
  name: "partners",
  identitySources: ["$request.header.x-partner"],
  handler: async ({ identitySource: [partner = ""] }) => {
    const known = ["blue", "green"];
    return { isAuthorized: known.includes(partner), context: { partner } };
  },
});

api.addRoutes(partners, {
  "ANY /reports": {
    handler: async ({ requestContext, stageVariables }) =>
      json(200, {
        greeting: stageVariables?.["GREETING"],
        partner: requestContext.authorizer.lambda.partner,
      }),
  },
  "GET /help": {
    public: "Tells partners whom to ask",
    handler: async () => json(200, { write: "partners@example.net" }),
    throttle: { rate: 1, burst: 2 },
  },
});

// Addresses of this machine: a network's own take their place.
api.addRoutes(allowIpRanges(["127.0.0.0/8", "::1/128"]), {
  "GET /health": { handler: async () => json(200, "well") },
});

// Programs with AWS credentials; their own policies say who may call.
api.addRoutes(iamAuthorizer(), {
  "POST /reports/{id}": {
    handler: async (event) =>
      json(202, { acceptedFrom: event.requestContext.authorizer.iam.userArn }),
  },
});

export const urls = api.stageUrls;
