import type * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import * as route53 from "@pulumi/aws/route53";
import { createCertificate } from "../shared/certificate";
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
      ...(isCustom && { certificateArn: certificateOf(name, domain, parent) }),
    },
    // A pool has one such domain, and a prefix one pool (C293, C296): the old one has to go first.
    { parent, deleteBeforeReplace: true },
  );
  if (isCustom) createAlias(name, domain, served, parent);
}

function certificateOf(
  name: string,
  { name: domainName, zoneId }: CustomDomain,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  return createCertificate(name, { domainName, zoneId, region: CERTIFICATE_REGION }, parent);
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
