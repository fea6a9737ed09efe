import type { ContactAttribute } from "../pool.ts";
import type { PoolContext } from "../service.ts";
import type { SecondFactors } from "../tables/second-factors.ts";
import type { User } from "../tables/users.ts";
import type { MfaFactor } from "./settings.ts";

/** The attribute that a factor's codes go to; an authenticator app makes its own. */
export const CONTACTS: { readonly [Factor in MfaFactor]: ContactAttribute | null } = {
  SMS_MFA: "phone_number",
  SOFTWARE_TOKEN_MFA: null,
  EMAIL_OTP: "email",
};

/** Factors that a user switched on and can still use, in the order of the pool's list. */
function enabledFactors(context: PoolContext, user: User): readonly MfaFactor[] {
  const { service, pool } = context;
  const { enabled } = service.store.secondFactors.of(pool.id, user.sub);
  return pool.mfa.factors.filter(
    (factor) => enabled.includes(factor) && isUsable(context, user, factor),
  );
}

/**
 * Factors that a sign-in asks for one of. Where MFA is required and the user chose none, a phone number or a proven
 * e-mail address is one by itself (C199, C268).
 */
export function activeFactors(context: PoolContext, user: User): readonly MfaFactor[] {
  const { configuration, factors } = context.pool.mfa;
  const enabled = enabledFactors(context, user);
  if (enabled.length > 0 || configuration !== "ON") return enabled;
  return factors
    .filter((factor) => factor !== "EMAIL_OTP" || isProven(user, "email"))
    .filter((factor) => isUsable(context, user, factor));
}

/** The one of the active factors that the user wants to be asked for (C269). */
export function preferredFactor(
  { service, pool }: PoolContext,
  user: User,
  active: readonly MfaFactor[],
): MfaFactor | undefined {
  if (active.length <= 1) return active[0];
  const { preferred } = service.store.secondFactors.of(pool.id, user.sub);
  return active.find((factor) => factor === preferred);
}

/** Whether the user has what the factor needs: an authenticator app, or somewhere to send a code. */
export function isUsable({ service, pool }: PoolContext, user: User, factor: MfaFactor): boolean {
  const contact = CONTACTS[factor];
  if (contact) return Boolean(user.attributes[contact]);
  return service.store.secondFactors.of(pool.id, user.sub).softwareToken !== null;
}

/** Makes a factor one that the user is asked for, and the preferred one. */
export function switchOn(
  { service, pool }: PoolContext,
  user: User,
  factor: MfaFactor,
  changes: Partial<SecondFactors> = {},
): void {
  const { secondFactors } = service.store;
  const factors = secondFactors.of(pool.id, user.sub);
  const enabled = [...new Set([...factors.enabled, factor])];
  secondFactors.save(pool.id, user.sub, { ...factors, ...changes, enabled, preferred: factor });
}

function isProven(user: User, contact: ContactAttribute): boolean {
  return user.attributes[`${contact}_verified`] === "true";
}
