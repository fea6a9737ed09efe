import { members, type Properties, text } from "../../program/graph.ts";

/** What a user can prove besides the password, by the names of challenges and preferences (C196, C222). */
export type MfaFactor = "SMS_MFA" | "SOFTWARE_TOKEN_MFA" | "EMAIL_OTP";

/** Whether a pool asks for a second factor, and for which. */
export interface MfaSettings {
  readonly configuration: "OFF" | "OPTIONAL" | "ON";
  /** Those the pool can ask for; none while MFA is off. */
  readonly factors: readonly MfaFactor[];
}

/** Reads a pool's MFA settings: each factor needs what its messages are sent with (C267). */
export function readMfa(inputs: Properties): MfaSettings {
  const given = text(inputs["mfaConfiguration"]);
  if (given !== "ON" && given !== "OPTIONAL") return { configuration: "OFF", factors: [] };
  const isTurnedOn: { readonly [Factor in MfaFactor]: boolean } = {
    SMS_MFA: Object.keys(members(inputs["smsConfiguration"])).length > 0,
    SOFTWARE_TOKEN_MFA: members(inputs["softwareTokenMfaConfiguration"])["enabled"] === true,
    EMAIL_OTP: asksForEmail(inputs) && sendsAsDeveloper(inputs),
  };
  const all: readonly MfaFactor[] = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"];
  return { configuration: given, factors: all.filter((factor) => isTurnedOn[factor]) };
}

/** Whether a pool has MFA on and no factor for it, which Cognito refuses (C267). */
export function lacksFactor(inputs: Properties): boolean {
  const { configuration, factors } = readMfa(inputs);
  return configuration !== "OFF" && factors.length === 0;
}

/** Whether a pool wants codes by e-mail and lacks what they are sent with, which Cognito refuses (C267, C346). */
export function lacksEmailSender(inputs: Properties): boolean {
  const isOff = readMfa(inputs).configuration === "OFF";
  return !isOff && asksForEmail(inputs) && !sendsAsDeveloper(inputs);
}

/** Whether a pool wants codes by e-mail. */
export function asksForEmail(inputs: Properties): boolean {
  return inputs["emailMfaConfiguration"] !== undefined;
}

function sendsAsDeveloper(inputs: Properties): boolean {
  const account = text(members(inputs["emailConfiguration"])["emailSendingAccount"]);
  return account === "DEVELOPER" && text(inputs["userPoolTier"]) !== "LITE";
}
