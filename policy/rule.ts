import type { Neighbours } from "./graph.ts";
import type { Enforcement, Profile } from "./profiles.ts";
import type { Finding, Resource } from "./resource.ts";
import type { Settings } from "./settings.ts";
import type { Known } from "./values.ts";

export type Severity = "low" | "medium" | "high" | "critical";

/**
 * What a value that is known only after the deployment means: `plain`: the policy says that it could not be judged;
 * `present`: it counts as set; `edge`: its dependency counts; `wait`: nothing is said. It is judged on update.
 */
export type UnknownMeans = "plain" | "present" | "edge" | "wait";

/** A number that the pack's configuration may set for one policy. */
export interface Threshold {
  readonly default: number;
  readonly minimum: number;
  readonly description: string;
}

/** What a check judges by. */
export interface Context {
  readonly settings: Settings;
  /** The value of one of the policy's own {@link RuleFacts.thresholds}. */
  readonly threshold: (name: string) => number;
}

/** The same for a check that asks for other resources. */
export interface StackContext extends Context {
  readonly stack: Neighbours;
}

/** A protection that is off for a reason that somebody gave: reported, not refused. */
export interface Waiver {
  readonly kind: "waiver";
  readonly reason: string;
}

export function waiver(reason: string): Waiver {
  return { kind: "waiver", reason };
}

/** Yields what is wrong; nothing for the good state. */
export type Check<C> = (resource: Resource, context: C) => Iterable<Finding | Waiver>;

/** What is said of a policy, beside what it checks. */
export interface RuleFacts {
  /** Of `security/policies.md`, kebab-case. */
  readonly id: string;
  /** The good state, as one sentence. */
  readonly description: string;
  readonly why: string;
  readonly remedy: string;
  readonly severity: Severity;
  readonly enforcement: Enforcement;
  /** Profiles that hold the policy at its strictest; `all` for one that is only reported, everywhere. */
  readonly profiles: readonly Profile[] | "all";
  /** 1: a mistake that really happens; 2: the other mandatory ones; 3: advisory. */
  readonly wave: 1 | 2 | 3;
  readonly unknown: UnknownMeans;
  /** Public rules it answers, such as `Cognito.3` (Security Hub) or `nag:AwsSolutions-COG1`. */
  readonly ids: readonly string[];
  /** Page behind the requirement. */
  readonly reference: string;
  /** Pulumi type tokens of the resources that are judged. */
  readonly types: readonly string[];
  readonly thresholds?: Readonly<Record<string, Threshold>>;
}

/** Values by property path. */
export type SafeValues = Readonly<Record<string, Known>>;

/** A policy for which one resource is enough. */
export interface ResourceRule extends RuleFacts {
  readonly scope: "resource";
  /** False: the policy does not apply to this resource. @default always applies */
  readonly applies?: (resource: Resource, context: Context) => boolean;
  /** One for each independent question. */
  readonly checks: readonly Check<Context>[];
  /** Safe values, which `remediate` may write in where a finding stands there or above. */
  readonly remediate?: SafeValues | ((resource: Resource) => SafeValues);
}

/** A policy that asks for other resources of the stack. */
export interface StackRule extends RuleFacts {
  readonly scope: "stack";
  readonly applies?: (resource: Resource, context: StackContext) => boolean;
  readonly checks: readonly Check<StackContext>[];
}

export type Rule = ResourceRule | StackRule;
