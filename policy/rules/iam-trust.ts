import { conditionKeysOf, isForEverybody } from "../iam-access.ts";
import { conditionsOf, principalsOf, type Statement, statementsAt } from "../iam-document.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { ROLE } from "../types.ts";
import { holdsUnknown } from "../values.ts";

const TRUST = "assumeRolePolicy";
/** Conditions that say on whose behalf a service acts; `sts:ExternalId` is what a user pool sends with messages. */
const SOURCE_KEYS = [
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "lambda:sourcefunctionarn",
  "sts:externalid",
];
const SERVICE = /\.amazonaws\.com(\.cn)?$/;
/** Sends no source when an instance takes its role, so a condition would lock the instance out. */
const WITHOUT_SOURCE = /^ec2\.amazonaws\.com(\.cn)?$/;

const GITHUB = "token.actions.githubusercontent.com";
/** The repository named, and what of it. */
const SUBJECT = /^repo:[^/*?]+\/[^/:*?]+:(?<what>.+)$/;
/** Subjects in a form of the organization's own. */
const OTHER_SUBJECT = /^(?!repo:)[^*?]+$/;
/** Operators that hold only where the key is there and equal. */
const PINS = /^(ForAnyValue:)?String(Equals|Like)(IgnoreCase)?$/i;

export const IAM_TRUST_RULES: readonly Rule[] = [
  {
    id: "iam-trust-narrow",
    scope: "resource",
    types: [ROLE],
    description: "A role says who may take it, and services for which account or resource.",
    why: "Somebody in another account may get a service to work with this role for him.",
    remedy: "Name the principal; for a service add aws:SourceAccount or aws:SourceArn.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "wait",
    ids: [
      "CKV_AWS_60",
      "CKV_AWS_61",
      "CKV_AWS_283",
      "guard:iam_role_no_full_access_on_trust_policy",
      "prow:iam_role_cross_service_confused_deputy_prevention",
      "prow:iam_no_custom_policy_permissive_role_assumption",
    ],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: [
      function* (role) {
        for (const statement of trustOf(role)) {
          const wanted = wantedOf(statement);
          if (wanted !== undefined)
            yield role.violation(TRUST, wanted, { found: statement.members });
        }
      },
    ],
  },
  {
    id: "iam-github-oidc",
    scope: "resource",
    types: [ROLE],
    description:
      "A role for GitHub's workflows names the repository and the branch or environment.",
    why: "GitHub signs tokens for everybody's workflows with the same key.",
    remedy: `Hold ${GITHUB}:sub against repo:OWNER/NAME:ref:refs/heads/BRANCH.`,
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: ["CKV_AWS_358"],
    reference: "https://www.checkov.io/5.Policy%20Index/all.html",
    applies: (role) => trustOf(role).some(isOfGithub),
    checks: [
      function* (role) {
        for (const { members } of trustOf(role).filter(isOfGithub)) {
          if (holdsUnknown(members)) continue;
          const subjects = conditionsOf(members, `${GITHUB}:sub`)
            .filter(({ operator }) => PINS.test(operator))
            .flatMap(({ values }) => values);
          const isPinned = (one: string): boolean => SUBJECT.test(one) || OTHER_SUBJECT.test(one);
          if (subjects.length === 0 || !subjects.every(isPinned)) {
            yield role.violation(TRUST, "the repository in sub", { found: members });
          } else if (subjects.some((one) => SUBJECT.exec(one)?.groups?.["what"] === "*")) {
            const details = { found: members, level: "advisory" as const };
            yield role.violation(TRUST, "the branch or environment in sub", details);
          }
        }
      },
    ],
  },
  {
    id: "iam-session-boundary",
    scope: "resource",
    types: [ROLE],
    description: "Sessions of a role last an hour at most.",
    why: "A stolen session works until it ends.",
    remedy: "Leave maxSessionDuration at 3600; set permissionsBoundary where your account has one.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    thresholds: {
      seconds: { default: 3600, minimum: 3600, description: "Longest session in seconds" },
      boundary: { default: 0, minimum: 0, description: "1 asks each role for a boundary" },
    },
    checks: [
      function* (role, { threshold }) {
        const most = threshold("seconds");
        if (role.number("maxSessionDuration", 3600) > most) {
          yield role.violation("maxSessionDuration", `${most} or less`);
        }
      },
      function* (role, { threshold }) {
        if (threshold("boundary") > 0 && !role.has("permissionsBoundary")) {
          yield role.violation("permissionsBoundary", "the ARN of a policy");
        }
      },
    ],
  },
];

function trustOf(role: Resource): readonly Statement[] {
  return statementsAt(role, TRUST).filter(({ effect }) => effect === "Allow");
}

function wantedOf(statement: Statement): string | undefined {
  const { members } = statement;
  if (isForEverybody(statement)) return "named principals";
  if (holdsUnknown(members)) return undefined;
  const keys = conditionKeysOf(members);
  if (isFederated(statement)) {
    return keys.length === 0 ? "a condition on who has signed in" : undefined;
  }
  const isDeputy = (one: string): boolean => SERVICE.test(one) && !WITHOUT_SOURCE.test(one);
  const hasSource = keys.some((key) => SOURCE_KEYS.includes(key));
  return principalsOf(members).some(isDeputy) && !hasSource
    ? "a condition on aws:SourceAccount or aws:SourceArn"
    : undefined;
}

function isFederated({ members }: Statement): boolean {
  const principal = members["Principal"];
  return typeof principal === "object" && principal !== null && "Federated" in principal;
}

function isOfGithub({ members }: Statement): boolean {
  return principalsOf(members).some((one) => one.endsWith(GITHUB));
}
