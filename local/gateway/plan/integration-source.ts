import type { Graph, Properties } from "../../program/graph.ts";
import type { ParameterMapping } from "../mapping/parameter-mapping.ts";
import type { RouteKey } from "../route-key.ts";

/** The gateway tries and fails: 500, the reason in the access log (H187), a hint for the runtime's own log. */
export interface Broken {
  readonly kind: "broken";
  readonly reason: string;
  readonly hint?: string;
}

/** This runtime does not imitate it: 501. */
export interface NotServed {
  readonly kind: "not-served";
  readonly reason: string;
}

/** What the plans of all integrations share. */
export interface CommonPlan {
  readonly timeoutMs: number;
  /** Undefined when nothing is mapped. */
  readonly mapping: ParameterMapping | undefined;
}

/** An integration in one route of one stage. */
export interface IntegrationSource {
  readonly graph: Graph;
  readonly inputs: Properties;
  readonly routeKey: RouteKey;
  readonly stage: {
    /** `$default` or the stage's name. */
    readonly name: string;
    /** May stand in the URI (H277). */
    readonly variables: Readonly<Record<string, string>>;
  };
}
