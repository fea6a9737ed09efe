import { requireUser } from "../tokens/access-tokens.ts";
import { contextOfStep } from "../sign-in/challenge-sessions.ts";
import { invalidParameter } from "../../json-api/errors.ts";
import {
  flag,
  ignored,
  listOf,
  oneOf,
  optionalText,
  required,
  structure,
} from "../../json-api/input.ts";
import { associateInSetUp, openVerified, verifyInSetUp } from "../mfa/enrolment.ts";
import { removeSoftwareToken, setOptions, setPreferences } from "../mfa/preferences.ts";
import { associatePending, requireSoftwareTokens, verifyPending } from "../mfa/software-token.ts";
import { base32 } from "../mfa/totp.ts";
import { requireNamed } from "../names.ts";
import { poolOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { session, token, userOfPool } from "./shapes.ts";

const optionalToken = { ...token, isRequired: false } as const;
const preference = structure({ Enabled: flag, PreferredMfa: flag });
const mfaOptions = {
  MFAOptions: required(
    listOf(structure({ DeliveryMedium: oneOf("SMS", "EMAIL"), AttributeName: optionalText() })),
  ),
};
const preferences = {
  SMSMfaSettings: preference,
  SoftwareTokenMfaSettings: preference,
  EmailMfaSettings: preference,
  WebAuthnMfaSettings: ignored,
};

/** Setting up second factors (section 5.8). */
export const mfaOperations: Operations = {
  AssociateSoftwareToken: operation(
    { AccessToken: optionalToken, Session: session },
    async (service, { AccessToken, Session }) => {
      if (AccessToken !== undefined) {
        const bearer = await requireUser(service, AccessToken);
        requireSoftwareTokens(bearer);
        return { SecretCode: base32(associatePending(bearer, bearer.user)) };
      }
      const handle = requireSession(Session);
      const next = associateInSetUp(contextOfStep(service, handle), handle);
      return { SecretCode: base32(next.secret), Session: next.session };
    },
  ),

  VerifySoftwareToken: operation(
    {
      AccessToken: optionalToken,
      Session: session,
      UserCode: required(optionalText({ minimum: 6, maximum: 6, pattern: /^[0-9]+$/ })),
      FriendlyDeviceName: optionalText({ maximum: 131_072 }),
    },
    async (service, { AccessToken, Session, UserCode: code, FriendlyDeviceName }) => {
      const name = FriendlyDeviceName || null;
      if (AccessToken !== undefined) {
        const bearer = await requireUser(service, AccessToken);
        requireSoftwareTokens(bearer);
        verifyPending(bearer, bearer.user, { code, name });
        return { Status: "SUCCESS" };
      }
      const handle = requireSession(Session);
      const context = contextOfStep(service, handle);
      const user = verifyInSetUp(context, "API", { session: handle, code, name });
      return { Status: "SUCCESS", Session: openVerified(context, user) };
    },
  ),

  SetUserMFAPreference: operation(
    { AccessToken: token, ...preferences },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      setPreferences(bearer, bearer.user, byFactor(input));
      return {};
    },
  ),

  AdminSetUserMFAPreference: operation({ ...userOfPool, ...preferences }, (service, input) => {
    const context = poolOf(service, input);
    setPreferences(context, requireNamed(context, input.Username), byFactor(input));
    return {};
  }),

  AdminDeleteSoftwareToken: operation(userOfPool, (service, input) => {
    const context = poolOf(service, input);
    removeSoftwareToken(context, requireNamed(context, input.Username));
    return {};
  }),

  SetUserSettings: operation({ AccessToken: token, ...mfaOptions }, async (service, input) => {
    const bearer = await requireUser(service, input.AccessToken);
    setOptions(bearer, bearer.user, input.MFAOptions);
    return {};
  }),

  AdminSetUserSettings: operation({ ...userOfPool, ...mfaOptions }, (service, input) => {
    const context = poolOf(service, input);
    setOptions(context, requireNamed(context, input.Username), input.MFAOptions);
    return {};
  }),
};

interface Wanted {
  readonly Enabled: boolean | undefined;
  readonly PreferredMfa: boolean | undefined;
}

function byFactor(input: {
  readonly SMSMfaSettings: Wanted | undefined;
  readonly SoftwareTokenMfaSettings: Wanted | undefined;
  readonly EmailMfaSettings: Wanted | undefined;
}) {
  return {
    SMS_MFA: input.SMSMfaSettings,
    SOFTWARE_TOKEN_MFA: input.SoftwareTokenMfaSettings,
    EMAIL_OTP: input.EmailMfaSettings,
  };
}

function requireSession(given: string | undefined): string {
  if (given !== undefined) return given;
  throw invalidParameter("Either AccessToken or Session is required.");
}
