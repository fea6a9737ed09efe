import { describePolicy } from "../support/cases.ts";
import { changed, set } from "../support/stack.ts";

describePolicy("cog-deletion-protection", [
  {
    it: "refuses INACTIVE",
    change: set("pool", { deletionProtection: "INACTIVE" }),
    says: ['UserPool "pool": deletionProtection is "INACTIVE"; wanted: ACTIVE.'],
  },
  {
    it: "refuses the provider's default",
    change: set("pool", { deletionProtection: undefined }),
    says: [
      'UserPool "pool": deletionProtection is not set, which means "INACTIVE"; wanted: ACTIVE.',
    ],
  },
]);

describePolicy("cog-no-replace", [
  {
    it: "refuses a pool that Pulumi may replace",
    change: changed("pool", (facts) => ({
      ...facts,
      options: { ...facts.options, protect: false },
    })),
    says: [
      'UserPool "pool" has no protection from being replaced; wanted: the resource option protect.',
    ],
  },
]);
