import { integerProblem, type Problem } from "./arguments";
import { limits } from "./limits";

const DEFAULT_LENGTH = 15;

/** What is wrong with a password length. */
export function passwordProblem(passwordLength: number | undefined): Problem {
  return integerProblem("passwordLength", passwordLength, limits.passwordLength);
}

/**
 * The password rule of a pool. 15 characters satisfy NIST SP 800-63B-4 and OWASP ASVS 6.2.1; the
 * four classes are what Security Hub (Cognito.3) and the scanners ask for.
 */
export function passwordPolicy(passwordLength = DEFAULT_LENGTH) {
  return {
    minimumLength: passwordLength,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
    // An invitation that nobody used is a live credential.
    temporaryPasswordValidityDays: 1,
    passwordHistorySize: 5,
  };
}
