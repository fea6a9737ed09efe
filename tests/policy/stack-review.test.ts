import { deepEqual, equal } from "node:assert/strict";
import { levelIn } from "../../policy/profiles.ts";
import type { ResourceFacts } from "../../policy/resource.ts";
import type { Rule } from "../../policy/rule.ts";
import { RULES } from "../../policy/rules.ts";
import { DEFAULT_SETTINGS } from "../../policy/settings.ts";
import { reviewStack } from "../../policy/stack-review.ts";
import { SECRET, UNKNOWN } from "../../policy/values.ts";
import { review, ruleOf } from "./support/cases.ts";
import { SECURE_STACK } from "./support/secure-stack.ts";
import { graphOf, set } from "./support/stack.ts";

const SHORT = set("pool", { "passwordPolicy.minimumLength": 8 })(SECURE_STACK);
const EXEMPTION = {
  policy: "cog-password-length",
  resource: "pool",
  reason: "moves in June",
  until: "2026-06-30",
};
const configuration = { settings: DEFAULT_SETTINGS, policies: new Map() };

/** The resource in a stack of its own, with its neighbours there. */
function copyOf(facts: ResourceFacts, copy: number): ResourceFacts {
  const edges = Object.entries(facts.propertyDependencies).map(
    ([property, targets]) => [property, targets.map((urn) => `${urn}-${copy}`)] as const,
  );
  return {
    ...facts,
    urn: `${facts.urn}-${copy}`,
    propertyDependencies: Object.fromEntries(edges),
  };
}

describe("the review of a stack", () => {
  it("finds the secure stack in order", () => {
    const all = {
      settings: { ...DEFAULT_SETTINGS, profile: "prod" as const },
      policies: new Map(),
    };
    const { violations, waivers, remarks } = reviewStack(
      RULES,
      graphOf(SECURE_STACK),
      all,
      "2026-06-01",
    );
    deepEqual([violations, waivers, remarks], [[], [], []]);
  });

  it("reports a violation with everything a reader needs", () => {
    const { violations } = review("cog-password-length", SHORT);
    deepEqual(
      violations.map(({ violation }) => violation),
      [
        {
          policy: "cog-password-length",
          severity: "high",
          level: "mandatory",
          resource: { type: "aws:cognito/userPool:UserPool", name: "pool" },
          property: "passwordPolicy.minimumLength",
          found: 8,
          wanted: "14 or more",
          message: 'UserPool "pool": passwordPolicy.minimumLength is 8; wanted: 14 or more.',
          remedy: "Set minimumLength to 14 or more (Cognito allows 6–99).",
          ids: ruleOf("cog-password-length").ids,
        },
      ],
    );
  });

  it("counts policies that have no resource as not applicable", () => {
    const { passed, notApplicable } = review("cog-password-length", []);
    deepEqual([passed, notApplicable], [0, 1]);
  });

  it("tells that a secret cannot be judged, and neither passes nor refuses it", () => {
    const stack = set("pool", { "passwordPolicy.minimumLength": SECRET })(SECURE_STACK);
    const { violations, remarks, passed } = review("cog-password-length", stack);
    deepEqual(violations, []);
    deepEqual(remarks, [
      'cog-password-length could not judge passwordPolicy.minimumLength of "pool": it is secret.',
    ]);
    equal(passed, 0);
  });

  it("counts no policy as passed that waits for a value without a word", () => {
    const stack = set("api", { "corsConfiguration.allowOrigins": UNKNOWN })(SECURE_STACK);
    const { remarks, passed, answers } = review("api-cors-origins", stack);
    deepEqual([remarks, passed, [...answers]], [[], 0, [["api-cors-origins", "not judged"]]]);
  });

  it("refuses where a policy fails, and goes on", () => {
    const broken: Rule = {
      ...(ruleOf("cog-password-length") as Extract<Rule, { scope: "resource" }>),
      id: "broken",
      checks: [
        () => {
          throw new TypeError("no such thing");
        },
      ],
    };
    const { violations, passed } = reviewStack(
      [broken, ...RULES],
      graphOf(SECURE_STACK),
      configuration,
      "2026-06-01",
    );
    deepEqual(
      violations.map(({ violation }) => [violation.level, violation.message]),
      [["mandatory", 'The policy broken failed on "pool": TypeError: no such thing']],
    );
    const judged = RULES.filter((rule) => levelIn(DEFAULT_SETTINGS.profile, rule) !== "disabled");
    equal(passed, judged.length);
  });

  it("accepts an exemption on its last day, by name or URN", () => {
    const until = "2026-06-01";
    const { urn } = SECURE_STACK[0] ?? { urn: "" };
    const [found] = review("cog-password-length", SHORT).violations;
    for (const resource of ["pool", urn]) {
      const exemptions = [{ ...EXEMPTION, resource, until }];
      const { violations, waivers } = review("cog-password-length", SHORT, { exemptions });
      deepEqual(violations, []);
      deepEqual(waivers, [
        {
          policy: "cog-password-length",
          resource: { type: "aws:cognito/userPool:UserPool", name: "pool" },
          reason: "moves in June",
          until,
          urn,
          violation: found?.violation ?? null,
        },
      ]);
    }
  });

  const REFUSED: Readonly<Record<string, readonly [unknown, string]>> = {
    "without a reason": [
      { ...EXEMPTION, reason: " " },
      'The exemption of "cog-password-length" for "pool" has no reason. Say why the violation is accepted.',
    ],
    "past its date": [
      { ...EXEMPTION, until: "2026-05-31" },
      'The exemption of "cog-password-length" for "pool" ended on 2026-05-31. Mend the resource or set a new date.',
    ],
    "without a date": [
      { ...EXEMPTION, until: undefined },
      'The exemption of "cog-password-length" for "pool" has no date. Give "until" as YYYY-MM-DD.',
    ],
    "with a day that does not exist": [
      { ...EXEMPTION, until: "2026-06-31" },
      'The exemption of "cog-password-length" for "pool" has no date. Give "until" as YYYY-MM-DD.',
    ],
    "of a policy that does not exist": [
      { ...EXEMPTION, policy: "cog-pasword-length" },
      'The exemption of "cog-pasword-length" for "pool" names no policy of this pack. Correct its id.',
    ],
    "that is none": [
      null,
      "The exemption of nothing for nothing must name one policy and one resource: { policy, resource, reason, until }.",
    ],
  };
  for (const [title, [exemption, message]] of Object.entries(REFUSED)) {
    it(`refuses an exemption ${title}, and the violation stays`, () => {
      const { violations } = review("cog-password-length", SHORT, { exemptions: [exemption] });
      deepEqual(
        violations.map(({ violation }) => [violation.policy, violation.level, violation.message]),
        [
          ["pack-settings", "mandatory", message],
          [
            "cog-password-length",
            "mandatory",
            'UserPool "pool": passwordPolicy.minimumLength is 8; wanted: 14 or more.',
          ],
        ],
      );
    });
  }

  it("reviews a thousand resources in five seconds", () => {
    const copies = Math.ceil(1000 / SECURE_STACK.length);
    const stack = Array.from({ length: copies }, (_, copy) =>
      SECURE_STACK.map((facts) => copyOf(facts, copy)),
    ).flat();
    const began = performance.now();
    reviewStack(RULES, graphOf(stack), configuration, "2026-06-01");
    equal(stack.length >= 1000, true);
    equal(performance.now() - began < 5000, true);
  });
});
