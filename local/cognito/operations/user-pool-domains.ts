import { accountId } from "../../account.ts";
import { invalidParameter, notFound } from "../../json-api/errors.ts";
import { map, optionalText, required, structure, wholeNumber } from "../../json-api/input.ts";
import { checkDomainName, checkOnlyDomain, domainName } from "../configuration/domain-rules.ts";
import { type Resource, text } from "../../program/graph.ts";
import { USER_POOL_DOMAIN } from "../../program/types.ts";
import { type PoolContext, poolOf, type Service } from "../service.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { userPoolId } from "./shapes.ts";

const CLOUDFRONT_DOMAIN = "d111111abcdef8.cloudfront.net";
const domainSettings = {
  UserPoolId: userPoolId,
  Domain: domainName,
  ManagedLoginVersion: wholeNumber(1, 2),
  CustomDomainConfig: structure({
    CertificateArn: required(optionalText({ minimum: 20, maximum: 2048 })),
  }),
  Routing: map,
};

interface Settings {
  readonly Domain: string;
  readonly ManagedLoginVersion: number | undefined;
  readonly CustomDomainConfig: { readonly CertificateArn: string } | undefined;
}

/** Sign-in domains (section 6.9). */
export const userPoolDomainOperations: Operations = {
  CreateUserPoolDomain: operation(domainSettings, (service, input) => {
    const context = poolOf(service, input);
    checkDomainName(input.Domain, input.CustomDomainConfig !== undefined);
    if (find(service, input.Domain)) {
      throw invalidParameter("Domain already associated with another user pool."); // C296
    }
    const isCustom = input.CustomDomainConfig !== undefined;
    checkOnlyDomain(domainsOf(context), isCustom);
    return save(context, input, input.Domain);
  }),

  DescribeUserPoolDomain: operation({ Domain: domainName }, (service, input) => {
    const domain = find(service, input.Domain);
    return { DomainDescription: domain ? description(domain) : {} };
  }),

  UpdateUserPoolDomain: operation(domainSettings, (service, input) => {
    const context = poolOf(service, input);
    return save(context, input, requireDomain(context, input.Domain).id);
  }),

  DeleteUserPoolDomain: operation(
    { UserPoolId: userPoolId, Domain: domainName },
    (service, input) => {
      const context = poolOf(service, input);
      service.configuration.remove(requireDomain(context, input.Domain));
      return {};
    },
  ),
};

function find({ configuration }: Service, name: string): Resource | undefined {
  return configuration.graph.where(USER_POOL_DOMAIN, "domain", name)[0];
}

function domainsOf({ service, pool }: PoolContext): readonly Resource[] {
  return service.configuration.graph.where(USER_POOL_DOMAIN, "userPoolId", pool.id);
}

function requireDomain(context: PoolContext, name: string): Resource {
  const domain = domainsOf(context).find(({ inputs }) => inputs["domain"] === name);
  if (!domain) throw notFound(`Domain ${name} does not exist.`);
  return domain;
}

function save(context: PoolContext, settings: Settings, id: string): Output {
  const { service, pool } = context;
  const { Domain: domain, ManagedLoginVersion: version, CustomDomainConfig: custom } = settings;
  const inputs = {
    userPoolId: pool.id,
    domain,
    managedLoginVersion: version ?? 1,
    ...(custom && { certificateArn: custom.CertificateArn }),
  };
  service.configuration.save({ type: USER_POOL_DOMAIN, id, inputs }, service.origin);
  return {
    ManagedLoginVersion: inputs.managedLoginVersion,
    ...(custom && { CloudFrontDomain: CLOUDFRONT_DOMAIN }),
  };
}

function description({ inputs, outputs }: Resource): Output {
  const certificate = text(inputs["certificateArn"]);
  return {
    UserPoolId: inputs["userPoolId"],
    AWSAccountId: accountId,
    Domain: inputs["domain"],
    CloudFrontDistribution: text(outputs["cloudfrontDistribution"]) ?? CLOUDFRONT_DOMAIN,
    Version: text(outputs["version"]) ?? "20261101000000",
    Status: "ACTIVE",
    CustomDomainConfig: certificate === undefined ? {} : { CertificateArn: certificate },
    ManagedLoginVersion: inputs["managedLoginVersion"] ?? 1,
  };
}
