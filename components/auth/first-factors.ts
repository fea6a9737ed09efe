import * as pulumi from "@pulumi/pulumi";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import type { Problem } from "../shared/arguments";
import { isCustomDomain, type SignInDomain, signInHost } from "./sign-in-domain";

/** What users may sign in with first; each alternative to the password is one factor. */
export type FirstFactor = "PASSWORD" | "WEB_AUTHN" | "EMAIL_OTP" | "SMS_OTP";

/** Passkeys, which always verify their user by fingerprint, face or PIN. */
export interface PasskeyArgs {
  /**
   * Host name that passkeys belong to, or a parent of it. Changing it makes every passkey useless;
   * a schema ledger notices.
   * @default "auto", the sign-in pages' host name
   */
  readonly relyingPartyId?: "auto" | pulumi.Input<string>;
}

/** The arguments that first factors depend on. */
export interface FirstFactorArgs {
  readonly firstFactors?: readonly FirstFactor[];
  readonly passkeys?: PasskeyArgs;
  readonly domain?: SignInDomain;
  readonly mfa?: string;
  readonly sms?: object;
}

/** The pool's choice of first factors; Cognito's default, the password, without arguments. */
export function firstFactorSettings(args: FirstFactorArgs, parent: pulumi.Resource) {
  const { firstFactors, passkeys } = args;
  const chosen = firstFactors ?? (passkeys && ["PASSWORD", "WEB_AUTHN"]);
  return {
    ...(chosen && { signInPolicy: { allowedFirstAuthFactors: [...chosen] } }),
    ...(chosen?.includes("WEB_AUTHN") && {
      webAuthnConfiguration: {
        relyingPartyId: relyingPartyOf(args, parent),
        // Without it a passkey only proves that somebody holds the device.
        userVerification: "required",
      },
    }),
  };
}

/** Everything that is wrong with the first factors. */
export function* firstFactorProblems(args: FirstFactorArgs): Iterable<Problem> {
  const { firstFactors, passkeys, mfa = "OPTIONAL", sms } = args;
  const { relyingPartyId } = passkeys ?? {};
  if (typeof relyingPartyId === "string" && /[^a-z\d.-]/.test(relyingPartyId)) {
    yield `passkeys.relyingPartyId is "${relyingPartyId}": it must be a host name in lower case, without https:// and port.`;
  }
  if (firstFactors === undefined) return;
  const twice = firstFactors.find((factor, index) => firstFactors.indexOf(factor) !== index);
  if (twice !== undefined) yield `firstFactors has "${twice}" twice: remove one.`;
  if (!firstFactors.includes("PASSWORD")) {
    yield 'firstFactors leaves out "PASSWORD", which Cognito always allows (C265): add it.';
  }
  if (passkeys !== undefined && !firstFactors.includes("WEB_AUTHN")) {
    yield 'passkeys is given, and firstFactors leaves out "WEB_AUTHN": add it, or remove passkeys.';
  }
  if (firstFactors.includes("SMS_OTP") && sms === undefined) {
    yield 'firstFactors has "SMS_OTP", and there is no sms: say what its messages may cost in sms.';
  }
  const code = firstFactors.find((factor) => factor.endsWith("_OTP"));
  if (code !== undefined && mfa === "ON") {
    yield `firstFactors has "${code}", and mfa is "ON": Cognito asks for no second factor after a code. Remove one.`;
  }
}

function relyingPartyOf({ passkeys, domain }: FirstFactorArgs, parent: pulumi.Resource) {
  const given = passkeys?.relyingPartyId ?? "auto";
  if (given !== "auto") return given;
  if (isCustomDomain(domain)) return domain.name;
  // The pool's own Region is known when it is there, and it needs the name before.
  return signInHost(domain, getRegionOutput({}, { parent }).region);
}
