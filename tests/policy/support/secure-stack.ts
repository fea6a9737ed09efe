import { API, FUNCTION, PERMISSION, ROLE, ROLE_POLICY } from "../../../policy/types.ts";
import { SECURE_API_PARTS } from "./secure-api-parts.ts";
import { SECURE_DATA, SECURE_PROGRAM } from "./secure-data.ts";
import { SECURE_FEDERATION } from "./secure-federation.ts";
import { SECURE_FIREWALL } from "./secure-firewall.ts";
import { SECURE_FUNCTIONS } from "./secure-functions.ts";
import { EXECUTION_ARN, SECURE_HTTP_API } from "./secure-http-api.ts";
import { LAMBDA_TRUST, SECURE_ROLES } from "./secure-roles.ts";
import { SECURE_SIGN_IN } from "./secure-sign-in.ts";
import { resource, type Stack } from "./stack.ts";

const LOG_GROUP_ARN = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/hello:*";

/** A stack that every policy finds in order, in the profile `prod`: what each case starts from. */
export const SECURE_STACK: Stack = [
  ...SECURE_SIGN_IN,
  ...SECURE_HTTP_API,
  resource(
    PERMISSION,
    "permission",
    {
      action: "lambda:InvokeFunction",
      function: "hello",
      principal: "apigateway.amazonaws.com",
      sourceArn: `${EXECUTION_ARN}/$default/GET/hello`,
    },
    { sourceArn: [API, "api"], function: [FUNCTION, "hello"] },
  ),
  resource(ROLE, "role", { inlinePolicies: [], assumeRolePolicy: LAMBDA_TRUST }),
  resource(ROLE_POLICY, "role-policy", {
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: LOG_GROUP_ARN }],
    }),
  }),
  ...SECURE_FEDERATION,
  ...SECURE_API_PARTS,
  ...SECURE_FUNCTIONS,
  ...SECURE_ROLES,
  ...SECURE_DATA,
  ...SECURE_FIREWALL,
  ...SECURE_PROGRAM,
];
