/** Pulumi's type tokens of the resources that several parts of the runtime look for. */
export const API = "aws:apigatewayv2/api:Api";
export const API_MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping";
export const AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer";
export const FUNCTION = "aws:lambda/function:Function";
export const IDENTITY_POOL = "aws:cognito/identityPool:IdentityPool";
export const IDENTITY_POOL_ROLES =
  "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment";
export const INTEGRATION = "aws:apigatewayv2/integration:Integration";
export const KMS_KEY = "aws:kms/key:Key";
export const MANAGED_LOGIN_BRANDING = "aws:cognito/managedLoginBranding:ManagedLoginBranding";
export const POOL_USER = "aws:cognito/user:User";
export const RESOURCE_SERVER = "aws:cognito/resourceServer:ResourceServer";
export const ROLE = "aws:iam/role:Role";
export const ROUTE = "aws:apigatewayv2/route:Route";
export const STAGE = "aws:apigatewayv2/stage:Stage";
export const TABLE = "aws:dynamodb/table:Table";
export const UI_CUSTOMIZATION = "aws:cognito/userPoolUICustomization:UserPoolUICustomization";
export const USER_GROUP = "aws:cognito/userGroup:UserGroup";
export const USER_IN_GROUP = "aws:cognito/userInGroup:UserInGroup";
export const USER_POOL = "aws:cognito/userPool:UserPool";
export const USER_POOL_CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
export const USER_POOL_DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
