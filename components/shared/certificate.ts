import type * as pulumi from "@pulumi/pulumi";
import * as acm from "@pulumi/aws/acm";
import * as route53 from "@pulumi/aws/route53";

/** Whose certificate it is, and where that is proved. */
export interface CertificateArgs {
  /** Host name, the only one of the certificate. */
  readonly domainName: string;
  /** Hosted zone of Route 53 that the name is in. */
  readonly zoneId: pulumi.Input<string>;
  /** @default the stack's Region */
  readonly region?: string;
}

/**
 * Has ACM issue a certificate, which Route 53 proves.
 * @param name of what the certificate is for
 * @returns its ARN, once it can be used (C345)
 */
export function createCertificate(
  name: string,
  { domainName, zoneId, ...place }: CertificateArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const certificate = new acm.Certificate(
    `${name}-certificate`,
    { domainName, validationMethod: "DNS", ...place },
    { parent },
  );
  const record = createProof(name, zoneId, certificate, parent);
  const validation = new acm.CertificateValidation(
    `${name}-certificate-validation`,
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn], ...place },
    { parent },
  );
  return validation.certificateArn;
}

function createProof(
  name: string,
  zoneId: pulumi.Input<string>,
  certificate: acm.Certificate,
  parent: pulumi.Resource,
): route53.Record {
  // One name, so one proof.
  const proof = (key: "resourceRecordName" | "resourceRecordType" | "resourceRecordValue") =>
    certificate.domainValidationOptions.apply(([only]) => only?.[key] ?? "");
  return new route53.Record(
    `${name}-certificate-proof`,
    {
      zoneId,
      name: proof("resourceRecordName"),
      type: proof("resourceRecordType"),
      records: [proof("resourceRecordValue")],
      ttl: 300,
      // The same name is proved by the same record: one of an earlier certificate may be there.
      allowOverwrite: true,
    },
    // Its earlier name below a user pool.
    { parent, aliases: [{ name: `${name}-certificate-record` }] },
  );
}
