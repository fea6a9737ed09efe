import type * as pulumi from "@pulumi/pulumi";
import type * as cognito from "@pulumi/aws/cognito";
import { DEFAULT_LOG_RETENTION_DAYS } from "../shared/log-retention";
import type { ScopeTree } from "./api-scopes";
import type { AuthLayerArgs } from "./auth-layer-args";
import type { AppClient } from "./clients";
import { createLogDelivery } from "./log-delivery";
import { createSignInAlarms } from "./sign-in-alarms";
import { createRiskConfiguration } from "./threat-protection";
import { tierOf } from "./tiers";
import { createWebAcl } from "./web-acl";

/** A pool and its clients. */
export interface Guarded {
  readonly pool: cognito.UserPool;
  readonly clients: Readonly<Record<string, AppClient>>;
}

/** Makes what watches a pool: web ACL, threat protection, logs and alarms. */
export function createGuards(
  name: string,
  args: AuthLayerArgs<ScopeTree>,
  { pool, clients }: Guarded,
  parent: pulumi.Resource,
): void {
  const { threatProtection, email, logs, alarms } = args;
  createWebAcl(`${name}-web-acl`, args, pool, parent);
  if (threatProtection !== undefined) {
    const risk = { userPoolId: pool.id, threatProtection, ...(email && { email }) };
    createRiskConfiguration(`${name}-risk`, risk, parent);
  }
  createLogDelivery(
    name,
    {
      userPoolId: pool.id,
      tier: tierOf(args),
      ...(logs && { logs }),
      retentionInDays: args.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
    },
    parent,
  );
  if (alarms !== undefined) {
    createSignInAlarms(name, { userPoolId: pool.id, clients }, alarms, parent);
  }
}
