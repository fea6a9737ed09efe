import type { Problem } from "../shared/arguments";

/** Whether a second factor is off, offered or required. */
export type Mfa = "OFF" | "OPTIONAL" | "ON";

/** A second factor: an authenticator app, or a code by mail or SMS, which are phished and swapped. */
export type Factor = "TOTP" | "EMAIL" | "SMS";

/** The arguments that second factors depend on. */
export interface MfaArgs {
  readonly mfa?: Mfa;
  readonly factors?: readonly Factor[];
  readonly email?: object | "cognito";
  readonly sms?: object;
}

/** Texts of the mail with a code. */
export interface MfaMail {
  readonly subject: string;
  readonly message: string;
}

const DEFAULT_MFA = "OPTIONAL";
const DEFAULT_FACTORS: readonly Factor[] = ["TOTP"];

const DEFAULT_MAIL: MfaMail = {
  subject: "Your sign-in code",
  message: "Your sign-in code is {####}. If you are not signing in, change your password.",
};

/**
 * The pool's second factors. Cognito refuses ON and OPTIONAL without a factor, and OFF with one
 * (C267). SMS is a factor as soon as the pool can send any.
 */
export function mfaSettings(
  { mfa = DEFAULT_MFA, factors = DEFAULT_FACTORS }: MfaArgs,
  mail = DEFAULT_MAIL,
) {
  if (mfa === "OFF") return { mfaConfiguration: mfa };
  return {
    mfaConfiguration: mfa,
    ...(factors.includes("TOTP") && { softwareTokenMfaConfiguration: { enabled: true } }),
    ...(factors.includes("EMAIL") && { emailMfaConfiguration: { ...mail } }),
  };
}

/** Everything that is wrong with the second factors. */
export function* mfaProblems(args: MfaArgs): Iterable<Problem> {
  const { mfa = DEFAULT_MFA, factors } = args;
  if (factors === undefined) return;
  if (mfa === "OFF") {
    yield 'mfa is "OFF", and factors names some: remove factors, or set mfa to "OPTIONAL" or "ON".';
  }
  if (factors.length === 0) {
    yield `factors is empty, and mfa is "${mfa}": name one, the best is "TOTP".`;
  }
  const twice = factors.find((factor, index) => factors.indexOf(factor) !== index);
  if (twice !== undefined) yield `factors has "${twice}" twice: remove one.`;
  if (factors.includes("EMAIL") && typeof args.email !== "object") {
    yield 'factors has "EMAIL", and Cognito sends codes of sign-in through a sender of your own only: give email with an SES identity.';
  }
  if (factors.includes("SMS") && args.sms === undefined) {
    yield 'factors has "SMS", and there is no sms: say what its messages may cost in sms.';
  }
}
