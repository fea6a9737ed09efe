/** Pulumi's type tokens of the resources that are judged. */
export const AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer";
export const API = "aws:apigatewayv2/api:Api";
export const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
export const INTEGRATION = "aws:apigatewayv2/integration:Integration";
export const POLICY = "aws:iam/policy:Policy";
export const PERMISSION = "aws:lambda/permission:Permission";
export const RISK_CONFIGURATION = "aws:cognito/riskConfiguration:RiskConfiguration";
export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const ROUTE = "aws:apigatewayv2/route:Route";
export const USER_POOL = "aws:cognito/userPool:UserPool";
