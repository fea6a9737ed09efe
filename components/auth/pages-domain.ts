import type * as pulumi from "@pulumi/pulumi";
import * as acm from "@pulumi/aws/acm";
import * as cognito from "@pulumi/aws/cognito";
import * as route53 from "@pulumi/aws/route53";
import {
  type CustomDomain,
  domainPrefixOf,
  isCustomDomain,
  type SignInDomain,
} from "./sign-in-domain";

// CloudFront serves the pages, and finds certificates nowhere else (C294).
const CERTIFICATE_REGION = "us-east-1";

/** A pool's pages, and how they are styled: 1 is the classic version, 2 managed login. */
export interface PagesArgs {
  readonly userPoolId: pulumi.Input<string>;
  readonly domain?: SignInDomain | undefined;
  readonly managedLoginVersion: 1 | 2;
}

/** Gives a pool's pages an address. */
export function createPagesDomain(name: string, args: PagesArgs, parent: pulumi.Resource): void {
  const { userPoolId, domain, managedLoginVersion } = args;
  const isCustom = isCustomDomain(domain);
  const served = new cognito.UserPoolDomain(
    name,
    {
      userPoolId,
      domain: isCustom ? domain.name : domainPrefixOf(domain),
      managedLoginVersion,
      ...(isCustom && { certificateArn: createCertificate(name, domain, parent) }),
    },
    // A pool has one such domain, and a prefix one pool (C293, C296): the old one has to go first.
    { parent, deleteBeforeReplace: true },
  );
  if (isCustom) createAlias(name, domain, served, parent);
}

/** Makes a certificate and proves the name; gives its ARN when it can be used (C345). */
function createCertificate(
  name: string,
  { name: domainName, zoneId }: CustomDomain,
  parent: pulumi.Resource,
) {
  const certificate = new acm.Certificate(
    `${name}-certificate`,
    { domainName, validationMethod: "DNS", region: CERTIFICATE_REGION },
    { parent },
  );
  const proof = certificate.domainValidationOptions.apply(([option]) => {
    if (option === undefined) throw new Error(`ACM asks for no record for ${domainName}`);
    return option;
  });
  const record = new route53.Record(
    `${name}-certificate-record`,
    {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      // The same name is proved by the same record: one of an earlier certificate may be there.
      allowOverwrite: true,
    },
    { parent },
  );
  const validation = new acm.CertificateValidation(
    `${name}-certificate-validation`,
    {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
      region: CERTIFICATE_REGION,
    },
    { parent },
  );
  return validation.certificateArn;
}

function createAlias(
  name: string,
  { name: domainName, zoneId }: CustomDomain,
  served: cognito.UserPoolDomain,
  parent: pulumi.Resource,
): void {
  new route53.Record(
    `${name}-record`,
    {
      zoneId,
      name: domainName,
      type: "A",
      aliases: [
        {
          name: served.cloudfrontDistribution,
          zoneId: served.cloudfrontDistributionZoneId,
          evaluateTargetHealth: false,
        },
      ],
    },
    { parent },
  );
}
