import type { Functions } from "../functions/invocation.ts";
import type { Caller } from "./authorization.ts";
import type { Exchange } from "./exchange.ts";
import type { Backends } from "./http-integration/backends.ts";
import type { Reply } from "./reply.ts";
import type { StageRoute } from "./plan/stage-plan.ts";
import type { Switches } from "./switches.ts";

/** A request that may reach its integration. */
export interface IntegrationCall {
  readonly exchange: Exchange;
  readonly route: StageRoute;
  readonly caller: Caller;
  readonly functions: Functions;
  readonly backends: Backends;
  readonly reply: Reply;
  readonly switches: Switches;
}
