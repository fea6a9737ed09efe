import type { PoolContext } from "../service.ts";
import type { CodeFactor, FirstFactor } from "./sign-in-policy.ts";
import type { User } from "../tables/users.ts";
import type { ContactAttribute } from "../pool.ts";

/** What a choice-based sign-in may go on with: the password in two ways, and the other first factors (C190). */
export type FirstChallenge = FirstFactor | "PASSWORD_SRP";

/** Where the code of a first factor goes. */
export const CODE_ATTRIBUTES: { readonly [factor in CodeFactor]: ContactAttribute } = {
  EMAIL_OTP: "email",
  SMS_OTP: "phone_number",
};

/** Whether the factor is a one-time code. */
export function isCodeFactor(factor: string): factor is CodeFactor {
  return Object.hasOwn(CODE_ATTRIBUTES, factor);
}

/** The first factors that the pool allows and the user has (C190, C222). */
export function factorsOf(context: PoolContext, user: User): readonly FirstFactor[] {
  const { service, pool } = context;
  const hasPasskey = () => service.store.passkeys.ofUser(pool.id, user.sub).length > 0;
  const isVerified = (attribute: ContactAttribute) =>
    Boolean(user.attributes[attribute]) && user.attributes[`${attribute}_verified`] === "true";
  // Whoever has a temporary password has to replace it first (C190).
  const isWithoutChoice = user.status === "FORCE_CHANGE_PASSWORD";
  return [...offeredFactors(context)].filter((factor) => {
    if (factor === "PASSWORD") return user.password !== null;
    if (isWithoutChoice) return false;
    return factor === "WEB_AUTHN" ? hasPasskey() : isVerified(CODE_ATTRIBUTES[factor]);
  });
}

/** The pool's first factors. Where a second factor is required, neither code nor passkey can be the first (C192). */
export function offeredFactors({ pool }: PoolContext): ReadonlySet<FirstFactor> {
  return pool.mfa.configuration === "ON" ? new Set(["PASSWORD"]) : pool.firstFactors;
}

/** The user's factors as challenges (C190). */
export function challengesOf(context: PoolContext, user: User): readonly FirstChallenge[] {
  return factorsOf(context, user).flatMap((factor) =>
    factor === "PASSWORD" ? (["PASSWORD", "PASSWORD_SRP"] as const) : [factor],
  );
}
