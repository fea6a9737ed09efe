import type { Rule } from "../rule.ts";
import { PERMISSION } from "../types.ts";

/** An ARN of one account whose resource starts with a name; S3 buckets have no account. */
const SCOPED_ARN = /^arn:[\w-]+:(s3:[^:]*:[^:]*|[^:*]+:[^:]*:\d{12}):[^*:/]/;
const ACCOUNT = /^\d{12}$/;

export const PERMISSION_RULES: readonly Rule[] = [
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
];
