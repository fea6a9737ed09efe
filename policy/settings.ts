import { type Level, type Profile, PROFILES } from "./profiles.ts";

/** What the pack's configuration decides for all policies. */
export interface Settings {
  readonly profile: Profile;
  /** `fsbp`: length and four classes; `asvs`: length and a check for breached passwords. */
  readonly passwordStandard: "fsbp" | "asvs";
  /** Every risk action must be BLOCK. */
  readonly strictRisk: boolean;
  /** Reasons of open routes, by route key. */
  readonly publicRoutes: Readonly<Record<string, string>>;
  /** Names of user attributes that decide authorization. */
  readonly authzAttributes: readonly string[];
  /** As listed; `exemptions.ts` says which of them hold. */
  readonly exemptions: readonly unknown[];
}

export const DEFAULT_SETTINGS: Settings = {
  profile: "baseline",
  passwordStandard: "fsbp",
  strictRisk: false,
  publicRoutes: {},
  authzAttributes: ["custom:role", "custom:tenant", "custom:groups"],
  exemptions: [],
};

/** JSON schema of {@link Settings} as the engine shows and checks it. */
export const SETTINGS_SCHEMA = {
  profile: {
    type: "string",
    enum: [...PROFILES],
    description: "Which policies are mandatory. Default: that of the stack",
  },
  passwordStandard: { type: "string", enum: ["fsbp", "asvs"], default: "fsbp" },
  strictRisk: { type: "boolean", default: false },
  publicRoutes: {
    type: "object",
    additionalProperties: { type: "string", minLength: 1 },
    description: "Reasons of open routes, by route key",
  },
  authzAttributes: { type: "array", items: { type: "string" } },
  exemptions: {
    type: "array",
    items: { type: "object" },
    description: "Accepted violations: { policy, resource, reason, until }",
  },
} as const;

/** A pack's configuration that cannot be used; the message is for the user. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads settings as they come from a file or the engine, over the given ones.
 * @throws {SettingsError} naming the key, its value and what it takes
 */
export function readSettings(given: unknown, base: Settings = DEFAULT_SETTINGS): Settings {
  const values = objectOf(given ?? {}, "settings");
  for (const key of Object.keys(values)) {
    if (!(key in SETTINGS_SCHEMA)) {
      const known = Object.keys(SETTINGS_SCHEMA).join(", ");
      throw new SettingsError(`settings.${key} is no setting of this pack. It has ${known}.`);
    }
  }
  const { profile, passwordStandard, strictRisk, publicRoutes, authzAttributes, exemptions } =
    values;
  return {
    profile: wordOf(profile ?? base.profile, PROFILES, "profile"),
    passwordStandard: wordOf(
      passwordStandard ?? base.passwordStandard,
      ["fsbp", "asvs"],
      "passwordStandard",
    ),
    strictRisk: flagOf(strictRisk ?? base.strictRisk, "strictRisk"),
    publicRoutes: textsOf(publicRoutes ?? base.publicRoutes),
    authzAttributes: listOf(authzAttributes ?? base.authzAttributes, "authzAttributes").map(String),
    exemptions: listOf(exemptions ?? base.exemptions, "exemptions"),
  };
}

/** What the configuration says of single policies, by id. */
export interface PolicyConfiguration {
  readonly level?: Level | "disabled";
  readonly thresholds: Readonly<Record<string, number>>;
}

/**
 * Reads one policy's entry as `pulumi preview --policy-pack-config` takes it: a level, or an object with
 * `enforcementLevel` and the policy's own thresholds.
 * @throws {SettingsError}
 */
export function readPolicyConfiguration(id: string, given: unknown): PolicyConfiguration {
  if (typeof given === "string") return { level: levelOf(given, id), thresholds: {} };
  const { enforcementLevel, ...thresholds } = objectOf(given, id);
  for (const [name, value] of Object.entries(thresholds)) {
    if (typeof value !== "number") {
      throw new SettingsError(`${id}.${name} is ${JSON.stringify(value)}. Give a number.`);
    }
  }
  const numbers = thresholds as Record<string, number>;
  if (enforcementLevel === undefined) return { thresholds: numbers };
  return { level: levelOf(enforcementLevel, id), thresholds: numbers };
}

function levelOf(value: unknown, id: string): Level | "disabled" {
  // Offline nothing is written into a program, so what would be remediated is refused.
  const level = value === "remediate" ? "mandatory" : value;
  return wordOf(level, ["mandatory", "advisory", "disabled"], `${id}.enforcementLevel`);
}

function wordOf<T extends string>(value: unknown, words: readonly T[], key: string): T {
  const word = words.find((one) => one === value);
  if (word !== undefined) return word;
  throw new SettingsError(`${key} is ${JSON.stringify(value)}. It is one of ${words.join(", ")}.`);
}

function flagOf(value: unknown, key: string): boolean {
  if (typeof value === "boolean") return value;
  throw new SettingsError(`${key} is ${JSON.stringify(value)}. It is true or false.`);
}

function listOf(value: unknown, key: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new SettingsError(`${key} is ${JSON.stringify(value)}. It is a list.`);
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  const routes = objectOf(value, "publicRoutes");
  for (const [key, reason] of Object.entries(routes)) {
    if (typeof reason !== "string" || reason.trim() === "") {
      throw new SettingsError(`publicRoutes["${key}"] has no reason. Say why the route is open.`);
    }
  }
  return routes as Record<string, string>;
}

function objectOf(value: unknown, key: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new SettingsError(`${key} is ${JSON.stringify(value)}. It is an object.`);
}
