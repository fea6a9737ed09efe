import { type Level, levelIn, statedProfile } from "./profiles.ts";
import type { Context, Rule } from "./rule.ts";
import {
  type PolicyConfiguration,
  readPolicyConfiguration,
  readSettings,
  type Settings,
  SettingsError,
} from "./settings.ts";

/** Entry of the pack's configuration that holds {@link Settings}, and the policy that refused exemptions violate. */
export const SETTINGS_ENTRY = "pack-settings";

/** The pack's whole configuration: the settings of all policies, and what is said of single ones. */
export interface Configuration {
  readonly settings: Settings;
  readonly policies: ReadonlyMap<string, PolicyConfiguration>;
}

/** What the engine's environment says of the stack before any policy is asked: its profile. */
export function stackConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const config = JSON.parse(environment["PULUMI_CONFIG"] || "{}") as Record<string, string>;
  const profile = statedProfile(environment["PULUMI_NODEJS_PROJECT"] ?? "", config);
  return { settings: readSettings(profile === undefined ? {} : { profile }), policies: new Map() };
}

/**
 * Reads a configuration in the form of `pulumi preview --policy-pack-config`: entries by policy id, and
 * {@link SETTINGS_ENTRY}.
 * @param base settings where the document says nothing
 * @throws {SettingsError}
 */
export function readConfiguration(
  document: Readonly<Record<string, unknown>>,
  rules: readonly Rule[],
  base: Settings,
): Configuration {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const { [SETTINGS_ENTRY]: settings, ...entries } = document;
  const policies = Object.entries(entries).map(([id, entry]) => {
    const rule = byId.get(id);
    if (!rule) throw new SettingsError(`"${id}" names no policy of this pack. Correct its id.`);
    const configuration = readPolicyConfiguration(id, entry);
    checkThresholds(rule, configuration);
    return [id, configuration] as const;
  });
  return { settings: readSettings(settings, base), policies: new Map(policies) };
}

/** The level of a policy: the configured one, else that of the profile. */
export function levelOf(rule: Rule, { settings, policies }: Configuration): Level | "disabled" {
  return policies.get(rule.id)?.level ?? levelIn(settings.profile, rule);
}

/** What the checks of a policy judge by. */
export function contextOf(rule: Rule, { settings, policies }: Configuration): Context {
  const configured = policies.get(rule.id)?.thresholds ?? {};
  return {
    settings,
    threshold: (name) => {
      const value = configured[name] ?? rule.thresholds?.[name]?.default;
      if (value === undefined) throw new Error(`The policy ${rule.id} has no threshold "${name}".`);
      return value;
    },
  };
}

function checkThresholds(rule: Rule, { thresholds }: PolicyConfiguration): void {
  for (const [name, value] of Object.entries(thresholds)) {
    const threshold = rule.thresholds?.[name];
    if (!threshold) {
      throw new SettingsError(`${rule.id}.${name} is no threshold of that policy. Remove it.`);
    }
    if (value < threshold.minimum) {
      throw new SettingsError(
        `${rule.id}.${name} is ${value}. It is ${threshold.minimum} or more.`,
      );
    }
  }
}
