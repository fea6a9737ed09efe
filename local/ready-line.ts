import type { UserPoolDescription } from "./cognito/user-pools.ts";
import { signInOrigins } from "./host-names.ts";
import { type Graph, type Properties, type Resource, text } from "./program/graph.ts";
import { API, IDENTITY_POOL, STAGE } from "./program/types.ts";

/** What `--json` prints when everything answers (design 5.2). */
export interface ReadyLine {
  readonly ready: true;
  readonly apis: readonly ApiDescription[];
  readonly userPools: readonly UserPoolDescription[];
  readonly identityPools: readonly { name: string; id: string; endpoint: string }[];
  /** Address of the embedded DynamoDB, where the graph has tables. */
  readonly dynamodb?: string;
  /** Address of the embedded KMS, where the graph has keys. */
  readonly kms?: string;
  readonly control: string;
  readonly inbox: string;
  readonly outputs: Properties;
}

export interface ApiDescription {
  readonly name: string;
  readonly id: string;
  readonly stage: string;
  readonly url: string;
}

/** Where the graph's resources are reached. */
export interface Addresses {
  readonly userPools: readonly UserPoolDescription[];
  /** An API's or pool's origin by URN. */
  readonly originOf: (urn: string) => string;
  readonly dynamoDb: string | undefined;
  readonly kms: string | undefined;
  readonly control: string;
}

/** Puts the line together. */
export function readyLine(
  graph: Graph,
  { userPools, originOf, dynamoDb, kms, control }: Addresses,
): ReadyLine {
  const [first] = signInOrigins(graph);
  return {
    ready: true,
    apis: graph.ofType(API).flatMap((api) => describeApi(graph, api, originOf(api.urn))),
    userPools,
    identityPools: graph
      .ofType(IDENTITY_POOL)
      .map(({ name, id }) => ({ name, id, endpoint: originOf(first?.urn ?? "") })),
    ...(dynamoDb !== undefined && { dynamodb: dynamoDb }),
    ...(kms !== undefined && { kms }),
    control,
    inbox: `${control}/inbox`,
    outputs: graph.recording.outputs,
  };
}

/** An API's stages with their addresses below its origin. */
export function describeApi(
  graph: Graph,
  api: Resource,
  origin: string,
): readonly ApiDescription[] {
  return stagesOf(graph, api.id, api.inputs["target"] !== undefined).map((stage) => ({
    name: api.name,
    id: api.id,
    stage,
    url: stage === "$default" ? origin : `${origin}/${stage}`,
  }));
}

/** Names of an API's stages; quick create makes `$default` by itself, beside others. */
function stagesOf(graph: Graph, apiId: string, isQuickCreate: boolean): string[] {
  const names = graph
    .where(STAGE, "apiId", apiId)
    .map((stage) => text(stage.outputs["name"]) ?? stage.id);
  return isQuickCreate && !names.includes("$default") ? [...names, "$default"] : names;
}
