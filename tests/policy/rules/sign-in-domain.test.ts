import { type Case, describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";

const classic = set("domain", { managedLoginVersion: undefined });

describePolicy("domain-managed-login", [
  {
    it: "reports the provider's default",
    change: classic,
    says: ['UserPoolDomain "domain": managedLoginVersion is not set, which means 1; wanted: 2.'],
  },
  {
    it: "does not apply to LITE, which has the classic pages only",
    change: all(classic, set("pool", { userPoolTier: "LITE" })),
    applies: false,
  },
]);

const certificate = (certificateArn: string) => set("domain", { certificateArn });
const ELSEWHERE = "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d";

describePolicy("domain-cert-region", [
  {
    it: "refuses a certificate of the pool's own Region",
    change: certificate(ELSEWHERE),
    says: [
      `UserPoolDomain "domain": certificateArn is "${ELSEWHERE}"; wanted: the ARN of a certificate in us-east-1.`,
    ],
  },
  {
    it: "accepts another partition's Region",
    change: certificate("arn:aws-us-gov:acm:us-gov-west-1:123456789012:certificate/0a1b2c3d"),
  },
  { it: "does not apply to a prefix", change: remove("domain"), applies: false },
]);

const WANTED = "lower-case letters, digits and inner hyphens, without aws, amazon and cognito";
const refused = (domain: string): Case => ({
  it: `refuses ${domain}`,
  change: set("prefix-domain", { domain }),
  says: [`UserPoolDomain "prefix-domain": domain is "${domain}"; wanted: ${WANTED}.`],
});

describePolicy("domain-prefix-valid", [
  refused("my-aws-login"),
  refused("amazonia"),
  refused("shop-cognito"),
  refused("Shop"),
  refused("-shop"),
  refused("shop-"),
  refused("auth.example.com"),
  { it: "accepts one letter", change: set("prefix-domain", { domain: "a" }) },
  { it: "does not apply to a custom domain", change: remove("prefix-domain"), applies: false },
]);
