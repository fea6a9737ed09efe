import type { MfaFactor } from "./settings.ts";

/** Where a sign-in takes place: a step of the one is never answered at the other. */
export type Place = "API" | "PAGE";

type StepName = "SMS_MFA" | "SOFTWARE_TOKEN_MFA" | "EMAIL_MFA" | "SELECT_MFA_TYPE" | "MFA_SETUP";

/** Kinds of steps that concern a second factor. A first factor's `EMAIL_OTP` is another kind (C138). */
export type MfaStepKind = StepName | `PAGE_${StepName}`;

/** The kind of a step at a place. */
export function stepKind(
  place: Place,
  step: MfaFactor | "SELECT_MFA_TYPE" | "MFA_SETUP",
): MfaStepKind {
  const name: StepName = step === "EMAIL_OTP" ? "EMAIL_MFA" : step;
  return place === "API" ? name : `PAGE_${name}`;
}
