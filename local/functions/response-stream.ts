import { Writable } from "node:stream";
import { finished } from "node:stream/promises";

/** How Lambda's runtime marks a handler that `awslambda.streamifyResponse` was given. */
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");

/** A handler that answers by what it writes. */
export type StreamingHandler = (event: unknown, stream: Writable, context: unknown) => unknown;

/** What a streaming handler wrote, as it wrote it. */
export class StreamedPayload {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The stream that a handler writes its answer to; `setContentType` says nothing to who asks for all of it at once. */
class ResponseStream extends Writable {
  /** What `HttpResponseStream.from` puts in front of the first chunk. */
  prelude: string | undefined;
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.prelude !== undefined) this.#chunks.push(Buffer.from(this.prelude));
    this.prelude = undefined;
    this.#chunks.push(chunk);
    done();
  }

  setContentType(): void {}

  text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}

/**
 * Defines the global `awslambda`, as Lambda's runtime does.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export function installStreaming(): void {
  const streamifyResponse = (handler: StreamingHandler): StreamingHandler =>
    Object.assign(handler, { [STREAMING]: "response" });
  const from = (stream: ResponseStream, metadata: unknown): ResponseStream => {
    // Eight zeros end the metadata.
    stream.prelude = JSON.stringify(metadata) + "\0".repeat(8);
    return stream;
  };
  Object.assign(globalThis, { awslambda: { streamifyResponse, HttpResponseStream: { from } } });
}

/** Whether the handler writes to a stream. */
export function isStreaming(handler: unknown): handler is StreamingHandler {
  return typeof handler === "function" && STREAMING in handler;
}

/** A streaming handler as one that answers with all that it wrote: an HTTP API waits for the end (H192). */
export function buffered(handler: StreamingHandler) {
  return async (event: unknown, context: unknown): Promise<StreamedPayload> => {
    const stream = new ResponseStream();
    const result = handler(event, stream, context);
    if (!(result instanceof Promise)) {
      throw new Error("Streaming does not support non-async handlers.");
    }
    await Promise.all([result, finished(stream)]);
    return new StreamedPayload(stream.text());
  };
}
