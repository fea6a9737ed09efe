import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { exchangeOf, failExchange } from "../exchange.ts";
import { createPlainServer, listen } from "../origins.ts";
import { admitsProgram } from "../program-callers.ts";
import { type Graph, members, text } from "../program/graph.ts";
import { KMS_KEY, USER_POOL } from "../program/types.ts";
import { closeServers } from "../shutdown.ts";
import { createKms, type KeyMaterial, type Kms } from "./kms.ts";

/** The KMS that a graph's functions find on this machine. It lives as long as the process. */
export interface EmbeddedKms {
  /** Its address; undefined while no graph has had a key. */
  origin(): string | undefined;
  /** Starts it for a graph with keys. */
  open(graph: Graph): Promise<void>;
  /** Answers for the keys of this graph from now on. */
  serve(graph: Graph): void;
  /** Lets requests in flight finish. */
  close(): Promise<void>;
}

/** @param material where the keys' bytes are kept */
export function embeddedKms(material: KeyMaterial): EmbeddedKms {
  let opened: { readonly server: Server; readonly origin: string } | undefined;
  let kms: Kms | undefined;
  return {
    origin: () => opened?.origin,
    async open(graph) {
      if (opened || regionsOf(graph).length === 0) return;
      kms = createKms(graph, material);
      const server = createPlainServer((request, response) => {
        if (kms) answer(kms, request, response);
      });
      const port = await listen(server, 0, "--port");
      opened = { server, origin: `http://127.0.0.1:${port}` };
    },
    serve(graph) {
      if (opened) kms = createKms(graph, material);
    },
    async close() {
      if (opened) await closeServers([opened.server]);
      opened = undefined;
    },
  };
}

/** AWS host names of KMS where the graph has keys. */
export function kmsHosts(graph: Graph): string[] {
  return regionsOf(graph).map((region) => `kms.${region}.amazonaws.com`);
}

/** Regions of the graph's keys, and of those elsewhere that its user pools encrypt with. */
function regionsOf(graph: Graph): string[] {
  const named = graph
    .ofType(USER_POOL)
    .filter(({ inputs }) => text(members(inputs["lambdaConfig"])["kmsKeyId"]) !== undefined);
  return [...new Set([...graph.ofType(KMS_KEY), ...named].map(({ region }) => region))];
}

/** Signatures are not checked: without the look at who asks, any web page could decrypt. */
function answer(kms: Kms, request: IncomingMessage, response: ServerResponse): void {
  if (!admitsProgram("kms", request, response)) return;
  const exchange = exchangeOf(request, response);
  answerOperation().catch((error: unknown) => failExchange("KMS", exchange, error));

  async function answerOperation(): Promise<void> {
    const { answerJsonApi } = await import("../json-api/json-api.ts");
    const { KMS_API } = await import("./operations.ts");
    await answerJsonApi(KMS_API, kms, exchange);
  }
}
