import type * as pulumi from "@pulumi/pulumi";
import type * as cognito from "@pulumi/aws/cognito";
import { type Mfa, mfaSettings } from "./mfa";
import { passwordPolicy } from "./password-rule";
import { attributeSchemas, type CustomAttributes } from "./user-attributes";

/** Who may sign up. */
export type SignUp = "self-service" | "admin-only";

/** Whether the users outlive the stack. */
export type Lifecycle = "keep" | "ephemeral";

/** A sender of your own: an identity verified in Amazon SES. */
export interface EmailSender {
  /** For instance `Orders <no-reply@orders.example.net>`. */
  readonly from: pulumi.Input<string>;
  readonly sesIdentityArn: pulumi.Input<string>;
  readonly replyTo?: pulumi.Input<string>;
}

export interface UserPoolSettings {
  readonly signUp: SignUp;
  readonly mfa?: Mfa;
  readonly passwordLength?: number;
  readonly recovery?: "email" | "admin-only";
  readonly attributes?: CustomAttributes;
  readonly email?: EmailSender;
  readonly lifecycle?: Lifecycle;
}

/** Inputs of a pool whose users sign in with a proved e-mail address. */
export function userPoolArgs(settings: UserPoolSettings): cognito.UserPoolArgs {
  return {
    ...createOnly,
    schemas: attributeSchemas(settings.attributes ?? {}),
    userPoolTier: "ESSENTIALS",
    deletionProtection: settings.lifecycle === "ephemeral" ? "INACTIVE" : "ACTIVE",
    adminCreateUserConfig: { allowAdminCreateUserOnly: settings.signUp === "admin-only" },
    passwordPolicy: passwordPolicy(settings.passwordLength),
    ...mfaSettings(settings.mfa ?? "OPTIONAL"),
    autoVerifiedAttributes: ["email"],
    // Without it a mistyped or a thief's new address locks the user out before anybody has proved
    // it.
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
    accountRecoverySetting: {
      recoveryMechanisms: [
        { name: settings.recovery === "admin-only" ? "admin_only" : "verified_email", priority: 1 },
      ],
    },
    verificationMessageTemplate: verificationMail,
    emailConfiguration: emailConfiguration(settings.email),
  };
}

/**
 * Resource options that keep a pool: Pulumi refuses to delete it, and leaves it alone when it
 * leaves the program. Users cannot be exported with their passwords (C342), so losing a pool is
 * losing them.
 */
export function userPoolLocks(lifecycle: Lifecycle = "keep"): pulumi.CustomResourceOptions {
  return lifecycle === "ephemeral" ? {} : { protect: true, retainOnDelete: true };
}

// Changing one of these replaces the pool and loses every user (C336).
const createOnly = {
  usernameAttributes: ["email"],
  // `Bob@x.org` and `bob@x.org` are one person; Cognito's default says two (C253).
  usernameConfiguration: { caseSensitive: false },
};

const verificationMail = {
  defaultEmailOption: "CONFIRM_WITH_CODE",
  emailSubject: "Your confirmation code",
  emailMessage: "Your confirmation code is {####}. If you did not ask for it, ignore this message.",
};

function emailConfiguration(email: EmailSender | undefined) {
  if (email === undefined) return { emailSendingAccount: "COGNITO_DEFAULT" };
  return {
    emailSendingAccount: "DEVELOPER",
    fromEmailAddress: email.from,
    sourceArn: email.sesIdentityArn,
    ...(email.replyTo !== undefined && { replyToEmailAddress: email.replyTo }),
  };
}
