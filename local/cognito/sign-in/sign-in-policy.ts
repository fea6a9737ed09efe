import { CreationError } from "../../program/creation-error.ts";
import { members, type Resource, text, texts } from "../../program/graph.ts";

/** What a sign-in may begin with (C265). */
export type FirstFactor = "PASSWORD" | "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN";

/** A one-time code as first factor. */
export type CodeFactor = "EMAIL_OTP" | "SMS_OTP";

/** How passkeys are made and used. */
export interface PasskeySettings {
  /** Null: the pool's own domain. */
  readonly relyingPartyId: string | null;
  readonly userVerification: "required" | "preferred";
}

/** What becomes of the devices that people sign in on (C275). */
export interface DeviceSettings {
  /** A remembered device stands in for a second factor (C269). */
  readonly replacesMfa: boolean;
  /** A device is remembered only where its user says so. */
  readonly isOnRequest: boolean;
}

const FACTORS: readonly string[] = ["EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] satisfies FirstFactor[];

/**
 * The first factors of a pool; the password is always one (C265).
 * @throws CreationError for other factors in the plan that has none (C192)
 */
export function readFirstFactors(pool: Resource): ReadonlySet<FirstFactor> {
  const listed = texts(members(pool.inputs["signInPolicy"])["allowedFirstAuthFactors"]);
  const more = listed.filter((factor): factor is FirstFactor => FACTORS.includes(factor));
  if (more.length > 0 && pool.inputs["userPoolTier"] === "LITE") {
    throw new CreationError(pool, {
      code: "FeatureUnavailableInTierException",
      value: `signInPolicy.allowedFirstAuthFactors ${more.join(", ")} with userPoolTier LITE`,
      text: "First factors other than the password exist in the plans Essentials and Plus only.",
      fix: "Set userPoolTier to ESSENTIALS, or leave the factors out.",
    });
  }
  return new Set<FirstFactor>(["PASSWORD", ...more]);
}

/** @throws CreationError for a client that lets users choose, in the plan that has no choices (C192) */
export function checkFlowTier(pool: Resource, client: Resource): void {
  const mayChoose = texts(client.inputs["explicitAuthFlows"]).includes("ALLOW_USER_AUTH");
  if (!mayChoose || pool.inputs["userPoolTier"] !== "LITE") return;
  throw new CreationError(client, {
    code: "FeatureUnavailableInTierException",
    value: "explicitAuthFlows ALLOW_USER_AUTH in a pool with userPoolTier LITE",
    text: "Choice-based sign-in exists in the plans Essentials and Plus only.",
    fix: "Set userPoolTier to ESSENTIALS, or leave the flow out.",
  });
}

/** How the pool's passkeys are made. */
export function readPasskeySettings({ inputs }: Resource): PasskeySettings {
  const { relyingPartyId, userVerification } = members(inputs["webAuthnConfiguration"]);
  return {
    relyingPartyId: text(relyingPartyId) || null,
    userVerification: text(userVerification) === "required" ? "required" : "preferred",
  };
}

/** How the pool tracks devices; null where it does not. Any value switches it on (C275). */
export function readDeviceSettings({ inputs }: Resource): DeviceSettings | null {
  if (inputs["deviceConfiguration"] === undefined) return null;
  const configured = members(inputs["deviceConfiguration"]);
  return {
    replacesMfa: configured["challengeRequiredOnNewDevice"] === true,
    isOnRequest: configured["deviceOnlyRememberedOnUserPrompt"] === true,
  };
}
