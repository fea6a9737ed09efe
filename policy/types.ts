/** Pulumi's type tokens of the resources that are judged. */
export const API = "aws:apigatewayv2/api:Api";
export const API_MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping";
export const AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer";
export const BACKUP_SELECTION = "aws:backup/selection:Selection";
export const CERTIFICATE = "aws:acm/certificate:Certificate";
export const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
export const COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
/** The stack's configuration: a resource of the recorder's only, as the engine tells none. */
export const CONFIGURATION = "pulumi:pulumi:Config";
export const DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
export const DOMAIN_NAME = "aws:apigatewayv2/domainName:DomainName";
export const FUNCTION = "aws:lambda/function:Function";
export const FUNCTION_EVENT_CONFIG =
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
export const FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl";
export const IDENTITY_POOL = "aws:cognito/identityPool:IdentityPool";
export const IDENTITY_POOL_ROLES =
  "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment";
export const IDENTITY_PROVIDER = "aws:cognito/identityProvider:IdentityProvider";
export const INTEGRATION = "aws:apigatewayv2/integration:Integration";
export const KMS_KEY = "aws:kms/key:Key";
export const LOG_DELIVERY_CONFIGURATION =
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration";
export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const LOG_RESOURCE_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
export const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const PERMISSION = "aws:lambda/permission:Permission";
export const POLICY = "aws:iam/policy:Policy";
export const PROVIDER = "pulumi:providers:aws";
export const RESOURCE_SERVER = "aws:cognito/resourceServer:ResourceServer";
export const RISK_CONFIGURATION = "aws:cognito/riskConfiguration:RiskConfiguration";
export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const ROLE_POLICY_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
export const ROUTE = "aws:apigatewayv2/route:Route";
export const SCALING_TARGET = "aws:appautoscaling/target:Target";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const SECURITY_GROUP_INGRESS_RULE =
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const SECURITY_GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const STACK = "pulumi:pulumi:Stack";
export const STAGE = "aws:apigatewayv2/stage:Stage";
export const TABLE = "aws:dynamodb/table:Table";
export const TABLE_RESOURCE_POLICY = "aws:dynamodb/resourcePolicy:ResourcePolicy";
export const USER_POOL = "aws:cognito/userPool:UserPool";
export const VPC_LINK = "aws:apigatewayv2/vpcLink:VpcLink";
export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
export const WEB_ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
export const WEB_ACL_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
export const WEB_ACL_RULE = "aws:wafv2/webAclRule:WebAclRule";
export const WEB_ACL_RULE_GROUP_ASSOCIATION =
  "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation";
