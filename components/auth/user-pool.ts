import type * as cognito from "@pulumi/aws/cognito";
import type { Lifecycle } from "../shared/lifecycle";
import { deviceSettings, type RememberedDevices } from "./devices";
import { emailConfiguration, type EmailSender } from "./email-sender";
import {
  invitationTexts,
  type Messages,
  signInMail,
  signInSms,
  type Verification,
  verificationTexts,
} from "./messages";
import { type MfaArgs, mfaSettings } from "./mfa";
import { type PasswordArgs, passwordPolicy } from "./password-rule";
import { type RecoveryArgs, recoverySetting, verifiedContacts } from "./recovery";
import { contactOf, signInNames } from "./sign-in-names";
import { type ThreatProtectionArgs, threatSettings } from "./threat-protection";
import { type TierArgs, tierOf } from "./tiers";
import {
  attributeSchemas,
  type CustomAttributes,
  type RequirableAttribute,
} from "./user-attributes";

/** Who may sign up. */
export type SignUp = "self-service" | "admin-only";

/** The arguments that become inputs of the pool itself. */
export interface UserPoolSettings extends RecoveryArgs, MfaArgs, PasswordArgs, TierArgs {
  readonly signUp: SignUp;
  readonly attributes?: CustomAttributes;
  readonly requiredAttributes?: readonly RequirableAttribute[];
  readonly verification?: Verification;
  readonly verifyBeforeUpdate?: boolean;
  readonly messages?: Messages;
  readonly email?: EmailSender | "cognito";
  readonly devices?: RememberedDevices;
  readonly threatProtection?: ThreatProtectionArgs;
  readonly lifecycle?: Lifecycle;
}

/** Inputs of a pool that follow from arguments alone. */
export function userPoolArgs(settings: UserPoolSettings): cognito.UserPoolArgs {
  const tier = tierOf(settings);
  const contacts = verifiedContacts(settings);
  return {
    ...signInNames(settings.signIn),
    schemas: attributeSchemas(settings.attributes ?? {}, requiredAttributes(settings)),
    userPoolTier: tier,
    deletionProtection: settings.lifecycle === "ephemeral" ? "INACTIVE" : "ACTIVE",
    adminCreateUserConfig: {
      allowAdminCreateUserOnly: settings.signUp === "admin-only",
      ...invitationTexts(settings.messages),
    },
    passwordPolicy: passwordPolicy(settings, tier),
    ...mfaSettings(settings, signInMail(settings.messages)),
    ...signInSms(settings.messages),
    autoVerifiedAttributes: contacts,
    // Without it a mistyped or a thief's new address locks the user out before anybody has proved
    // it. An empty list has to be sent to switch it off (C274).
    userAttributeUpdateSettings: {
      attributesRequireVerificationBeforeUpdates:
        settings.verifyBeforeUpdate === false ? [] : contacts,
    },
    accountRecoverySetting: recoverySetting(settings),
    verificationMessageTemplate: verificationTexts(settings.messages, settings.verification),
    emailConfiguration: emailConfiguration(settings.email),
    ...deviceSettings(settings.devices),
    ...threatSettings(
      settings.threatProtection,
      settings.triggers?.customAuthChallenge !== undefined,
    ),
  };
}

/** Attributes that every new user gives: the address or number, and what is asked for beside it. */
export function requiredAttributes({
  signIn,
  requiredAttributes: others = [],
}: Pick<UserPoolSettings, "signIn" | "requiredAttributes">): string[] {
  return [...new Set([contactOf(signIn), ...others])];
}
