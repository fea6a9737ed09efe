import type { Problem } from "../shared/arguments";
import type { Factor } from "./mfa";
import { type Contact, contactOf, type SignIn } from "./sign-in-names";

/** How a forgotten password is replaced. */
export type Recovery = "email" | "admin-only" | "email-then-sms";

/** The arguments that recovery depends on. */
export interface RecoveryArgs {
  readonly signIn?: SignIn;
  readonly recovery?: Recovery;
  readonly factors?: readonly Factor[];
  readonly sms?: object;
}

const CHANNELS: Readonly<Record<Recovery, readonly Contact[]>> = {
  email: ["email"],
  "admin-only": [],
  "email-then-sms": ["email", "phone_number"],
};

const MECHANISM = { email: "verified_email", phone_number: "verified_phone_number" } as const;

/** The pool's way back for people who forgot their password, the better one first (C270). */
export function recoverySetting(args: RecoveryArgs) {
  const names = channelsOf(args).map((channel) => MECHANISM[channel]);
  const mechanisms = names.length === 0 ? ["admin_only"] : names;
  return {
    recoveryMechanisms: mechanisms.map((name, index) => ({ name, priority: index + 1 })),
  };
}

/** Addresses that Cognito sends codes to: the one users sign up with, and those of recovery. */
export function verifiedContacts(args: RecoveryArgs): Contact[] {
  return [...new Set([contactOf(args.signIn), ...channelsOf(args)])];
}

/** What is wrong with a way back that is weaker than the way in (ASVS 6.4.3). */
export function* recoveryProblems(args: RecoveryArgs): Iterable<Problem> {
  const { recovery, factors = [], sms } = args;
  const channels = channelsOf(args);
  if (channels.includes("phone_number") && sms === undefined) {
    yield `recovery is "${recovery}", and there is no sms: say what its messages may cost in sms.`;
  }
  if (channels.includes("phone_number") && factors.includes("SMS")) {
    yield `recovery is "${recovery}", and SMS is a second factor too: whoever takes over a number has the account. Set recovery to "email".`;
  }
  if (channels.includes("email") && factors.length === 1 && factors[0] === "EMAIL") {
    yield 'recovery goes by e-mail, which is also the only second factor: whoever reads the mailbox has the account. Add "TOTP" to factors, or set recovery to "admin-only".';
  }
}

// A pool of phone numbers has no proved mail address unless recovery asks for one.
function channelsOf({ signIn, recovery }: RecoveryArgs): readonly Contact[] {
  return CHANNELS[recovery ?? (signIn === "phone" ? "admin-only" : "email")];
}
