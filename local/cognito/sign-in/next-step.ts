import { activeFactors, preferredFactor } from "../mfa/factors.ts";
import type { MfaFactor } from "../mfa/settings.ts";
import type { PoolContext } from "../service.ts";
import type { User } from "../tables/users.ts";

/** What a user has shown so far: the password or what stands for it, or a second factor as well. */
export type Proof = "first-factor" | "both-factors";

/** What stands between a user and the tokens; `DONE`: nothing. */
export type NextStep =
  | { readonly kind: "NEW_PASSWORD_REQUIRED" }
  | { readonly kind: "MFA"; readonly factor: MfaFactor }
  | { readonly kind: "SELECT_MFA_TYPE"; readonly factors: readonly MfaFactor[] }
  | { readonly kind: "MFA_SETUP"; readonly factors: readonly MfaFactor[] }
  | { readonly kind: "DONE" };

/**
 * What must follow now, in the order of C186: a password of one's own, then the second factor. The one place that
 * decides it, for every flow of the JSON API and for the pages: none gets round what another has to pass.
 */
export function nextStep(context: PoolContext, user: User, proof: Proof): NextStep {
  if (user.status === "FORCE_CHANGE_PASSWORD") return { kind: "NEW_PASSWORD_REQUIRED" };
  const { configuration, factors } = context.pool.mfa;
  // Whoever comes from another provider has proved there what it asks for (C268).
  const isAsked = configuration !== "OFF" && user.status !== "EXTERNAL_PROVIDER";
  if (!isAsked || proof === "both-factors") return { kind: "DONE" };
  const active = activeFactors(context, user);
  const factor = preferredFactor(context, user, active);
  if (factor) return { kind: "MFA", factor };
  if (active.length > 0) return { kind: "SELECT_MFA_TYPE", factors: active };
  // Optional MFA never asks anybody to set it up (C135).
  return configuration === "ON" ? { kind: "MFA_SETUP", factors } : { kind: "DONE" };
}
