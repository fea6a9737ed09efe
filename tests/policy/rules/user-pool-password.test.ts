import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";

const asvs = { passwordStandard: "asvs" } as const;
const length = (minimumLength: number | undefined) =>
  set("pool", { "passwordPolicy.minimumLength": minimumLength });

describePolicy("cog-password-length", [
  {
    it: "refuses 13 characters",
    change: length(13),
    says: ['UserPool "pool": passwordPolicy.minimumLength is 13; wanted: 14 or more.'],
  },
  { it: "accepts 14 characters", change: length(14) },
  {
    it: "refuses the provider's default",
    change: set("pool", { passwordPolicy: undefined }),
    says: [
      'UserPool "pool": passwordPolicy.minimumLength is not set, which means 8; wanted: 14 or more.',
    ],
  },
  {
    it: "refuses a length that is no number",
    change: set("pool", { "passwordPolicy.minimumLength": "long" }),
    says: ['UserPool "pool": passwordPolicy.minimumLength is "long"; wanted: a number.'],
  },
  {
    it: "refuses 14 characters without a second factor under asvs",
    change: all(length(14), set("pool", { mfaConfiguration: "OPTIONAL" })),
    settings: asvs,
    says: ['UserPool "pool": passwordPolicy.minimumLength is 14; wanted: 15 or more.'],
  },
  {
    it: "accepts 8 characters beside a second factor under asvs",
    change: length(8),
    settings: asvs,
  },
]);

const CLASSES = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];
const classes = (isRequired: boolean) =>
  set(
    "pool",
    Object.fromEntries(CLASSES.map((name) => [`passwordPolicy.${name}`, isRequired] as const)),
  );

describePolicy("cog-password-classes", [
  ...CLASSES.map((name): Case => ({
    it: `refuses passwords without ${name}`,
    change: set("pool", { [`passwordPolicy.${name}`]: false }),
    says: [`UserPool "pool": passwordPolicy.${name} is false; wanted: true.`],
  })),
  {
    it: "refuses a policy that leaves a class out",
    change: set("pool", { "passwordPolicy.requireNumbers": undefined }),
    says: [
      'UserPool "pool": passwordPolicy.requireNumbers is not set, which means false; wanted: true.',
    ],
  },
  {
    it: "accepts the classes of Cognito's own policy",
    change: set("pool", { passwordPolicy: undefined }),
  },
  {
    it: "refuses classes under asvs",
    change: all(classes(false), set("pool", { "passwordPolicy.requireSymbols": true })),
    settings: asvs,
    says: ['UserPool "pool": passwordPolicy.requireSymbols is true; wanted: false.'],
  },
  {
    it: "refuses the classes of Cognito's own policy under asvs",
    change: set("pool", { passwordPolicy: undefined }),
    settings: asvs,
    says: CLASSES.map(
      (name) =>
        `UserPool "pool": passwordPolicy.${name} is not set, which means true; wanted: false.`,
    ),
  },
  {
    it: "accepts no class under asvs beside a check against breached passwords",
    change: classes(false),
    settings: asvs,
  },
  {
    it: "refuses no class under asvs without that check",
    change: all(classes(false), remove("risk")),
    settings: asvs,
    says: [
      'UserPool "pool" has no check against breached passwords; wanted: a RiskConfiguration that blocks compromised credentials.',
    ],
  },
  {
    it: "refuses a check that lets breached passwords pass, under asvs",
    change: all(
      classes(false),
      set("risk", {
        "compromisedCredentialsRiskConfiguration.actions.eventAction": "NO_ACTION",
      }),
    ),
    settings: asvs,
    says: [
      'UserPool "pool" has no check against breached passwords; wanted: a RiskConfiguration that blocks compromised credentials.',
    ],
  },
  {
    it: "waives that check under asvs on a tier that lacks it",
    change: all(classes(false), set("pool", { userPoolTier: "ESSENTIALS" })),
    settings: asvs,
    waives: ["needs PLUS"],
  },
]);

const expiry = (days: number | undefined) =>
  set("pool", { "passwordPolicy.temporaryPasswordValidityDays": days });

describePolicy("cog-temp-password-expiry", [
  {
    it: "refuses 8 days",
    change: expiry(8),
    says: [
      'UserPool "pool": passwordPolicy.temporaryPasswordValidityDays is 8; wanted: 7 or less.',
    ],
  },
  { it: "accepts 7 days", change: expiry(7) },
  { it: "accepts the provider's default", change: expiry(undefined) },
]);

const history = (size: number | undefined) =>
  set("pool", { "passwordPolicy.passwordHistorySize": size });

describePolicy("cog-password-history", [
  {
    it: "reports 4 passwords",
    change: history(4),
    says: ['UserPool "pool": passwordPolicy.passwordHistorySize is 4; wanted: 5 or more.'],
  },
  {
    it: "reports the provider's default",
    change: history(undefined),
    says: [
      'UserPool "pool": passwordPolicy.passwordHistorySize is not set, which means 0; wanted: 5 or more.',
    ],
  },
  { it: "does not apply under asvs", change: history(0), settings: asvs, applies: false },
  {
    it: "does not apply to LITE, which has no history",
    change: all(history(0), set("pool", { userPoolTier: "LITE" })),
    applies: false,
  },
  {
    it: "waits for a tier that is not known",
    change: all(history(0), set("pool", { userPoolTier: UNKNOWN })),
    remarks: 1,
  },
]);
