import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as route53 from "@pulumi/aws/route53";
import type { Problem } from "../shared/arguments";
import { createCertificate } from "../shared/certificate";
import { limits } from "../shared/limits";
import { fields, needed, type Shape, type ShapesOf, text } from "../shared/shapes";

/** A host name of the API's own. */
export interface DomainArgs {
  /** Host name, such as `api.example.net`; plain, so that callback URLs are known without the API. */
  readonly name: string;
  /** Hosted zone of Route 53 that the name is in. */
  readonly zoneId: pulumi.Input<string>;
  /** Path below which the API is served, such as `v1`. @default the root */
  readonly path?: string;
  /** The stage that is served. @default the first */
  readonly stage?: string;
  /** Callers show a certificate of one of these authorities. @default none is asked for */
  readonly mutualTls?: {
    /** `s3://BUCKET/KEY` of the authorities' certificates. */
    readonly truststoreUri: pulumi.Input<string>;
    /** Version of the object, so that writing the bucket is not enough to add one. */
    readonly truststoreVersion: pulumi.Input<string>;
  };
}

const MUTUAL_TLS: ShapesOf<NonNullable<DomainArgs["mutualTls"]>> = {
  truststoreUri: needed(),
  truststoreVersion: needed(),
};

const FIELDS: ShapesOf<DomainArgs> = {
  name: needed(text),
  zoneId: needed(),
  path: text,
  stage: text,
  mutualTls: fields(MUTUAL_TLS),
};

/** Shape of {@link DomainArgs}. */
export const DOMAIN: Shape = fields(FIELDS);

const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,}[a-z]{2,63}$/;
// H11, H13: whole segments, no slash at either end.
const MAPPING_KEY = /^[\w$\-.+!*'()]+(?:\/[\w$\-.+!*'()]+)*$/;

/** Everything that is wrong with a domain. */
export function* domainProblems(
  { name, path, stage }: DomainArgs,
  stages: readonly string[],
): Iterable<Problem> {
  if (!HOST_NAME.test(name) || name.length > 253) {
    yield `domain.name is "${name}": it must be a host name in lower case, such as api.example.net.`;
  }
  if (path !== undefined && (!MAPPING_KEY.test(path) || path.length > limits.apiMappingKeyLength)) {
    yield `domain.path is "${path}": it must be segments of letters, digits and $-_.+!*'() without a slash at either end, such as v1.`;
  }
  if (stage !== undefined && !stages.includes(stage)) {
    yield `domain.stage is "${stage}", which the API does not have: name one of ${stages.join(", ")}.`;
  }
}

/** Base URL below a domain, without a trailing slash. */
export function domainUrl({ name, path }: DomainArgs): pulumi.Output<string> {
  return pulumi.output(path === undefined ? `https://${name}` : `https://${name}/${path}`);
}

/** The domain with its certificate, the way from it to a stage, and its addresses. */
export function createApiDomain(
  name: string,
  args: DomainArgs,
  stage: apigatewayv2.Stage,
  parent: pulumi.Resource,
): void {
  const { name: domainName, zoneId } = args;
  const domain = new apigatewayv2.DomainName(
    name,
    {
      domainName,
      domainNameConfiguration: {
        certificateArn: createCertificate(name, { domainName, zoneId }, parent),
        endpointType: "REGIONAL",
        // The only policy that HTTP APIs take:
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
        securityPolicy: "TLS_1_2",
        ipAddressType: "dualstack",
      },
      ...(args.mutualTls && { mutualTlsAuthentication: args.mutualTls }),
    },
    { parent },
  );
  new apigatewayv2.ApiMapping(
    `${name}-mapping`,
    {
      apiId: stage.apiId,
      domainName: domain.id,
      stage: stage.id,
      ...(args.path !== undefined && { apiMappingKey: args.path }),
    },
    { parent },
  );
  createAddresses(name, args, domain, parent);
}

function createAddresses(
  name: string,
  args: DomainArgs,
  domain: apigatewayv2.DomainName,
  parent: pulumi.Resource,
): void {
  const { targetDomainName, hostedZoneId } = domain.domainNameConfiguration;
  for (const type of ["A", "AAAA"]) {
    new route53.Record(
      `${name}-${type.toLowerCase()}`,
      {
        zoneId: args.zoneId,
        name: args.name,
        type,
        aliases: [{ name: targetDomainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
      },
      { parent },
    );
  }
}
