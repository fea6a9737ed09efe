import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { DOMAIN, USER_POOL } from "../types.ts";
import { tierOf } from "./user-pool-tier.ts";

const CREATE_DOMAIN =
  "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html";
const PREFIX = /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** China and the government's partitions have no us-east-1. */
const USABLE_CERTIFICATE = /^arn:(aws:acm:us-east-1:|(?!aws:)[\w-]+:acm:)/;

const isCustom = (domain: Resource): boolean => domain.has("certificateArn");

export const SIGN_IN_DOMAIN_RULES: readonly Rule[] = [
  {
    id: "domain-managed-login",
    scope: "stack",
    types: [DOMAIN],
    description: "The sign-in pages are those of managed login.",
    why: "The classic pages know no passkeys, and nothing is added to them.",
    remedy: "Set managedLoginVersion to 2, and give every client a branding.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference: CREATE_DOMAIN,
    // LITE has the classic pages only (C281).
    applies: (domain, { stack }) =>
      !stack.targets(domain, "userPoolId", USER_POOL).some((pool) => tierOf(pool) === "LITE"),
    checks: [
      function* (domain) {
        const property = "managedLoginVersion";
        if (domain.number(property, 1) < 2) yield domain.violation(property, "2");
      },
    ],
  },
  {
    id: "domain-cert-region",
    scope: "resource",
    types: [DOMAIN],
    description: "The certificate of a custom domain lies in us-east-1, wherever the pool is.",
    why: "CloudFront serves the domain and finds certificates nowhere else; the deployment fails after minutes.",
    remedy: "Make the certificate with a provider of the Region us-east-1.",
    severity: "low",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html",
    applies: isCustom,
    checks: [
      function* (domain) {
        if (!USABLE_CERTIFICATE.test(domain.text("certificateArn"))) {
          yield domain.violation("certificateArn", "the ARN of a certificate in us-east-1");
        }
      },
    ],
  },
  {
    id: "domain-prefix-valid",
    scope: "resource",
    types: [DOMAIN],
    description:
      "The prefix of a Cognito domain is a host name's label without Amazon's own names.",
    why: "Cognito refuses the others when the pool is there already.",
    remedy: "Choose another prefix.",
    severity: "low",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: [],
    reference: CREATE_DOMAIN,
    applies: (domain) => !isCustom(domain),
    checks: [
      function* (domain) {
        if (!PREFIX.test(domain.text("domain"))) {
          const wanted =
            "lower-case letters, digits and inner hyphens, without aws, amazon and cognito";
          yield domain.violation("domain", wanted);
        }
      },
    ],
  },
];
