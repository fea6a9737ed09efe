import { members, type Value } from "../../program/graph.ts";
import { invalidParameter, ServiceError } from "../../json-api/errors.ts";

/** What a pool asks of a password (C263). */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requiresLowercase: boolean;
  readonly requiresUppercase: boolean;
  readonly requiresNumbers: boolean;
  readonly requiresSymbols: boolean;
  readonly temporaryPasswordDays: number;
  /** How many passwords, the present one included, cannot be chosen again; 0 without a history. */
  readonly historySize: number;
}

/** Longest password (C263). */
const LONGEST_PASSWORD = 256;

// The list of C264; a space counts inside only, and the shape below keeps it from the ends.
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;
const SHAPE = "^[\\S]+.*[\\S]+$";

/** The policy of a pool with the defaults of C263. */
export function readPasswordPolicy(input: Value | undefined): PasswordPolicy {
  const policy = members(input);
  const number = (value: Value | undefined, standard: number) =>
    typeof value === "number" ? value : standard;
  // A policy that is given leaves out what it does not ask for; only a missing one means all of them.
  const requires = (property: string) =>
    input === undefined || input === null ? true : policy[property] === true;
  return {
    minimumLength: number(policy["minimumLength"], 8),
    requiresLowercase: requires("requireLowercase"),
    requiresUppercase: requires("requireUppercase"),
    requiresNumbers: requires("requireNumbers"),
    requiresSymbols: requires("requireSymbols"),
    temporaryPasswordDays: number(policy["temporaryPasswordValidityDays"], 7),
    historySize: number(policy["passwordHistorySize"], 0),
  };
}

interface Rule {
  readonly applies: (policy: PasswordPolicy) => boolean;
  readonly isMet: (password: string, policy: PasswordPolicy) => boolean;
  /** What the API answers (C173). */
  readonly refusal: string;
  /** What the pages list (C132). */
  readonly hint: (policy: PasswordPolicy) => string;
}

// In the order in which the first unmet one is reported.
const RULES: readonly Rule[] = [
  {
    applies: () => true,
    isMet: (password, policy) => [...password].length >= policy.minimumLength,
    refusal: "Password not long enough",
    hint: (policy) => `Password must be at least ${policy.minimumLength} characters`,
  },
  {
    applies: (policy) => policy.requiresLowercase,
    isMet: (password) => /[a-z]/.test(password),
    refusal: "Password must have lowercase characters",
    hint: () => "Password must contain a lower case letter",
  },
  {
    applies: (policy) => policy.requiresUppercase,
    isMet: (password) => /[A-Z]/.test(password),
    refusal: "Password must have uppercase characters",
    hint: () => "Password must contain an upper case letter",
  },
  {
    applies: (policy) => policy.requiresNumbers,
    isMet: (password) => /[0-9]/.test(password),
    refusal: "Password must have numeric characters",
    hint: () => "Password must contain a number",
  },
  {
    applies: (policy) => policy.requiresSymbols,
    isMet: (password) => SYMBOL.test(password),
    refusal: "Password must have symbol characters",
    hint: () => "Password must contain a special character or a space",
  },
];

/** Refuses a password that the API's shape or the pool's policy does not allow (C173). */
export function checkPasswordPolicy(policy: PasswordPolicy, password: string): void {
  if (password.length > LONGEST_PASSWORD || !/^\S(?:.*\S)?$/s.test(password)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: " +
        `Member must satisfy regular expression pattern: ${SHAPE}`,
    );
  }
  const unmet = RULES.find((rule) => rule.applies(policy) && !rule.isMet(password, policy));
  if (unmet) {
    throw new ServiceError(
      "InvalidPasswordException",
      `Password did not conform with policy: ${unmet.refusal}`,
    );
  }
}

/** The policy in words, for the pages. */
export function passwordHints(policy: PasswordPolicy): readonly string[] {
  return [
    ...RULES.filter((rule) => rule.applies(policy)).map((rule) => rule.hint(policy)),
    "Password must not contain a leading or trailing space",
  ];
}
