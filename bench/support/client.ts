import { request as httpRequest } from "node:http";

/** Header lines in order; a repeated name is a repeated line. */
export type HeaderLines = readonly (readonly [string, string])[];

export interface Request {
  readonly method?: string;
  /** As it goes over the wire. */
  readonly path: string;
  readonly headers?: HeaderLines;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** The last line of each name, in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** All lines of a name, in order. */
  all(name: string): readonly string[];
  readonly body: Buffer;
}

/** Sends one request on a connection of its own and reads the whole answer, with nothing done to either. */
export function ask(origin: string, { method = "GET", path, headers = [], body }: Request) {
  const { hostname, port, host } = new URL(origin);
  const length = body === undefined ? [] : ["Content-Length", String(Buffer.byteLength(body))];
  const lines = ["Host", host, ...headers.flat(), ...length];
  return new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, method, path, headers: lines, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve(answerOf(response.statusCode ?? 0, response.rawHeaders, Buffer.concat(chunks))),
        );
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}

function answerOf(status: number, rawHeaders: readonly string[], body: Buffer): Answer {
  const lines = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1] ?? ""] as const] : [],
  );
  return {
    status,
    headers: new Map(lines),
    all: (name) => lines.filter(([each]) => each === name).map(([, value]) => value),
    body,
  };
}
