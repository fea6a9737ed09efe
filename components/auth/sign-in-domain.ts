import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../shared/arguments";

const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const RESERVED = /aws|amazon|cognito/;
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){2,}[a-z]{2,63}$/;

/** A host name of your own for the sign-in pages. */
export interface CustomDomain {
  /**
   * Host name below a domain that resolves to an address already: Cognito refuses it otherwise. It
   * works up to an hour after the deployment. For instance `login.orders.example.net`.
   */
  readonly name: string;
  /** Hosted zone of Route 53 that the host name is in. */
  readonly zoneId: pulumi.Input<string>;
  readonly prefix?: never;
}

/** A host name of Cognito's for the sign-in pages. */
export interface PrefixDomain {
  /**
   * First label of the host name, unique in the Region.
   * @default derived from the stack's name
   */
  readonly prefix?: string | undefined;
  readonly name?: never;
}

/** Where the sign-in pages are. */
export type SignInDomain = PrefixDomain | CustomDomain;

/** Whether the domain is one of the program's own, and not a prefix of Cognito's. */
export function isCustomDomain(domain: SignInDomain | undefined): domain is CustomDomain {
  return domain?.name !== undefined;
}

/** The prefix of a domain of Cognito's. */
export function domainPrefixOf(domain: PrefixDomain | undefined): string {
  return (
    domain?.prefix ??
    derivedDomainPrefix({
      organization: pulumi.getOrganization(),
      project: pulumi.getProject(),
      stack: pulumi.getStack(),
    })
  );
}

/** Host name of the sign-in pages. */
export function signInHost(
  domain: SignInDomain | undefined,
  region: pulumi.Input<string>,
): pulumi.Output<string> {
  return isCustomDomain(domain)
    ? pulumi.output(domain.name)
    : pulumi.interpolate`${domainPrefixOf(domain)}.auth.${region}.amazoncognito.com`;
}

/**
 * What is wrong with the prefix of a sign-in domain (C293).
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
 */
export function domainPrefixFault(prefix: string): string | undefined {
  const reserved = RESERVED.exec(prefix)?.[0];
  if (reserved !== undefined) return `must not contain "${reserved}"`;
  if (PREFIX.test(prefix)) return undefined;
  return "must be 1 to 63 lower-case letters, digits and inner hyphens, for instance orders-login";
}

/** What is wrong with a sign-in domain. */
export function signInDomainProblem(domain: SignInDomain | undefined): Problem {
  if (isCustomDomain(domain)) {
    if (!HOST.test(domain.name)) {
      return `domain.name is "${domain.name}": it must be a host name below a domain of yours, in lower case, for instance login.orders.example.net.`;
    }
    // Evaluated without a type check, it may be missing.
    const { zoneId = "" } = domain;
    return zoneId === ""
      ? `domain.zoneId is missing: name the Route 53 zone that has ${domain.name}.`
      : undefined;
  }
  if (domain?.prefix === undefined) return undefined;
  const fault = domainPrefixFault(domain.prefix);
  return fault && `domain.prefix is "${domain.prefix}": it ${fault}.`;
}

/** The stack that a prefix is derived from. */
export interface StackName {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
}

/**
 * A prefix for a stack that names none: readable, and with a hash of the stack's full name, because
 * prefixes are unique in a Region across all AWS accounts.
 */
export function derivedDomainPrefix({ organization, project, stack }: StackName): string {
  const fullName = `${organization}/${project}/${stack}`;
  const hash = createHash("sha256").update(fullName).digest("hex").slice(0, 8);
  const readable = `${project}-${stack}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const prefix = `${readable.replace(/^-/, "").slice(0, 54)}-${hash}`;
  return domainPrefixFault(prefix) === undefined ? prefix : `login-${hash}`;
}
