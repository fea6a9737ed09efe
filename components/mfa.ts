/** Whether a second factor is off, offered or required. */
export type Mfa = "OFF" | "OPTIONAL" | "ON";

/**
 * The second factor: an authenticator app. SMS and e-mail codes are never offered, as they are
 * phished and swapped. Cognito refuses ON and OPTIONAL without a factor, and OFF with one (C267).
 */
export function mfaSettings(mfa: Mfa) {
  return mfa === "OFF"
    ? { mfaConfiguration: mfa }
    : { mfaConfiguration: mfa, softwareTokenMfaConfiguration: { enabled: true } };
}
