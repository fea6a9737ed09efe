import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { type Exchange, exchangeOf, failExchange } from "../exchange.ts";
import type { Signing } from "../cognito/tokens/signing.ts";
import type { Store } from "../cognito/store.ts";
import type { UserPools } from "../cognito/user-pools.ts";
import { onFirstUse } from "../on-first-use.ts";
import type { Graph } from "../program/graph.ts";
import { checkIdentityPools } from "./creation-checks.ts";
import type { CredentialVault } from "./credentials.ts";
import { readIdentityPools } from "./pool.ts";
import type { IdentityService } from "./service.ts";

/** What the identity pools of one graph are made from. */
export interface IdentityPoolsOptions {
  readonly graph: Graph;
  readonly store: Store;
  readonly clock: Clock;
  readonly signing: Signing;
  readonly userPools: Pick<UserPools, "readIdToken">;
  /** Outlives reloads. */
  readonly credentials: CredentialVault;
  readonly log: (line: string) => void;
}

/** The identity pools of one graph. A reload makes a new one. */
export interface IdentityPools {
  /** Whether the request is for the JSON API of identity pools. */
  owns(request: IncomingMessage): boolean;
  /** Answers one such request, on whichever origin it arrived. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void;
}

const loadJsonApi = onFirstUse(async () => {
  const { answerJsonApi } = await import("../json-api/json-api.ts");
  const { IDENTITY_POOLS_API } = await import("./operations.ts");
  return (service: IdentityService, exchange: Exchange) =>
    answerJsonApi(IDENTITY_POOLS_API, service, exchange);
});

/**
 * Serves the identity pools of a graph. Cheap: operations load when they are first asked for (T16).
 * @throws CreationError for resources that AWS would refuse
 */
export function createIdentityPools(options: IdentityPoolsOptions): IdentityPools {
  checkIdentityPools(options.graph);
  const service: IdentityService = { ...options, pools: readIdentityPools(options.graph) };
  return {
    owns: ({ method, url, headers }) =>
      method === "POST" &&
      url === "/" &&
      String(headers["x-amz-target"] ?? "").startsWith("AWSCognitoIdentityService."),
    handle: (request, response) => {
      const exchange = exchangeOf(request, response);
      answer().catch((error: unknown) => failExchange("identity pool", exchange, error));

      async function answer(): Promise<void> {
        service.store.sweep(service.clock.now());
        await (
          await loadJsonApi()
        )(service, exchange);
      }
    },
  };
}
