import type { Rule } from "./rule.ts";
import { ALARM_RULES } from "./rules/alarms.ts";
import { API_CORS_RULES } from "./rules/api-cors.ts";
import { API_DOMAIN_RULES } from "./rules/api-domain.ts";
import { API_ENDPOINT_RULES } from "./rules/api-endpoint.ts";
import { AUTHORIZER_JWT_RULES } from "./rules/authorizer-jwt.ts";
import { AUTHORIZER_LAMBDA_RULES } from "./rules/authorizer-lambda.ts";
import { CLIENT_ACCESS_RULES } from "./rules/client-access.ts";
import { CLIENT_FLOW_RULES } from "./rules/client-flows.ts";
import { CLIENT_REDIRECT_RULES } from "./rules/client-redirects.ts";
import { CLIENT_SECRET_RULES } from "./rules/client-secret.ts";
import { CLIENT_TOKEN_RULES } from "./rules/client-tokens.ts";
import { CLOSED_GRAPH_RULES } from "./rules/closed-graph.ts";
import { FIREWALL_RULE_RULES } from "./rules/firewall-rules.ts";
import { FIREWALL_RULES } from "./rules/firewall.ts";
import { FUNCTION_EVENT_RULES } from "./rules/function-events.ts";
import { FUNCTION_REACH_RULES } from "./rules/function-reach.ts";
import { FUNCTION_RUNTIME_RULES } from "./rules/function-runtime.ts";
import { FUNCTION_SECRET_RULES } from "./rules/function-secrets.ts";
import { FUNCTION_SETTING_RULES } from "./rules/function-settings.ts";
import { FUNCTION_TRACE_RULES } from "./rules/function-traces.ts";
import { IAM_ACTION_RULES } from "./rules/iam-actions.ts";
import { IAM_DATA_RULES } from "./rules/iam-data.ts";
import { IAM_ESCALATION_RULES } from "./rules/iam-escalation.ts";
import { IAM_MANAGED_RULES } from "./rules/iam-managed.ts";
import { IAM_POLICY_RULES } from "./rules/iam-policy.ts";
import { IAM_TRUST_RULES } from "./rules/iam-trust.ts";
import { IDENTITY_POOL_ROLE_RULES } from "./rules/identity-pool-roles.ts";
import { IDENTITY_POOL_RULES } from "./rules/identity-pool.ts";
import { IDENTITY_PROVIDER_RULES } from "./rules/identity-provider.ts";
import { INTEGRATION_BACKEND_RULES } from "./rules/integration-backend.ts";
import { INTEGRATION_RULES } from "./rules/integration.ts";
import { KMS_KEY_RULES } from "./rules/kms-key.ts";
import { LOG_GROUP_RULES } from "./rules/log-group.ts";
import { PERMISSION_RULES } from "./rules/permission.ts";
import { PROGRAM_RULES } from "./rules/program.ts";
import { RESOURCE_SERVER_RULES } from "./rules/resource-server.ts";
import { RISK_CONFIGURATION_RULES } from "./rules/risk-configuration.ts";
import { ROUTE_ACCESS_RULES } from "./rules/route-access.ts";
import { ROUTE_KEY_RULES } from "./rules/route-keys.ts";
import { ROUTE_SCOPE_RULES } from "./rules/route-scopes.ts";
import { SIGN_IN_DOMAIN_RULES } from "./rules/sign-in-domain.ts";
import { STAGE_LIMIT_RULES } from "./rules/stage-limits.ts";
import { STAGE_LOG_RULES } from "./rules/stage-logs.ts";
import { STAGE_SETTING_RULES } from "./rules/stage-settings.ts";
import { TABLE_RULES } from "./rules/table.ts";
import { USER_POOL_LIFECYCLE_RULES } from "./rules/user-pool-lifecycle.ts";
import { USER_POOL_MESSAGE_RULES } from "./rules/user-pool-messages.ts";
import { USER_POOL_PASSWORD_RULES } from "./rules/user-pool-password.ts";
import { USER_POOL_RECOVERY_RULES } from "./rules/user-pool-recovery.ts";
import { USER_POOL_SIGN_IN_RULES } from "./rules/user-pool-sign-in.ts";
import { USER_POOL_SIGN_UP_RULES } from "./rules/user-pool-sign-up.ts";
import { USER_POOL_FIREWALL_RULES, USER_POOL_THREAT_RULES } from "./rules/user-pool-threats.ts";
import { USER_POOL_TIER_RULES } from "./rules/user-pool-tier.ts";
import { USER_POOL_TRIGGER_RULES } from "./rules/user-pool-triggers.ts";
import { VPC_LINK_RULES } from "./rules/vpc-link.ts";
import { WEB_ACL_RULES } from "./rules/web-acl.ts";

/** Every policy of the pack. */
export const RULES: readonly Rule[] = [
  ...USER_POOL_PASSWORD_RULES,
  ...USER_POOL_SIGN_IN_RULES,
  ...USER_POOL_THREAT_RULES,
  ...USER_POOL_TIER_RULES,
  ...USER_POOL_LIFECYCLE_RULES,
  ...USER_POOL_SIGN_UP_RULES,
  ...USER_POOL_RECOVERY_RULES,
  ...USER_POOL_TRIGGER_RULES,
  ...USER_POOL_MESSAGE_RULES,
  ...USER_POOL_FIREWALL_RULES,
  ...CLIENT_FLOW_RULES,
  ...CLIENT_TOKEN_RULES,
  ...CLIENT_REDIRECT_RULES,
  ...CLIENT_ACCESS_RULES,
  ...CLIENT_SECRET_RULES,
  ...SIGN_IN_DOMAIN_RULES,
  ...RISK_CONFIGURATION_RULES,
  ...IDENTITY_POOL_RULES,
  ...IDENTITY_POOL_ROLE_RULES,
  ...IDENTITY_PROVIDER_RULES,
  ...RESOURCE_SERVER_RULES,
  ...API_CORS_RULES,
  ...API_ENDPOINT_RULES,
  ...STAGE_LOG_RULES,
  ...STAGE_LIMIT_RULES,
  ...STAGE_SETTING_RULES,
  ...ROUTE_ACCESS_RULES,
  ...ROUTE_SCOPE_RULES,
  ...ROUTE_KEY_RULES,
  ...AUTHORIZER_JWT_RULES,
  ...AUTHORIZER_LAMBDA_RULES,
  ...INTEGRATION_RULES,
  ...INTEGRATION_BACKEND_RULES,
  ...API_DOMAIN_RULES,
  ...VPC_LINK_RULES,
  ...WEB_ACL_RULES,
  ...FUNCTION_RUNTIME_RULES,
  ...FUNCTION_TRACE_RULES,
  ...FUNCTION_SETTING_RULES,
  ...FUNCTION_EVENT_RULES,
  ...FUNCTION_SECRET_RULES,
  ...FUNCTION_REACH_RULES,
  ...PERMISSION_RULES,
  ...IAM_POLICY_RULES,
  ...IAM_ACTION_RULES,
  ...IAM_ESCALATION_RULES,
  ...IAM_MANAGED_RULES,
  ...IAM_TRUST_RULES,
  ...IAM_DATA_RULES,
  ...LOG_GROUP_RULES,
  ...TABLE_RULES,
  ...FIREWALL_RULE_RULES,
  ...FIREWALL_RULES,
  ...KMS_KEY_RULES,
  ...ALARM_RULES,
  ...PROGRAM_RULES,
  ...CLOSED_GRAPH_RULES,
];
