import type { EventFrame } from "../lambda-integration/event-frame.ts";
import type { RouteKey } from "../route-key.ts";
import type { Switches } from "../switches.ts";

/** What is known of a route in a stage, apart from how it decides and answers. */
export interface RouteFacts {
  readonly key: RouteKey;
  /** Logical name of the route. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly frame: EventFrame;
  /** ARN that permissions and the limit of H250 speak of, without method and concrete path. */
  readonly arnPrefix: string;
  readonly switches: Switches;
}
