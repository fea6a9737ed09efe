import type { Rule } from "../rule.ts";
import { API, STAGE, WEB_ACL_ASSOCIATION } from "../types.ts";

/** The ARN of an API of version 2 or of its stage; those of REST APIs say `/restapis/`. */
const HTTP_API_ARN = /^arn:[\w-]+:apigateway:[^:]*::\/apis\//;

export const WEB_ACL_RULES: readonly Rule[] = [
  {
    id: "waf-not-on-http-api",
    scope: "stack",
    types: [WEB_ACL_ASSOCIATION],
    description: "No web ACL is associated with an HTTP API, which cannot have one.",
    why: "The deployment fails; and a firewall that people believe in protects nothing.",
    remedy:
      "Put CloudFront with the web ACL in front of the API, or associate it with the user pool.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp", "nist-800-53", "pci"],
    wave: 1,
    unknown: "edge",
    ids: [
      "APIGateway.4",
      "nag:AwsSolutions-APIG3",
      "nag:NIST.800.53.R5-APIGWAssociatedWithWAF",
      "nag:PCI.DSS.321-APIGWAssociatedWithWAF",
      "CKV2_AWS_29",
      "CKV2_AWS_77",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-4",
    checks: [
      function* (association, { stack }) {
        const property = "resourceArn";
        const isLinked = [API, STAGE].some(
          (type) => stack.targets(association, property, type).length > 0,
        );
        if (isLinked || HTTP_API_ARN.test(association.text(property))) {
          yield association.violation(property, "a pool, a load balancer or a REST API");
        }
      },
    ],
  },
];
