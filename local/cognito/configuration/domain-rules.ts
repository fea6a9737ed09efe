import { invalidParameter } from "../errors.ts";
import { optionalText, required } from "../input.ts";

export const USER_POOL_DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";

/** A prefix, or the host name of a custom domain (C293). */
export const domainName = required(
  optionalText({ minimum: 1, maximum: 63, pattern: /^[a-z0-9](?:[a-z0-9\-.]{0,61}[a-z0-9])?$/ }),
);

const RESERVED = ["aws", "amazon", "cognito"]; // C293

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
