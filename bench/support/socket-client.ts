import { once } from "node:events";
import type { Socket } from "node:net";
import type { JsonAnswer } from "./json-client.ts";
import { answerLength, open } from "./load-client.ts";

/**
 * Calls operations of user pools one at a time over one kept connection, on a raw socket like `applyLoad`: `node:http`
 * would take longer than much of what is measured.
 */
export class SocketClient {
  readonly #socket: Socket;
  readonly #host: string;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
  }

  static async connect(endpoint: string): Promise<SocketClient> {
    // IPv4 by name would cost a look-up.
    const address = endpoint.replace("localhost", "127.0.0.1");
    return new SocketClient(await open(address), new URL(address).host);
  }

  async call(operation: string, input: object): Promise<JsonAnswer> {
    const body = JSON.stringify(input);
    const request = [
      "POST / HTTP/1.1",
      `host: ${this.#host}`,
      "content-type: application/x-amz-json-1.1",
      `x-amz-target: AWSCognitoIdentityProviderService.${operation}`,
      `content-length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n");
    const began = performance.now();
    this.#socket.write(request);
    const answer = await this.#answer();
    const tookMs = performance.now() - began;
    const status = Number(answer.toString("latin1", 9, 12));
    const text = answer.toString("utf8", answer.indexOf("\r\n\r\n") + 4);
    return { status, body: JSON.parse(text) as JsonAnswer["body"], tookMs };
  }

  close(): void {
    this.#socket.destroy();
  }

  async #answer(): Promise<Buffer> {
    let answer = Buffer.alloc(0);
    for (let length: number | undefined; length === undefined || answer.length < length;) {
      const [chunk] = (await once(this.#socket, "data")) as [Buffer];
      answer = Buffer.concat([answer, chunk]);
      length = answerLength(answer);
    }
    return answer;
  }
}
