import type { Graph, Resource } from "../../program/graph.ts";
import { isClosed, mappedAddresses } from "../api-addresses.ts";
import type { Server } from "./document-types.ts";

/** Where the stages of an API are reached: the default endpoint unless it is off, and the API's custom domains. */
export function serversOf(graph: Graph, api: Resource, stages: readonly string[]): Server[] {
  return [
    ...(isClosed(api) ? [] : stages.map((stage) => defaultEndpoint(api, stage))),
    ...mappedAddresses(graph, api)
      .filter(({ stage }) => stages.includes(stage))
      .map(({ stage, url }) => ({ url, description: `Stage ${stage}` })),
  ];
}

// The id of an API is known once it is deployed.
function defaultEndpoint({ id, region }: Resource, stage: string): Server {
  const path = stage === "$default" ? "" : `/${stage}`;
  return {
    url: `https://{apiId}.execute-api.${region}.amazonaws.com${path}`,
    description: `Stage ${stage}`,
    variables: {
      apiId: {
        default: id,
        description: "The deployed API's id; the default only stands in for it.",
      },
    },
  };
}
