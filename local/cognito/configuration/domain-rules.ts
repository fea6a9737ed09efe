import { invalidParameter } from "../../json-api/errors.ts";
import { optionalText, required } from "../../json-api/input.ts";
import type { Resource } from "../../program/graph.ts";

/** A prefix, or the host name of a custom domain (C293). */
export const domainName = required(
  optionalText({ minimum: 1, maximum: 63, pattern: /^[a-z0-9](?:[a-z0-9\-.]{0,61}[a-z0-9])?$/ }),
);

const RESERVED = ["aws", "amazon", "cognito"]; // C293

/** Refuses a domain beside another one of its kind: a pool has one prefix and one custom domain (C293). */
export function checkOnlyDomain(ofPool: readonly Resource[], isCustom: boolean): void {
  if (!ofPool.some((domain) => isCustomDomain(domain) === isCustom)) return;
  throw invalidParameter("User pool already has a domain of this kind configured.");
}

/** Whether it is a host name of the program's own, with a certificate (C294). */
export function isCustomDomain({ inputs }: Resource): boolean {
  return inputs["certificateArn"] !== undefined;
}

/** A prefix has no dot and no name of AWS's in it; a custom domain is a host name. */
export function checkDomainName(name: string, isCustom: boolean): void {
  if (isCustom ? !name.includes(".") : name.includes(".")) {
    throw invalidParameter(
      isCustom ? "Custom domain is not a valid host name." : "Domain prefix may not contain a dot.",
    );
  }
  const reserved = isCustom ? undefined : RESERVED.find((word) => name.includes(word));
  if (reserved) throw invalidParameter(`Domain cannot contain reserved word: ${reserved}`);
}
