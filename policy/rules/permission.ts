import type { Rule } from "../rule.ts";
import { PERMISSION } from "../types.ts";

/** An ARN of one account whose resource starts with a name; S3 buckets have no account. */
const SCOPED_ARN = /^arn:[\w-]+:(s3:[^:]*:[^:]*|[^:*]+:[^:]*:\d{12}):[^*:/]/;
/** Any stage, method and path of an API. */
const WHOLE_API = /^arn:[\w-]+:execute-api:[^:]*:[^:]*:[^/]*(\/\*)*$/;
const INVOKES = new Set(["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"]);
const ACCOUNT = /^\d{12}$/;

export const PERMISSION_RULES: readonly Rule[] = [
  {
    id: "perm-no-star",
    scope: "resource",
    types: [PERMISSION],
    description: "A permission names who may invoke the function.",
    why: "Whoever calls the function past its API writes the claims that it trusts.",
    remedy: "Name the service or account; principalOrgId narrows * to your organization.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp", "hipaa", "nist-800-53", "pci"],
    wave: 1,
    unknown: "plain",
    ids: [
      "Lambda.1",
      "nag:HIPAA.Security-LambdaFunctionPublicAccessProhibited",
      "nag:NIST.800.53.R5-LambdaFunctionPublicAccessProhibited",
      "nag:PCI.DSS.321-LambdaFunctionPublicAccessProhibited",
      "CKV_AWS_301",
      "guard:lambda_function_public_access_prohibited",
      "guard:lambda_no_wildcard_principal",
      "prow:awslambda_function_not_publicly_accessible",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1",
    checks: [
      function* (permission) {
        if (permission.text("principal") === "*" && !permission.has("principalOrgId")) {
          yield permission.violation("principal", "a service or an account");
        }
      },
    ],
  },
  {
    id: "perm-source-arn",
    scope: "resource",
    types: [PERMISSION],
    description: "A service may invoke a function only on behalf of one API, pool or account.",
    why: "Another account's API could invoke it.",
    remedy: "Set sourceArn: `${api.executionArn}/*/GET/path` or the pool's ARN.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "edge",
    ids: ["CKV_AWS_364", "AVD-AWS-0067", "pul:permission-configure-source-arn"],
    reference: "https://www.checkov.io/5.Policy%20Index/all.html",
    // Accounts and roles are callers by themselves: nobody can make them call for somebody else.
    applies: (permission) => permission.text("principal").endsWith(".amazonaws.com"),
    checks: [
      function* (permission) {
        if (!permission.has("sourceArn") && permission.has("sourceAccount")) {
          const isScoped = ACCOUNT.test(permission.text("sourceAccount"));
          if (!isScoped) yield permission.violation("sourceAccount", "an account of 12 digits");
        } else if (!SCOPED_ARN.test(permission.text("sourceArn"))) {
          yield permission.violation("sourceArn", "the ARN of one API or pool");
        }
      },
    ],
  },
  {
    id: "perm-source-narrow",
    scope: "resource",
    types: [PERMISSION],
    description: "An API may invoke a function by its routes, not by whatever it may ever serve.",
    why: "A route added later, with other rules, would reach the function as well.",
    remedy: "Name stage, method or path: `${api.executionArn}/*/GET/path`.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html",
    applies: (permission) =>
      permission.text("principal").startsWith("apigateway.") && permission.has("sourceArn"),
    checks: [
      function* (permission) {
        if (WHOLE_API.test(permission.text("sourceArn"))) {
          yield permission.violation("sourceArn", "the ARN of a stage, a method or a path");
        }
      },
    ],
  },
  {
    id: "perm-action",
    scope: "resource",
    types: [PERMISSION],
    description: "A permission allows to invoke the function, and nothing else.",
    why: "Whatever else there is changes the function or shows its code.",
    remedy: 'Set action to "lambda:InvokeFunction".',
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: ["guard:lambda_permission_invoke_function_action"],
    reference: "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html",
    checks: [
      function* (permission) {
        if (!INVOKES.has(permission.text("action"))) {
          yield permission.violation("action", "lambda:InvokeFunction");
        }
      },
    ],
  },
];
