/**
 * AWS managed policies that grant or deny `execute-api:Invoke`, by name, as far as they say something about it. No other one does.
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/
 */
export const managedPolicies: Readonly<Record<string, object>> = {
  AdministratorAccess: allow({ Action: "*", Resource: "*" }),
  AWSDenyAll: policy({ Effect: "Deny", Action: "*", Resource: "*" }),
  AmazonAPIGatewayInvokeFullAccess: allow({
    Action: ["execute-api:Invoke", "execute-api:ManageConnections"],
    Resource: "arn:aws:execute-api:*:*:*",
  }),
  PowerUserAccess: allow({ NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" }),
};

function allow(statement: object): object {
  return policy({ Effect: "Allow", ...statement });
}

function policy(statement: object): object {
  return { Version: "2012-10-17", Statement: [statement] };
}
