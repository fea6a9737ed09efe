import type {
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type Configuration, contextOf, levelOf, SETTINGS_ENTRY } from "./configuration.ts";
import { factsOfArgs, factsOfResource } from "./engine-values.ts";
import { exemptionFor, sortExemptions } from "./exemptions.ts";
import { Graph } from "./graph.ts";
import { judge } from "./judge.ts";
import type { Level } from "./profiles.ts";
import { CannotJudge, type Finding, Resource, type ResourceFacts, WrongType } from "./resource.ts";
import type { ResourceRule, Rule, SafeValues, StackRule } from "./rule.ts";
import { readSettings, type Settings, SETTINGS_SCHEMA } from "./settings.ts";
import { pathText } from "./values.ts";
import { remarkOf, type Violation, violationsOf } from "./violation.ts";

/**
 * The rules as the engine runs them.
 * @param initial what is known before the engine sends its configuration
 * @param today gives the day, `YYYY-MM-DD` in UTC, that exemptions are held against
 */
export function policiesOf(
  rules: readonly Rule[],
  initial: Configuration,
  today: () => string,
): Policies {
  const pack = new Pack(rules, initial, today);
  return [pack.settingsPolicy(), ...rules.map((rule) => pack.policy(rule))];
}

class Pack {
  readonly #ids: ReadonlySet<string>;
  readonly #initial: Configuration;
  readonly #today: () => string;
  #settings: Settings;

  constructor(rules: readonly Rule[], initial: Configuration, today: () => string) {
    this.#ids = new Set(rules.map(({ id }) => id));
    this.#initial = initial;
    this.#today = today;
    this.#settings = initial.settings;
  }

  /**
   * Takes the settings in for all other policies, which the engine runs after it: it gives each policy its own
   * configuration only.
   */
  settingsPolicy(): ResourceValidationPolicy & StackValidationPolicy {
    return {
      name: SETTINGS_ENTRY,
      description: "The pack's settings hold: every exemption has a reason and has not run out.",
      enforcementLevel: "mandatory",
      severity: "high",
      configSchema: {
        properties: SETTINGS_SCHEMA as unknown as PolicyConfigSchema["properties"],
      },
      validateResource: (args) => this.#configure(args.getConfig()),
      validateStack: (args, report) => {
        this.#configure(args.getConfig());
        for (const { message } of this.#exemptions().refused) report(message);
      },
    };
  }

  policy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
    return rule.scope === "resource" ? this.#resourcePolicy(rule) : this.#stackPolicy(rule);
  }

  #resourcePolicy(rule: ResourceRule): ResourceValidationPolicy {
    const { remediate } = rule;
    return {
      ...this.#head(rule),
      validateResource: (args, report) => {
        if (!rule.types.includes(args.type)) args.notApplicable();
        const facts = factsOfArgs(args);
        this.#judge(rule, facts, { graph: new Graph([facts]), args, report });
      },
      ...(remediate && {
        remediateResource: (args) => {
          if (!rule.types.includes(args.type)) args.notApplicable();
          const facts = factsOfArgs(args);
          const context = this.#context(rule, args.getConfig());
          const { findings } = judge(rule, facts, new Graph([facts]), context);
          if (findings.length === 0) return undefined;
          const values = safeValuesOf(remediate, facts);
          return remedied(args.props, wrongOf(values, findings));
        },
      }),
    };
  }

  #stackPolicy(rule: StackRule): StackValidationPolicy {
    return {
      ...this.#head(rule),
      validateStack: (args, report) => {
        if (!args.resources.some(({ type }) => rule.types.includes(type))) args.notApplicable();
        const graph = new Graph(args.resources.map(factsOfResource));
        const judged = rule.types.flatMap((type) => graph.ofType(type));
        for (const facts of judged) this.#judge(rule, facts, { graph, args, report });
      },
    };
  }

  #head(rule: Rule) {
    const { id, description, severity, remedy, reference, ids, thresholds = {} } = rule;
    const properties = Object.entries(thresholds).map(
      ([name, { minimum, default: value, description: text }]) =>
        [name, { type: "number", minimum, default: value, description: text }] as const,
    );
    return {
      name: id,
      description,
      severity,
      enforcementLevel: levelOf(rule, this.#initial),
      remediationSteps: remedy,
      url: reference,
      tags: [...ids],
      configSchema: { properties: Object.fromEntries(properties) },
    };
  }

  #configure(config: object): void {
    this.#settings = readSettings(config, this.#initial.settings);
  }

  #exemptions() {
    return sortExemptions(this.#settings.exemptions, this.#today(), this.#ids);
  }

  #context(rule: Rule, thresholds: Readonly<Record<string, number>>) {
    const policies = new Map([[rule.id, { thresholds }]]);
    return contextOf(rule, { settings: this.#settings, policies });
  }

  #judge(
    rule: Rule,
    facts: ResourceFacts,
    asked: {
      readonly graph: Graph;
      readonly args: ResourceValidationArgs | StackValidationArgs;
      readonly report: ReportViolation;
    },
  ): void {
    const { graph, args, report } = asked;
    const verdict = judge(rule, facts, graph, this.#context(rule, args.getConfig()));
    const { accepted } = this.#exemptions();
    for (const { violation, urn } of violationsOf(rule, "mandatory", facts, verdict)) {
      const { name } = violation.resource;
      if (exemptionFor(accepted, rule.id, { name, urn })) continue;
      tell(report, textOf(rule, violation), urn, this.#levelOver(rule, violation));
    }
    for (const unjudged of verdict.unjudged) {
      const remark = remarkOf(rule, facts, unjudged);
      if (remark) tell(report, remark, facts.urn, "advisory");
    }
  }

  /** The level to report instead of the engine's own, if any. */
  #levelOver(rule: Rule, { level }: Violation): Level | undefined {
    if (level === "advisory") return level;
    if (this.#settings.profile === this.#initial.settings.profile) return undefined;
    const other = levelOf(rule, { settings: this.#settings, policies: this.#initial.policies });
    return other === "disabled" ? "advisory" : other;
  }
}

/** The SDK takes more than its types tell: what an object leaves out is the policy's own. */
function tell(report: ReportViolation, message: string, urn: string, enforcementLevel?: Level) {
  const details = { message, urn, ...(enforcementLevel && { enforcementLevel }) };
  report(details as unknown as string);
}

function textOf({ description, ids }: Rule, { message, remedy }: Violation): string {
  const asked = ids.length > 0 ? `\nAsked by ${ids.join(", ")}.` : "";
  return `${description}\n${message}\n${remedy}${asked}`;
}

type Writable = Record<string, unknown>;

/** None where they hang on a value that is not known yet. */
function safeValuesOf(
  remediate: NonNullable<ResourceRule["remediate"]>,
  facts: ResourceFacts,
): SafeValues {
  if (typeof remediate !== "function") return remediate;
  try {
    return remediate(new Resource(facts, []));
  } catch (error) {
    if (error instanceof CannotJudge || error instanceof WrongType) return {};
    throw error;
  }
}

/** The values for what was found wrong, so that right ones stay; all of them where the finding is about another place. */
function wrongOf(values: SafeValues, findings: readonly Finding[]): SafeValues {
  const found = findings.map(({ path }) => `${pathText(path)}.`);
  const wrong = Object.entries(values).filter(([path]) =>
    found.some((place) => `${path}.`.startsWith(place)),
  );
  return wrong.length === 0 ? values : Object.fromEntries(wrong);
}

/** Writes the safe values in. The SDK's proxies keep what was secret. */
function remedied(props: Writable, values: SafeValues): Writable {
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split(".");
    const last = steps.pop() ?? path;
    let parent = props;
    for (const step of steps) parent = (parent[step] ??= {}) as Writable;
    parent[last] = value;
  }
  return props;
}
