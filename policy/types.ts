/** Pulumi's type tokens of the resources that are judged. */
export const API = "aws:apigatewayv2/api:Api";
export const API_MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping";
export const AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer";
export const CERTIFICATE = "aws:acm/certificate:Certificate";
export const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
export const DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
export const DOMAIN_NAME = "aws:apigatewayv2/domainName:DomainName";
export const FUNCTION = "aws:lambda/function:Function";
export const IDENTITY_POOL = "aws:cognito/identityPool:IdentityPool";
export const IDENTITY_POOL_ROLES =
  "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment";
export const IDENTITY_PROVIDER = "aws:cognito/identityProvider:IdentityProvider";
export const INTEGRATION = "aws:apigatewayv2/integration:Integration";
export const LOG_DELIVERY_CONFIGURATION =
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration";
export const PERMISSION = "aws:lambda/permission:Permission";
export const POLICY = "aws:iam/policy:Policy";
export const RESOURCE_SERVER = "aws:cognito/resourceServer:ResourceServer";
export const RISK_CONFIGURATION = "aws:cognito/riskConfiguration:RiskConfiguration";
export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const ROUTE = "aws:apigatewayv2/route:Route";
export const STACK = "pulumi:pulumi:Stack";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const SECURITY_GROUP_INGRESS_RULE =
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const SECURITY_GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const STAGE = "aws:apigatewayv2/stage:Stage";
export const USER_POOL = "aws:cognito/userPool:UserPool";
export const VPC_LINK = "aws:apigatewayv2/vpcLink:VpcLink";
export const WEB_ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
