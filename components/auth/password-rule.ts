import { integerProblem, type Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import type { Tier } from "./tiers";

/**
 * Whose rule passwords follow: `"fsbp"` is AWS Security Hub's and the scanners', with four character
 * classes; `"asvs"` is OWASP ASVS's and NIST's, without classes and with a check for breached
 * passwords, which is part of `threatProtection`.
 */
export type PasswordStandard = "fsbp" | "asvs";

/** The arguments that passwords depend on. */
export interface PasswordArgs {
  readonly passwordLength?: number;
  readonly passwordStandard?: PasswordStandard;
  readonly threatProtection?: {
    readonly mode: "AUDIT" | "ENFORCED";
    readonly compromisedCredentials?: "BLOCK" | "NO_ACTION";
  };
}

const DEFAULT_LENGTH = 15;

/** Everything that is wrong with the password rule. */
export function* passwordProblems(args: PasswordArgs): Iterable<Problem> {
  const { passwordLength, passwordStandard, threatProtection } = args;
  yield integerProblem("passwordLength", passwordLength, limits.passwordLength);
  if (passwordStandard !== "asvs") return;
  if (passwordLength !== undefined && passwordLength < DEFAULT_LENGTH) {
    yield `passwordLength is ${passwordLength}, and passwordStandard "asvs" asks for ${DEFAULT_LENGTH} without classes: raise it.`;
  }
  const { mode, compromisedCredentials = "BLOCK" } = threatProtection ?? {};
  if (mode === "ENFORCED" && compromisedCredentials === "BLOCK") return;
  yield (
    'passwordStandard is "asvs", which asks for a check against breached passwords (ASVS 6.2.12): ' +
    'give threatProtection: { mode: "ENFORCED" }, of the tier PLUS.'
  );
}

/**
 * The password rule of a pool. 15 characters satisfy NIST SP 800-63B-4 and OWASP ASVS 6.2.1; the
 * four classes are what Security Hub (Cognito.3) and the scanners ask for, and what ASVS 6.2.5
 * forbids.
 */
export function passwordPolicy(args: PasswordArgs, tier: Tier) {
  const { passwordLength = DEFAULT_LENGTH, passwordStandard = "fsbp" } = args;
  const hasClasses = passwordStandard === "fsbp";
  return {
    minimumLength: passwordLength,
    requireLowercase: hasClasses,
    requireUppercase: hasClasses,
    requireNumbers: hasClasses,
    requireSymbols: hasClasses,
    // An invitation that nobody used is a live credential.
    temporaryPasswordValidityDays: 1,
    // LITE keeps none (C263), and a breached password is what asvs refuses, old or new.
    ...(hasClasses && tier !== "LITE" && { passwordHistorySize: 5 }),
  };
}

/** Whether a pool without password arguments takes the password (C263). */
export function fitsDefaultRule(password: string): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/];
  return password.length >= DEFAULT_LENGTH && classes.every((each) => each.test(password));
}
