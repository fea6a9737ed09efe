/** What a violation does: `mandatory` refuses the deployment, `advisory` prints. */
export type Level = "mandatory" | "advisory";

/** How strict a policy is by itself. */
export type Enforcement = "mandatory" | "mandatory in prod" | "advisory";

/** Sets of levels: `baseline`, `prod`, and the frameworks on top of the baseline. */
export const PROFILES = [
  "baseline",
  "prod",
  "fsbp",
  "asvs-l2",
  "hipaa",
  "nist-800-53",
  "pci",
] as const;

export type Profile = (typeof PROFILES)[number];

/** What a stack's configuration says: `policy:profile`, else `prod` where the program's own `profile` is. */
export function statedProfile(
  project: string,
  config: Readonly<Record<string, string>>,
): string | undefined {
  return config["policy:profile"] ?? (config[`${project}:profile`] === "prod" ? "prod" : undefined);
}

/**
 * The level of a policy in a profile. A framework is the baseline with its own policies at their strictest; a policy
 * that is only advised is reported by the profiles that name it.
 */
export function levelIn(
  profile: Profile,
  policy: { readonly enforcement: Enforcement; readonly profiles: readonly Profile[] | "all" },
): Level | "disabled" {
  const isNamed = policy.profiles === "all" || policy.profiles.includes(profile);
  if (policy.enforcement === "mandatory") return "mandatory";
  if (policy.enforcement === "mandatory in prod") return isNamed ? "mandatory" : "advisory";
  return isNamed ? "advisory" : "disabled";
}
