/**
 * Inputs that AWS cannot change: another value makes another resource. By resource type, as the
 * provider has them for the types that this project uses (C336, C339, C340).
 */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  "aws:apigatewayv2/api:Api": ["protocolType"],
  "aws:apigatewayv2/authorizer:Authorizer": ["apiId"],
  "aws:apigatewayv2/integration:Integration": ["apiId", "integrationType"],
  "aws:apigatewayv2/route:Route": ["apiId"],
  "aws:apigatewayv2/stage:Stage": ["apiId", "name"],
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  "aws:cognito/managedLoginBranding:ManagedLoginBranding": ["userPoolId", "clientId"],
  "aws:cognito/resourceServer:ResourceServer": ["userPoolId", "identifier"],
  "aws:cognito/userGroup:UserGroup": ["userPoolId", "name"],
  "aws:cognito/userPool:UserPool": [
    "name",
    "aliasAttributes",
    "usernameAttributes",
    "usernameConfiguration",
  ],
  "aws:cognito/userPoolClient:UserPoolClient": ["userPoolId", "generateSecret"],
  "aws:cognito/userPoolDomain:UserPoolDomain": ["userPoolId", "domain"],
  "aws:iam/role:Role": ["name", "path"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "role"],
  "aws:lambda/function:Function": ["name", "packageType"],
  "aws:lambda/permission:Permission": [
    "action",
    "function",
    "principal",
    "sourceArn",
    "statementId",
  ],
};

/** Those among the changed inputs that replace the resource. */
export function replacing(type: string, changed: readonly string[]): string[] {
  return changed.filter((property) => REPLACING[type]?.includes(property));
}
