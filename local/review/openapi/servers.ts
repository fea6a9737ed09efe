import { type Graph, type Resource, text } from "../../program/graph.ts";
import type { Server } from "./document-types.ts";

const MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping";

/** Where the stages of an API are reached: the default endpoint unless it is off, and the API's custom domains. */
export function serversOf(graph: Graph, api: Resource, stages: readonly string[]): Server[] {
  const isClosed = api.inputs["disableExecuteApiEndpoint"] === true;
  return [
    ...(isClosed ? [] : stages.map((stage) => defaultEndpoint(api, stage))),
    ...graph
      .where(MAPPING, "apiId", api.id)
      .filter(({ inputs }) => stages.includes(text(inputs["stage"]) ?? ""))
      .map(mappedDomain),
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

function mappedDomain({ inputs }: Resource): Server {
  const key = text(inputs["apiMappingKey"]);
  const path = key === undefined || key === "" ? "" : `/${key}`;
  return {
    url: `https://${text(inputs["domainName"]) ?? ""}${path}`,
    description: `Stage ${text(inputs["stage"]) ?? ""}`,
  };
}
