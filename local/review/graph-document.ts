import { resourceView } from "../control/graph-view.ts";
import type { Properties, ResourceOptions } from "../program/graph.ts";
import { SECRET_TEXT } from "../program/secrets.ts";
import type { Evaluated } from "../program/source.ts";

/** A recorded program for readers outside this room. Secrets are `"[secret]"` throughout. */
export interface GraphDocument {
  readonly project: string;
  readonly stack: string;
  /** Full keys (`project:key`) with their values as text. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  readonly outputs: Properties;
  readonly resources: readonly DocumentResource[];
}

/** As in `GET /graph` (design 5.3), and what a review asks besides. */
export interface DocumentResource extends ReturnType<typeof resourceView> {
  /** Paths such as `inputs/environment/variables/TOKEN`. */
  readonly secrets: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly options: ResourceOptions;
}

/** Puts the document together. */
export function graphDocument({ graph, configuration }: Evaluated): GraphDocument {
  const { project, stack, outputs, resources } = graph.recording;
  const hidden = new Set(configuration.secretKeys);
  const config = Object.entries(configuration.values).map(
    ([key, value]) => [key, hidden.has(key) ? SECRET_TEXT : value] as const,
  );
  return {
    project,
    stack,
    config: Object.fromEntries(config),
    secretKeys: configuration.secretKeys,
    outputs,
    resources: resources.map((resource) => ({
      ...resourceView(resource),
      secrets: resource.secrets,
      propertyDependencies: resource.propertyDependencies ?? {},
      options: resource.options ?? {},
    })),
  };
}
