import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { join } from "node:path";
import { listen } from "../origins.ts";
import { admitsProgram } from "../program-callers.ts";
import type { Graph } from "../program/graph.ts";
import { TABLE } from "../program/types.ts";
import { StateError } from "../state-lock.ts";
import { closeServers } from "../shutdown.ts";
import { type CallDynamoDb, dynamoDbClient } from "./client.ts";
import { deleteTables, makeTables } from "./tables.ts";

/** The DynamoDB that a graph's functions find on this machine. It lives as long as the process. */
export interface EmbeddedDynamoDb {
  /** Its address; undefined while no graph has had a table. */
  origin(): string | undefined;
  /** Starts it for a graph with tables. */
  open(graph: Graph): Promise<void>;
  /** Makes the graph's tables. @throws CreationError for one that DynamoDB refuses */
  serve(graph: Graph): Promise<void>;
  /** Deletes every table. */
  clear(): Promise<void>;
  /** Lets requests in flight finish, then closes the store. */
  close(): Promise<void>;
}

interface Opened {
  readonly server: Server;
  readonly origin: string;
  readonly call: CallDynamoDb;
}

/** Tables come and go at once here. */
const AT_ONCE = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
const MALFORMED = JSON.stringify({
  __type: "com.amazon.coral.service#SerializationException",
  message: "The request cannot be read.",
});

/** @param location the state directory, or `memory` */
export function embeddedDynamoDb(location: string, log: (line: string) => void): EmbeddedDynamoDb {
  let opened: Opened | undefined;
  return {
    origin: () => opened?.origin,
    async open(graph) {
      if (graph.ofType(TABLE).length > 0) opened ??= await openDatabase(location);
    },
    async serve(graph) {
      if (opened) await makeTables(graph, opened.call, log);
    },
    async clear() {
      if (opened) await deleteTables(opened.call);
    },
    async close() {
      if (opened) await closeServers([opened.server]);
      opened = undefined;
    },
  };
}

/** AWS host names of a graph's tables. */
export function dynamoDbHosts(graph: Graph): string[] {
  return graph.ofType(TABLE).map(({ region }) => `dynamodb.${region}.amazonaws.com`);
}

/** Most programs have no table: the package is loaded for those that do. */
async function openDatabase(location: string): Promise<Opened> {
  const { default: dynalite } = await import("dynalite");
  const path = location === "memory" ? undefined : join(location, "dynamodb");
  const server = dynalite({ ...(path !== undefined && { path }), ...AT_ONCE });
  const [answer] = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", guarded(answer ?? (() => undefined)));
  const origin = `http://127.0.0.1:${await listen(server, 0, "--port")}`;
  const call = dynamoDbClient(origin);
  try {
    await checkStore(call, path ?? location);
  } catch (error) {
    server.close();
    throw error;
  }
  return { server, origin, call };
}

/** What makes dynalite's store fail is thrown where nobody can catch it, once somebody asks. @throws StateError */
async function checkStore(call: CallDynamoDb, directory: string): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  process.on("uncaughtException", reject);
  try {
    await Promise.race([call("ListTables", {}), promise]);
  } catch (cause) {
    throw new StateError(
      `The tables in ${directory} cannot be read. ` +
        "Remove that directory, or use --state DIR with another directory.",
      { cause },
    );
  } finally {
    process.off("uncaughtException", reject);
  }
}

/**
 * Lets in what programs on this machine send. Signatures are not checked, and dynalite welcomes pages of every origin:
 * without this, any web page could read and write the tables.
 */
function guarded(answer: RequestListener): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    if (!admitsProgram("dynamodb", request, response)) return;
    answer(request, response);
    catchAtEnd(request, response);
    // dynalite throws at a caller that goes away, a function that timed out for instance, where nobody can catch it.
    request.removeAllListeners("error");
    request.on("error", () => response.destroy());
  };
}

/** dynalite works a body off at its end, and throws at one whose form it did not expect, such as a key that is null. */
function catchAtEnd(request: IncomingMessage, response: ServerResponse): void {
  const ended = request.listeners("end");
  request.removeAllListeners("end");
  request.on("end", () => {
    try {
      for (const end of ended) end.call(request);
    } catch {
      response.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(MALFORMED);
    }
  });
}
