import { describePolicy } from "../support/cases.ts";
import { all, set } from "../support/stack.ts";

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
