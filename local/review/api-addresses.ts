import { type Graph, type Resource, text } from "../program/graph.ts";
import { API_MAPPING } from "../program/types.ts";

/** A stage, and where a domain name of its own leads to it. */
export interface MappedAddress {
  readonly stage: string;
  /** Without a trailing slash. */
  readonly url: string;
}

/** Whether AWS's own address of the API is switched off (H10). */
export function isClosed(api: Resource): boolean {
  return api.inputs["disableExecuteApiEndpoint"] === true;
}

/** The addresses that an API has by its domain names. */
export function mappedAddresses(graph: Graph, api: Resource): readonly MappedAddress[] {
  return graph.where(API_MAPPING, "apiId", api.id).map(({ inputs }) => {
    const key = text(inputs["apiMappingKey"]);
    const path = key === undefined || key === "" ? "" : `/${key}`;
    return {
      stage: text(inputs["stage"]) ?? "",
      url: `https://${text(inputs["domainName"]) ?? ""}${path}`,
    };
  });
}
