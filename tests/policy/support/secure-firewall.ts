import { USER_POOL, WEB_ACL, WEB_ACL_ASSOCIATION, WEB_ACL_LOGGING } from "../../../policy/types.ts";
import { resource, type Stack } from "./stack.ts";

const ACCOUNT = "123456789012";
const ACL_ARN = `arn:aws:wafv2:eu-west-1:${ACCOUNT}:regional/webacl/sign-in/1f2e3d`;
const METRICS = { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };

/** A web ACL before the user pool, with its log. */
export const SECURE_FIREWALL: Stack = [
  resource(WEB_ACL, "acl", {
    id: "1f2e3d",
    arn: ACL_ARN,
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    visibilityConfig: { metricName: "sign-in", ...METRICS },
    rules: [
      {
        name: "known-bad",
        priority: 1,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: "AWS",
            name: "AWSManagedRulesKnownBadInputsRuleSet",
          },
        },
        visibilityConfig: { metricName: "known-bad", ...METRICS },
      },
      {
        name: "rate",
        priority: 2,
        action: { block: {} },
        statement: { rateBasedStatement: { limit: 1000, aggregateKeyType: "IP" } },
        visibilityConfig: { metricName: "rate", ...METRICS },
      },
    ],
  }),
  resource(
    WEB_ACL_ASSOCIATION,
    "acl-of-pool",
    {
      webAclArn: ACL_ARN,
      resourceArn: `arn:aws:cognito-idp:eu-west-1:${ACCOUNT}:userpool/eu-west-1_Abc123`,
    },
    { webAclArn: [WEB_ACL, "acl"], resourceArn: [USER_POOL, "pool"] },
  ),
  resource(
    WEB_ACL_LOGGING,
    "acl-log",
    {
      resourceArn: ACL_ARN,
      logDestinationConfigs: [`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:aws-waf-logs-sign-in`],
      redactedFields: [
        { singleHeader: { name: "authorization" } },
        { singleHeader: { name: "cookie" } },
        { queryString: {} },
      ],
    },
    { resourceArn: [WEB_ACL, "acl"] },
  ),
];
