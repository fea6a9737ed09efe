import { textIs } from "../property-checks.ts";
import type { Rule } from "../rule.ts";
import { CERTIFICATE, DOMAIN_NAME } from "../types.ts";

const SECURITY_POLICY = "domainNameConfiguration.securityPolicy";

export const API_DOMAIN_RULES: readonly Rule[] = [
  {
    id: "dn-tls12",
    scope: "resource",
    types: [DOMAIN_NAME],
    description: "A domain of an HTTP API takes TLS 1.2 and later.",
    why: "Older versions are broken.",
    remedy:
      "Set securityPolicy to TLS_1_2; policies named SecurityPolicy_* cannot serve HTTP APIs.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [
      "guard:api_gw_domain_deny_non_tls",
      "CKV_AWS_206",
      "AVD-AWS-0005",
      "pul:domainname-configure-security-policy",
      "pul:domainname-enable-domain-name-configuration",
    ],
    reference:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
    remediate: { [SECURITY_POLICY]: "TLS_1_2" },
    checks: [textIs(SECURITY_POLICY, "TLS_1_2")],
  },
  {
    id: "dn-cert-managed",
    scope: "resource",
    types: [CERTIFICATE],
    description:
      "A certificate is issued and renewed by ACM, for exact names and with a strong key.",
    why: "Nobody renews the one that was imported, and a wildcard's key speaks for every name.",
    remedy:
      "Request the certificate with validationMethod DNS, a domainName without * and no key below RSA 2048.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp"],
    wave: 2,
    unknown: "edge",
    ids: [
      "ACM.1",
      "ACM.2",
      "awsg:acm-certificate-expiration",
      "CKV_AWS_233",
      "CKV_AWS_234",
      "CKV2_AWS_71",
    ],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html#acm-1",
    checks: [
      function* (certificate) {
        const isImported = certificate.has("certificateBody") || certificate.has("privateKey");
        const isPrivate = certificate.has("certificateAuthorityArn");
        if (isImported)
          yield certificate.violation("certificateBody", "a certificate that ACM issues");
        else if (!isPrivate && certificate.text("validationMethod") !== "DNS") {
          yield certificate.violation("validationMethod", "DNS");
        }
      },
      function* (certificate) {
        const isWeak = certificate.text("keyAlgorithm", "RSA_2048") === "RSA_1024";
        if (isWeak) yield certificate.violation("keyAlgorithm", "RSA_2048 or stronger");
      },
      function* (certificate) {
        const isWildcard = certificate.text("domainName").startsWith("*.");
        if (isWildcard) yield certificate.violation("domainName", "an exact name");
      },
      function* (certificate) {
        for (const { path, value } of certificate.texts("subjectAlternativeNames")) {
          if (value.startsWith("*.") && value !== certificate.facts.props["domainName"]) {
            yield certificate.violation(path, "an exact name");
          }
        }
      },
    ],
  },
  {
    id: "dn-mtls-versioned",
    scope: "resource",
    types: [DOMAIN_NAME],
    description: "The trust store of client certificates is a version of its object.",
    why: "Whoever can write the object could add a certificate authority, and nothing would show it.",
    remedy: "Set truststoreVersion to the object's version.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html",
    applies: (domain) => domain.has("mutualTlsAuthentication"),
    checks: [
      function* (domain) {
        const property = "mutualTlsAuthentication.truststoreVersion";
        if (domain.text(property) === "") yield domain.violation(property, "a version");
      },
    ],
  },
];
