import {
  flag,
  listOf,
  map,
  oneOf,
  optionalText,
  required,
  structure,
  wholeNumber,
} from "../../json-api/input.ts";

const arn = optionalText({ minimum: 20, maximum: 2048 });
const message = optionalText({ minimum: 6, maximum: 20_000 });
const subject = optionalText({ minimum: 1, maximum: 140 });
const smsMessage = optionalText({ minimum: 6, maximum: 140 });
const versionedTrigger = structure({
  LambdaVersion: required(oneOf("V1_0")),
  LambdaArn: required(arn),
});

const passwordPolicy = structure({
  MinimumLength: wholeNumber(6, 99),
  RequireUppercase: flag,
  RequireLowercase: flag,
  RequireNumbers: flag,
  RequireSymbols: flag,
  PasswordHistorySize: wholeNumber(0, 24),
  TemporaryPasswordValidityDays: wholeNumber(0, 365),
});

const signInPolicy = structure({
  AllowedFirstAuthFactors: listOf(oneOf("PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"), {
    minimum: 1,
    maximum: 4,
  }),
});

const lambdaConfig = structure({
  PreSignUp: arn,
  CustomMessage: arn,
  PostConfirmation: arn,
  PreAuthentication: arn,
  PostAuthentication: arn,
  DefineAuthChallenge: arn,
  CreateAuthChallenge: arn,
  VerifyAuthChallengeResponse: arn,
  PreTokenGeneration: arn,
  UserMigration: arn,
  PreTokenGenerationConfig: structure({
    LambdaVersion: required(oneOf("V1_0", "V2_0", "V3_0")),
    LambdaArn: required(arn),
  }),
  CustomSMSSender: versionedTrigger,
  CustomEmailSender: versionedTrigger,
  InboundFederation: versionedTrigger,
  KMSKeyID: arn,
});

/** An attribute of a schema (C257, C260). */
export const schemaAttribute = structure({
  Name: required(
    optionalText({ minimum: 1, maximum: 20, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u }),
  ),
  AttributeDataType: oneOf("String", "Number", "DateTime", "Boolean"),
  DeveloperOnlyAttribute: flag,
  Mutable: flag,
  Required: flag,
  NumberAttributeConstraints: structure({ MinValue: optionalText(), MaxValue: optionalText() }),
  StringAttributeConstraints: structure({ MinLength: optionalText(), MaxLength: optionalText() }),
});

/** How texts are sent (C301). */
export const smsConfiguration = structure({
  SnsCallerArn: required(arn),
  ExternalId: optionalText(),
  SnsRegion: optionalText({ minimum: 5, maximum: 32 }),
});

export const poolName = optionalText({ minimum: 1, maximum: 128, pattern: /^[\w\s+=,.@-]+$/ });
const contactNames = listOf(oneOf("phone_number", "email"));
export const mfaConfiguration = oneOf("OFF", "ON", "OPTIONAL");

/** Passwords and first factors, which a pool's inputs hold side by side (C263, C265). */
export const policies = { PasswordPolicy: passwordPolicy, SignInPolicy: signInPolicy };

/** Settings that UpdateUserPool sets anew each time (C255). */
export const changeableSettings = {
  Policies: structure(policies),
  DeletionProtection: oneOf("ACTIVE", "INACTIVE"),
  LambdaConfig: lambdaConfig,
  AutoVerifiedAttributes: contactNames,
  SmsVerificationMessage: smsMessage,
  EmailVerificationMessage: message,
  EmailVerificationSubject: subject,
  VerificationMessageTemplate: structure({
    SmsMessage: smsMessage,
    EmailMessage: message,
    EmailSubject: subject,
    EmailMessageByLink: message,
    EmailSubjectByLink: subject,
    DefaultEmailOption: oneOf("CONFIRM_WITH_LINK", "CONFIRM_WITH_CODE"),
  }),
  SmsAuthenticationMessage: smsMessage,
  UserAttributeUpdateSettings: structure({
    AttributesRequireVerificationBeforeUpdate: contactNames,
  }),
  MfaConfiguration: mfaConfiguration,
  DeviceConfiguration: structure({
    ChallengeRequiredOnNewDevice: flag,
    DeviceOnlyRememberedOnUserPrompt: flag,
  }),
  EmailConfiguration: structure({
    SourceArn: arn,
    ReplyToEmailAddress: optionalText(),
    EmailSendingAccount: oneOf("COGNITO_DEFAULT", "DEVELOPER"),
    From: optionalText(),
    ConfigurationSet: optionalText({ minimum: 1, maximum: 64 }),
  }),
  SmsConfiguration: smsConfiguration,
  UserPoolTags: map,
  AdminCreateUserConfig: structure({
    AllowAdminCreateUserOnly: flag,
    UnusedAccountValidityDays: wholeNumber(0, 365),
    InviteMessageTemplate: structure({
      SMSMessage: smsMessage,
      EmailMessage: message,
      EmailSubject: subject,
    }),
  }),
  UserPoolAddOns: structure({
    AdvancedSecurityMode: required(oneOf("OFF", "AUDIT", "ENFORCED")),
    AdvancedSecurityAdditionalFlows: structure({ CustomAuthMode: oneOf("AUDIT", "ENFORCED") }),
  }),
  AccountRecoverySetting: structure({
    RecoveryMechanisms: listOf(
      structure({
        Priority: required(wholeNumber(1, 2)),
        Name: required(oneOf("verified_email", "verified_phone_number", "admin_only")),
      }),
      { minimum: 1, maximum: 2 },
    ),
  }),
  UserPoolTier: oneOf("LITE", "ESSENTIALS", "PLUS"),
};

/** Settings that stay as they were made (C254). */
export const fixedSettings = {
  AliasAttributes: listOf(oneOf("phone_number", "email", "preferred_username")),
  UsernameAttributes: contactNames,
  UsernameConfiguration: structure({ CaseSensitive: required(flag) }),
  Schema: listOf(schemaAttribute, { minimum: 1, maximum: 50 }),
};
