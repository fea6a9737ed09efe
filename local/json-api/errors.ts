/** Names of the errors that the JSON APIs answer with (C155). */
export type ErrorName =
  | "AliasExistsException"
  | "CodeDeliveryFailureException"
  | "CodeMismatchException"
  | "DeviceKeyExistsException"
  | "DisabledException"
  | "DuplicateProviderException"
  | "EnableSoftwareTokenMFAException"
  | "ExpiredCodeException"
  | "FeatureUnavailableInTierException"
  | "GroupExistsException"
  | "IncorrectKeyException"
  | "InternalErrorException"
  | "InvalidCiphertextException"
  | "InvalidKeyUsageException"
  | "InvalidLambdaResponseException"
  | "InvalidIdentityPoolConfigurationException"
  | "InvalidOAuthFlowException"
  | "InvalidParameterException"
  | "InvalidPasswordException"
  | "LimitExceededException"
  | "ManagedLoginBrandingExistsException"
  | "MFAMethodNotFoundException"
  | "MissingAuthenticationTokenException"
  | "NotAuthorizedException"
  | "NotFoundException"
  | "PasswordHistoryPolicyViolationException"
  | "PasswordResetRequiredException"
  | "RefreshTokenReuseException"
  | "ResourceConflictException"
  | "ResourceNotFoundException"
  | "ScopeDoesNotExistException"
  | "SerializationException"
  | "SoftwareTokenMFANotFoundException"
  | "UnauthorizedException"
  | "UnexpectedLambdaException"
  | "UnknownOperationException"
  | "UnrecognizedClientException"
  | "UnsupportedOperationException"
  | "UnsupportedTokenTypeException"
  | "UnsupportedUserStateException"
  | "UserLambdaValidationException"
  | "UserNotConfirmedException"
  | "UserPoolAddOnNotEnabledException"
  | "UserNotFoundException"
  | "UsernameExistsException"
  | "ValidationException"
  | "WebAuthnChallengeNotFoundException"
  | "WebAuthnClientMismatchException"
  | "WebAuthnConfigurationMissingException"
  | "WebAuthnCredentialNotSupportedException"
  | "WebAuthnNotEnabledException"
  | "WebAuthnOriginNotAllowedException"
  | "WebAuthnRelyingPartyMismatchException";

/**
 * A refusal that AWS models as an exception. Thrown, as there: an operation is a list of checks, and the JSON API,
 * the OAuth endpoints and the pages each turn the same refusal into their own answer.
 */
export class ServiceError extends Error {
  readonly code: ErrorName;

  constructor(code: ErrorName, message: string) {
    super(message);
    this.code = code;
  }
}

/** Whether a Lambda trigger of the pool refused, or gave no usable answer (C303). */
export function isTriggerError(error: unknown): error is ServiceError {
  return (
    error instanceof ServiceError &&
    (error.code === "UserLambdaValidationException" ||
      error.code === "UnexpectedLambdaException" ||
      error.code === "InvalidLambdaResponseException")
  );
}

/** Shorthand for the most common name. */
export function notAuthorized(message: string): ServiceError {
  return new ServiceError("NotAuthorizedException", message);
}

/** Shorthand for a refused parameter. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError("InvalidParameterException", message);
}

/** Shorthand for what is not there. */
export function notFound(message: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", message);
}

/** The texts that clients compare, in one place: correcting one is one line (C380). */
export const TEXTS = {
  badCredentials: "Incorrect username or password.", // C131
  userDisabled: "User is disabled.", // C186
  locked: "Password attempts exceeded", // C144
  notConfirmed: "User is not confirmed.", // C186
  resetRequired: "Password reset required for the user", // C186
  temporaryPasswordExpired: "Temporary password has expired and must be reset by an administrator.", // C148
  unknownUser: "User does not exist.", // C150
  unknownUserOrClient: "Username/client id combination not found.", // C150
  codeMismatch: "Invalid verification code provided, please try again.", // C129
  codeExpired: "Invalid code provided, please request a code again.", // C129
  foreignSigner:
    "The security token included in the request is invalid: only pages on this machine may send signed requests.", // C158
  attemptLimit: "Attempt limit exceeded, please try after some time.", // C140
  alreadyConfirmed: "User is already confirmed.", // C182
  signUpForbidden: "SignUp is not permitted for this user pool", // C171
  invalidName: "Username is not valid.",
  usernameTaken: "User already exists", // C175
  accountTaken: "User account already exists", // C234
  emailTaken: "An account with the given email already exists.", // C130
  phoneTaken: "An account with the given phone_number already exists.", // C175
  unwritableAttribute: "A client attempted to write unauthorized attribute", // C172
  invalidAccessToken: "Invalid Access Token", // C160
  badSignature: "Could not verify signature for Access Token", // C160
  expiredAccessToken: "Access Token has expired", // C160
  revokedAccessToken: "Access Token has been revoked", // C160
  missingScope: "Access Token does not have required scopes", // C160
  invalidRefreshToken: "Invalid Refresh Token", // C189
  revokedRefreshToken: "Refresh Token has been revoked", // C189
  expiredRefreshToken: "Refresh Token has expired", // C189
  reusedRefreshToken: "Refresh token has been used already and is no longer valid", // C37, not recorded
  unknownSession: "Invalid session for the user.", // C188
  usedSession: "Invalid session for the user, session can only be used once.", // C188
  expiredSession: "Invalid session for the user, session is expired.", // C188
  invalidPasskey: "The passkey could not be verified.", // C201, not recorded
  unknownDevice: "Device does not exist.", // C232, not recorded
  cannotReset:
    "Cannot reset password for the user as there is no registered/verified email or phone_number", // C224
  resetByAdministrator: "Contact administrator to reset password.", // C224
  setInWrongState: "User password cannot be set in the current state.", // C236, not recorded
  resetInWrongState: "User password cannot be reset in the current state.", // C224
  reusedPassword: "Password has previously been used", // C225, not recorded
  groupUnknown: "Group not found.", // C240
  groupTaken: "A group with the name already exists", // C240
  badFilter: "Error while parsing filter", // C241
  badPage: "Invalid pagination token.", // not recorded
  tooManyGroups: "Group limit exceeded.", // C287, not recorded
  noCustomAuth: "Custom auth lambda trigger is not configured for the user pool.", // C202, not recorded
  mfaCodeMismatch: "Invalid code received for user", // C197
  emailCodeMismatch: "Invalid code or auth state for the user.", // C197
  softwareTokenUsed: "Your software token has already been used once.", // C197
  softwareTokenMismatch: "Code mismatch and fail enable Software Token MFA", // C220
  noSoftwareTokens: "Software Token MFA has not been enabled by the userPool", // C219
  noSoftwareToken: "Software Token MFA has not been associated for the user", // not recorded
  unverifiedToken: "User has not verified software token mfa", // C221
  mfaOff: "MFA is not enabled for the user pool.", // C221, not recorded
  severalPreferred: "Only one MFA method can be preferred.", // C221, not recorded
  preferredIsOff: "A preferred MFA method must be enabled.", // C221, not recorded
  otherOptions: "MFAOptions may name phone_number by SMS only.", // C243, not recorded
  noMfaMethod: "The user has no such MFA method.", // not recorded
} as const;
