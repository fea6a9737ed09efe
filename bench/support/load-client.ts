import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { quantile } from "./sampling.ts";

export interface Load {
  /** Address of the server. */
  readonly url: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Body of the next request, which is a POST then. @default GET without one */
  readonly nextBody?: () => string;
  readonly connections: number;
  readonly seconds: number;
  /** Ends after that many answers, if the time is not over before. @default no limit */
  readonly requests?: number;
  /** Status that every answer has to have. @default any */
  readonly status?: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/**
 * Sends the same request over kept connections, each time as soon as the last answer is there.
 * A client of its own, on raw sockets: `fetch` would be slower than the servers that are measured.
 * @throws when an answer has another status
 */
export async function applyLoad(load: Load): Promise<LoadResult> {
  const nextRequest = requests(load);
  const latencies: number[] = [];
  const until = performance.now() + load.seconds * 1000;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: load.connections }, () =>
      keepAsking(load, { nextRequest, until, latencies }),
    ),
  );
  const seconds = (performance.now() - began) / 1000;
  const sorted = Float64Array.from(latencies).sort();
  return {
    perSecond: latencies.length / seconds,
    medianMs: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
  };
}

interface Asking {
  readonly nextRequest: () => Buffer;
  readonly until: number;
  readonly latencies: number[];
}

async function keepAsking(load: Load, asking: Asking): Promise<void> {
  const { nextRequest, until, latencies } = asking;
  const { requests = Infinity } = load;
  const socket = await open(load.url);
  let rest: Buffer = Buffer.alloc(0);
  let sentAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The server closed a connection under load.")));
    socket.on("data", (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const length = answerLength(rest);
      if (length === undefined || rest.length < length) return;
      const status = Number(rest.toString("latin1", 9, 12));
      if (status !== (load.status ?? status))
        return reject(new Error(`Answered ${status} under load.`));
      rest = rest.subarray(length);
      const now = performance.now();
      latencies.push(now - sentAt);
      if (now >= until || latencies.length >= requests) return resolve();
      sentAt = now;
      socket.write(nextRequest());
    });
    socket.write(nextRequest());
  }).finally(() => socket.removeAllListeners("close").destroy());
}

/** A connection to a server that sends at once. */
export async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** Bytes of the answer at the start of the buffer, head and body; undefined while the head is not all there. */
export function answerLength(buffer: Buffer): number | undefined {
  const end = buffer.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = buffer.toString("latin1", 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error("An answer came without content-length.");
  return end + 4 + Number(length);
}

function requests({ url, path, headers = {}, nextBody }: Load): () => Buffer {
  const lines = Object.entries({ host: new URL(url).host, ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  if (!nextBody) {
    const request = Buffer.from(`GET ${path} HTTP/1.1\r\n${head}\r\n`, "latin1");
    return () => request;
  }
  return () => {
    const body = nextBody();
    const length = Buffer.byteLength(body);
    return Buffer.from(`POST ${path} HTTP/1.1\r\n${head}content-length: ${length}\r\n\r\n${body}`);
  };
}
