import {
  flag,
  ignored,
  listOf,
  oneOf,
  optionalText,
  required,
  structure,
  wholeNumber,
} from "../../json-api/input.ts";

const unit = oneOf("seconds", "minutes", "hours", "days");
const url = optionalText({ minimum: 1, maximum: 1024, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u });
const urls = listOf(url, { maximum: 100 });
const attributeNames = listOf(optionalText({ minimum: 1, maximum: 2048 }));

export const clientName = optionalText({ minimum: 1, maximum: 128, pattern: /^[\w\s+=,.@-]+$/ });
/** One that the caller brings along (C2). */
export const ownSecret = optionalText({ minimum: 24, maximum: 64, pattern: /^[\w+]+$/ });

/** Settings of an app client that UpdateUserPoolClient sets anew each time (C255). */
export const clientSettings = {
  RefreshTokenValidity: wholeNumber(0, 315_360_000),
  AccessTokenValidity: wholeNumber(1, 86_400),
  IdTokenValidity: wholeNumber(1, 86_400),
  TokenValidityUnits: structure({ AccessToken: unit, IdToken: unit, RefreshToken: unit }),
  ReadAttributes: attributeNames,
  WriteAttributes: attributeNames,
  ExplicitAuthFlows: listOf(
    oneOf(
      "ADMIN_NO_SRP_AUTH",
      "CUSTOM_AUTH_FLOW_ONLY",
      "USER_PASSWORD_AUTH",
      "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      "ALLOW_CUSTOM_AUTH",
      "ALLOW_USER_PASSWORD_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
      "ALLOW_USER_AUTH",
      "ALLOW_CLIENT_TOKEN_AUTH",
    ),
  ),
  SupportedIdentityProviders: listOf(optionalText({ minimum: 1, maximum: 32 })),
  CallbackURLs: urls,
  LogoutURLs: urls,
  DefaultRedirectURI: url,
  AllowedOAuthFlows: listOf(oneOf("code", "implicit", "client_credentials"), { maximum: 3 }),
  AllowedOAuthScopes: listOf(optionalText({ minimum: 1, maximum: 512 }), { maximum: 50 }),
  AllowedOAuthFlowsUserPoolClient: flag,
  AnalyticsConfiguration: ignored,
  PreventUserExistenceErrors: oneOf("LEGACY", "ENABLED"),
  EnableTokenRevocation: flag,
  EnablePropagateAdditionalUserContextData: flag,
  AuthSessionValidity: wholeNumber(3, 15),
  RefreshTokenRotation: structure({
    Feature: required(oneOf("ENABLED", "DISABLED")),
    RetryGracePeriodSeconds: wholeNumber(0, 60),
  }),
};
