import type { Graph } from "../../program/graph.ts";
import { isClosed, mappedAddresses } from "../api-addresses.ts";
import { httpApis } from "./configuration.ts";

/**
 * What has to be known of APIs whose default endpoint is off: without a domain name nothing reaches
 * them, and a local runtime answers for a domain name by the `Host` header alone.
 * @param originOf origin of an API by its URN on a local runtime; absent: it is about AWS
 */
export function closedApiRemarks(
  graph: Graph,
  originOf?: (urn: string) => string,
): readonly string[] {
  return httpApis(graph)
    .filter(isClosed)
    .flatMap((api) => {
      const [address] = mappedAddresses(graph, api);
      if (!address) {
        return `API ${api.name} has no address: its default endpoint is off, and no domain name leads to it.`;
      }
      if (originOf === undefined) return [];
      const { host, pathname } = new URL(address.url);
      const local = `${originOf(api.urn)}${pathname.replace(/\/$/, "")}`;
      return `API ${api.name} answers locally at ${local}, with the header Host: ${host}`;
    });
}
