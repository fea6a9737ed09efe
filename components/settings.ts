import type { CorsArgs, ThrottleArgs } from "./api/api-settings";
import type { Mfa } from "./auth/mfa";
import { domainPrefixFault } from "./auth/sign-in-domain";
import type { TestUser } from "./auth/test-users";
import type { SignUp } from "./auth/user-pool";
import type { WebAcl } from "./auth/web-acl";
import {
  readJson,
  readText,
  refuseUnknownKeys,
  refuseWrongRegion,
  wrongValue,
} from "./settings/configuration";
import { readExpiry, readTestUser, throwAwayTexts } from "./settings/throw-away";
import { type AlarmArgs, isTopicArn } from "./shared/alarms";
import type { Lifecycle } from "./shared/lifecycle";
import { limits } from "./shared/limits";
import { isLoopback, originFault } from "./shared/web-address";

/** The stack's configuration, checked. Its keys are described in `Pulumi.yaml`. */
export interface Settings {
  readonly profile: Profile;
  readonly lifecycle: Lifecycle;
  readonly signUp: SignUp;
  readonly mfa: Mfa;
  readonly accessTokenMinutes: number;
  /** Origins of the web pages that sign users in and call the API. */
  readonly sites: readonly string[];
  /** Those of the sites that anybody can reach. */
  readonly publicSites: readonly string[];
  /** The others, on a developer's own machine; undefined without any and where the profile is prod. */
  readonly devSites: readonly string[] | undefined;
  /** The same sites as the API sees them; undefined without any. */
  readonly cors: CorsArgs | undefined;
  /** Of the API and of sign-in; undefined where the profile is dev. */
  readonly alarms: AlarmArgs | undefined;
  /** Undefined: derived from the stack's name. */
  readonly domainPrefix: string | undefined;
  readonly throttle: ThrottleArgs;
  /** Whether tokens of a sign-in without the pages carry the API's scopes. */
  readonly sdkSignIn: boolean;
  /** When a throw-away stack may be destroyed, ISO 8601 in UTC; undefined for one that stays. */
  readonly expiresAt: string | undefined;
  /** Who may sign in to a throw-away stack without signing up. */
  readonly testUser: TestUser | undefined;
  /** Active in a month, for `npm run cost`. */
  readonly expectedUsers: number;
  /** Follows from the profile, as the next one does. */
  readonly logRetentionDays: number;
  readonly tracing: boolean;
  /** Follows from the profile as well. */
  readonly webAcl: WebAcl;
}

/** What a stack is for; a few settings follow from it. */
export type Profile = "dev" | "prod";

/** Texts of the keys that a stack leaves out. `Pulumi.yaml` says the same. */
export const defaultTexts = {
  profile: "dev",
  lifecycle: "keep",
  signUp: "self-service",
  mfa: "OPTIONAL",
  accessTokenMinutes: "60",
  sites: "[]",
  alarmTopics: "[]",
  domainPrefix: "",
  throttle: "{}",
  sdkSignIn: "false",
  expectedUsers: "1000",
  ...throwAwayTexts,
} as const;

type Key = keyof typeof defaultTexts;

const BY_PROFILE = {
  dev: {
    throttle: { rate: 100, burst: 200 },
    logRetentionDays: 7,
    tracing: false,
    webAcl: { none: "the profile is dev" },
  },
  prod: {
    throttle: { rate: 1_000, burst: 500 },
    logRetentionDays: 365,
    tracing: true,
    webAcl: "managed",
  },
} as const;

/**
 * The one reader of the stack's configuration, called before any resource.
 * @throws pulumi.RunError with key, value, rule and the command that mends it
 */
export function readSettings(): Settings {
  refuseUnknownKeys(Object.keys(defaultTexts));
  refuseWrongRegion();
  const profile = readWord("profile", ["dev", "prod"]);
  const sites = readSites(profile);
  const lifecycle = readWord("lifecycle", ["keep", "ephemeral"]);
  return {
    profile,
    lifecycle,
    signUp: readWord("signUp", ["self-service", "admin-only"]),
    mfa: readWord("mfa", ["OFF", "OPTIONAL", "ON"]),
    accessTokenMinutes: readWholeNumber("accessTokenMinutes", limits.tokenMinutes),
    sites,
    publicSites: sites.filter((site) => !isLoopback(site)),
    devSites: profile === "dev" && sites.some(isLoopback) ? sites.filter(isLoopback) : undefined,
    cors: sites.length === 0 ? undefined : { origins: sites },
    alarms: readAlarms(profile),
    domainPrefix: readDomainPrefix(),
    throttle: { ...BY_PROFILE[profile].throttle, ...readThrottle() },
    sdkSignIn: readWord("sdkSignIn", ["false", "true"]) === "true",
    expectedUsers: readWholeNumber("expectedUsers", limits.usersPerPool),
    expiresAt: readExpiry(lifecycle),
    testUser: readTestUser(lifecycle),
    logRetentionDays: BY_PROFILE[profile].logRetentionDays,
    tracing: BY_PROFILE[profile].tracing,
    webAcl: BY_PROFILE[profile].webAcl,
  };
}

function read(key: Key): string {
  return readText(key, defaultTexts[key]);
}

function readWord<const Word extends string>(key: Key, words: readonly Word[]): Word {
  const value = read(key);
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  const choices = words.map((candidate) => `"${candidate}"`).join(" or ");
  throw wrongValue({ key, value, fault: `must be ${choices}`, example: defaultTexts[key] });
}

function readWholeNumber(
  key: Key,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const value = read(key);
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= min && number <= max) return number;
  const fault = `must be a whole number from ${min} to ${max}`;
  throw wrongValue({ key, value, fault, example: defaultTexts[key] });
}

function readSites(profile: Profile): readonly string[] {
  const sites = readJson("sites", defaultTexts.sites);
  if (!isTextList(sites)) {
    throw wrongValue({ key: "sites", value: read("sites"), fault: "must be a list of origins" });
  }
  // Each site becomes a callback URL, and the API's own page is one more.
  const most = limits.urlsPerClient - 1;
  if (sites.length > most) {
    const fault = `must hold at most ${most} origins, not ${sites.length}`;
    throw wrongValue({ key: "sites", value: read("sites"), fault });
  }
  for (const [index, value] of sites.entries()) {
    const key = `sites[${index}]`;
    if (sites.indexOf(value) !== index) throw wrongValue({ key, value, fault: "is listed twice" });
    const fault = siteFault(value, profile);
    if (fault !== undefined) {
      throw wrongValue({ key, value, fault, example: "https://app.example.com" });
    }
  }
  return sites;
}

function siteFault(site: string, profile: Profile): string | undefined {
  const fault = originFault(site);
  if (fault !== undefined || profile === "dev" || !isLoopback(site)) return fault;
  return "must not be an address of the user's own machine where the profile is prod";
}

function readDomainPrefix(): string | undefined {
  const value = read("domainPrefix");
  if (value === "") return undefined;
  const fault = domainPrefixFault(value);
  if (fault === undefined) return value;
  throw wrongValue({ key: "domainPrefix", value, fault, example: "orders-login" });
}

function readThrottle(): Partial<ThrottleArgs> {
  const throttle = readJson("throttle", defaultTexts.throttle);
  if (!isObject(throttle)) {
    const fault = "must have the form {rate, burst}";
    throw wrongValue({ key: "throttle", value: read("throttle"), fault });
  }
  const { min, max } = limits.throttle;
  for (const [name, value] of Object.entries(throttle)) {
    const key = `throttle.${name}`;
    if (name !== "rate" && name !== "burst") {
      throw wrongValue({ key, value, fault: "is unknown: throttle has rate and burst" });
    }
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
      const fault = `must be a whole number from ${min} to ${max}`;
      throw wrongValue({ key, value, fault, example: String(BY_PROFILE.dev.throttle[name]) });
    }
  }
  return throttle;
}

function readAlarms(profile: Profile): AlarmArgs | undefined {
  const notify = readAlarmTopics();
  return profile === "prod" ? { notify } : undefined;
}

function readAlarmTopics(): readonly string[] {
  const topics = readJson("alarmTopics", defaultTexts.alarmTopics);
  if (!isTextList(topics)) {
    const fault = "must be a list of SNS topics' ARNs";
    throw wrongValue({ key: "alarmTopics", value: read("alarmTopics"), fault });
  }
  for (const [index, value] of topics.entries()) {
    if (isTopicArn(value)) continue;
    const key = `alarmTopics[${index}]`;
    throw wrongValue({ key, value, fault: "must be the ARN of an SNS topic" });
  }
  return topics;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
