import { API, INTEGRATION, PERMISSION, ROLE, ROLE_POLICY, ROUTE } from "../../../policy/types.ts";
import { SECURE_FEDERATION } from "./secure-federation.ts";
import { SECURE_SIGN_IN } from "./secure-sign-in.ts";
import { resource, type Stack } from "./stack.ts";

const EXECUTION_ARN = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5";
const LOG_GROUP_ARN = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/hello:*";

/** A stack that every policy finds in order, in the profile `prod`: what each case starts from. */
export const SECURE_STACK: Stack = [
  ...SECURE_SIGN_IN,
  resource(API, "api", { id: "a1b2c3d4e5", executionArn: EXECUTION_ARN, protocolType: "HTTP" }),
  resource(
    INTEGRATION,
    "integration",
    { id: "int1234", apiId: "a1b2c3d4e5" },
    { apiId: [API, "api"] },
  ),
  resource(
    ROUTE,
    "route",
    {
      apiId: "a1b2c3d4e5",
      routeKey: "GET /hello",
      authorizationType: "JWT",
      target: "integrations/int1234",
    },
    { apiId: [API, "api"], target: [INTEGRATION, "integration"] },
  ),
  resource(
    PERMISSION,
    "permission",
    {
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: `${EXECUTION_ARN}/$default/GET/hello`,
    },
    { sourceArn: [API, "api"] },
  ),
  resource(ROLE, "role", { inlinePolicies: [] }),
  resource(ROLE_POLICY, "role-policy", {
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: LOG_GROUP_ARN }],
    }),
  }),
  ...SECURE_FEDERATION,
];
