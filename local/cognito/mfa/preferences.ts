import { invalidParameter, TEXTS } from "../../json-api/errors.ts";
import type { PoolContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { CONTACTS, isUsable } from "./factors.ts";
import type { MfaFactor } from "./settings.ts";

/** What somebody wants of one factor; undefined leaves it as it is. */
export interface FactorPreference {
  readonly Enabled?: boolean | undefined;
  readonly PreferredMfa?: boolean | undefined;
}

/** What somebody wants of each factor. */
export type FactorPreferences = {
  readonly [Factor in MfaFactor]?: FactorPreference | undefined;
};

/** Switches a user's factors on and off, and says which one is asked for (C221). Nothing changes when one is refused. */
export function setPreferences(context: PoolContext, user: User, wanted: FactorPreferences): void {
  const { service, pool } = context;
  if (pool.mfa.configuration === "OFF") throw invalidParameter(TEXTS.mfaOff);
  const { secondFactors } = service.store;
  const factors = secondFactors.of(pool.id, user.sub);
  const given = Object.entries(wanted).flatMap(([name, preference]) =>
    preference ? [{ factor: name as MfaFactor, ...preference }] : [],
  );
  for (const preference of given) check(context, user, preference);
  const preferred = given.filter(({ PreferredMfa }) => PreferredMfa === true);
  if (preferred.length > 1) throw invalidParameter(TEXTS.severalPreferred);
  const off = given.filter(({ Enabled }) => Enabled !== true).map(({ factor }) => factor);
  const on = given.filter(({ Enabled }) => Enabled === true).map(({ factor }) => factor);
  const unpreferred = given.filter(({ PreferredMfa }) => PreferredMfa !== true);
  const keeps = !unpreferred.some(({ factor }) => factor === factors.preferred);
  secondFactors.save(pool.id, user.sub, {
    ...factors,
    enabled: [...new Set([...factors.enabled, ...on])].filter((factor) => !off.includes(factor)),
    preferred: preferred[0]?.factor ?? (keeps ? factors.preferred : null),
  });
}

/** Takes a user's authenticator app away, with what it was asked for (C223). */
export function removeSoftwareToken({ service, pool }: PoolContext, user: User): void {
  const { secondFactors } = service.store;
  const factors = secondFactors.of(pool.id, user.sub);
  secondFactors.save(pool.id, user.sub, {
    softwareToken: null,
    pendingSecret: null,
    enabled: factors.enabled.filter((factor) => factor !== "SOFTWARE_TOKEN_MFA"),
    preferred: factors.preferred === "SOFTWARE_TOKEN_MFA" ? null : factors.preferred,
  });
}

/** What the older list of options says: text messages to the phone number, or nothing (C243). */
export function setOptions(
  context: PoolContext,
  user: User,
  options: readonly {
    readonly DeliveryMedium: string | undefined;
    readonly AttributeName: string | undefined;
  }[],
): void {
  const isOther = options.some(
    ({ DeliveryMedium, AttributeName }) =>
      DeliveryMedium !== "SMS" || AttributeName !== "phone_number",
  );
  if (isOther) throw invalidParameter(TEXTS.otherOptions);
  setPreferences(context, user, { SMS_MFA: { Enabled: options.length > 0 } });
}

function check(
  context: PoolContext,
  user: User,
  { factor, Enabled, PreferredMfa }: FactorPreference & { readonly factor: MfaFactor },
): void {
  if (Enabled !== true) {
    if (PreferredMfa === true) throw invalidParameter(TEXTS.preferredIsOff);
    return;
  }
  if (!context.pool.mfa.factors.includes(factor)) {
    throw invalidParameter(`${factor} is not enabled for the user pool.`);
  }
  if (isUsable(context, user, factor)) return;
  const contact = CONTACTS[factor];
  throw invalidParameter(contact ? `User does not have ${contact}.` : TEXTS.unverifiedToken);
}

/** Members of a user in answers: what is switched on, and what is asked for; absent where nothing is (C222). */
export function mfaMembers({ service, pool }: PoolContext, user: User) {
  const { enabled, preferred } = service.store.secondFactors.of(pool.id, user.sub);
  return {
    ...(enabled.length > 0 && { UserMFASettingList: enabled }),
    ...(preferred && { PreferredMfaSetting: preferred }),
  };
}
