/** What DynamoDB answers to a request that it refuses. */
export class DynamoDbError extends Error {
  override readonly name = "DynamoDbError";
  /** Such as `ResourceNotFoundException`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** An item, or a key, in DynamoDB's own JSON. */
export type Item = Readonly<Record<string, unknown>>;

/** One operation of a DynamoDB on this machine. @throws DynamoDbError */
export type CallDynamoDb = <Output>(operation: string, input: object) => Promise<Output>;

/** Longer than any of them takes, a damaged store's excepted. */
const LIMIT_MS = 10_000;

/** Calls the embedded DynamoDB, which wants requests to be signed and does not look who has. */
export function dynamoDbClient(origin: string): CallDynamoDb {
  return async <Output>(operation: string, input: object): Promise<Output> => {
    const answer = await fetch(origin, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
        "x-amz-date": "20261101T000000Z",
        authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local",
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const output = (await answer.json()) as { __type?: string; message?: string };
    if (answer.ok) return output as Output;
    throw new DynamoDbError(output.__type?.split("#").at(-1) ?? "", output.message ?? "");
  };
}
