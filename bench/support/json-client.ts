import { Agent, request } from "node:http";

/** An answer of the JSON API, and how long it took. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly tookMs: number;
}

/** Calls operations of user pools over one kept connection, one at a time. */
export class JsonClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #endpoint: URL;

  constructor(endpoint: string) {
    // IPv4 by name would cost a look-up for each connection.
    this.#endpoint = new URL(endpoint.replace("localhost", "127.0.0.1"));
  }

  call(operation: string, input: object): Promise<JsonAnswer> {
    return this.#post("/", JSON.stringify(input), {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      // moto finds the service by it; nobody checks the signature.
      authorization:
        "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0",
    });
  }

  /** Sends a form, as to the token endpoint. */
  form(path: string, fields: Readonly<Record<string, string>>): Promise<JsonAnswer> {
    return this.#post(path, new URLSearchParams(fields).toString(), {
      "content-type": "application/x-www-form-urlencoded",
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(path: string, body: string, headers: Record<string, string>): Promise<JsonAnswer> {
    const began = performance.now();
    const { hostname, port } = this.#endpoint;
    const length = String(Buffer.byteLength(body));
    const options = { hostname, port, path, method: "POST", agent: this.#agent };
    return new Promise((resolve, reject) => {
      const sent = request(
        { ...options, headers: { ...headers, "content-length": length } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.once("error", reject);
          response.once("end", () => {
            const tookMs = performance.now() - began;
            const text = Buffer.concat(chunks).toString("utf8") || "{}";
            const status = response.statusCode ?? 0;
            resolve({ status, body: JSON.parse(text) as JsonAnswer["body"], tookMs });
          });
        },
      );
      sent.once("error", reject);
      sent.end(body);
    });
  }
}
