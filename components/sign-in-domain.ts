import { createHash } from "node:crypto";
import type { Problem } from "./arguments";

const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const RESERVED = /aws|amazon|cognito/;

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

export function domainPrefixProblem(prefix: string): Problem {
  const fault = domainPrefixFault(prefix);
  return fault && `domainPrefix is "${prefix}": it ${fault}.`;
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
