import { SECRET, UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { set } from "../support/stack.ts";

const POLICY = "domainNameConfiguration.securityPolicy";
const VERSION = "mutualTlsAuthentication.truststoreVersion";

describePolicy("dn-tls12", [
  {
    it: "refuses TLS 1.0",
    change: set("domain-name", { [POLICY]: "TLS_1_0" }),
    says: [`DomainName "domain-name": ${POLICY} is "TLS_1_0"; wanted: TLS_1_2.`],
  },
  {
    it: "refuses a policy that serves no HTTP API",
    change: set("domain-name", { [POLICY]: "SecurityPolicy_TLS13_1_3_2025_09" }),
    says: [
      `DomainName "domain-name": ${POLICY} is "SecurityPolicy_TLS13_1_3_2025_09"; wanted: TLS_1_2.`,
    ],
  },
  {
    it: "refuses what is not set",
    change: set("domain-name", { [POLICY]: undefined }),
    says: [`DomainName "domain-name": ${POLICY} is not set; wanted: TLS_1_2.`],
  },
]);

describePolicy("dn-cert-managed", [
  {
    it: "refuses an imported certificate, without a look at its key",
    change: set("certificate", {
      certificateBody: "-----BEGIN CERTIFICATE-----",
      privateKey: SECRET,
      validationMethod: undefined,
    }),
    says: [
      'Certificate "certificate": certificateBody is "-----BEGIN CERTIFICATE-----"; wanted: a certificate that ACM issues.',
    ],
    saysUnknown: [
      'Certificate "certificate": certificateBody is [unknown]; wanted: a certificate that ACM issues.',
    ],
  },
  {
    it: "refuses validation by mail, which nobody answers a year later",
    change: set("certificate", { validationMethod: "EMAIL" }),
    says: ['Certificate "certificate": validationMethod is "EMAIL"; wanted: DNS.'],
  },
  {
    it: "refuses a weak key",
    change: set("certificate", { keyAlgorithm: "RSA_1024" }),
    says: ['Certificate "certificate": keyAlgorithm is "RSA_1024"; wanted: RSA_2048 or stronger.'],
  },
  {
    it: "refuses a wildcard",
    change: set("certificate", { domainName: "*.example.com" }),
    says: ['Certificate "certificate": domainName is "*.example.com"; wanted: an exact name.'],
  },
  {
    it: "refuses a wildcard among the other names",
    change: set("certificate", { subjectAlternativeNames: ["api.example.com", "*.example.com"] }),
    says: [
      'Certificate "certificate": subjectAlternativeNames[1] is "*.example.com"; wanted: an exact name.',
    ],
  },
  {
    it: "accepts a private certificate authority",
    change: set("certificate", {
      validationMethod: undefined,
      certificateAuthorityArn: UNKNOWN,
      keyAlgorithm: "EC_prime256v1",
    }),
  },
]);

describePolicy("dn-mtls-versioned", [
  {
    it: "advises a version of the trust store",
    change: set("domain-name", { [VERSION]: undefined }),
    says: [`DomainName "domain-name": ${VERSION} is not set; wanted: a version.`],
  },
  {
    it: "does not apply without client certificates",
    change: set("domain-name", { mutualTlsAuthentication: undefined }),
    applies: false,
  },
]);
