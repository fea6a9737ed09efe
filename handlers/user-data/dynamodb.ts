import { type JsonService, sendJson } from "../aws-json";

/** An item in DynamoDB's own JSON, such as `{ user: { S: "…" } }`. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** A value in DynamoDB's own JSON, of the kinds that are used here; `N` is a number as text. */
export type AttributeValue =
  { readonly S: string } | { readonly N: string } | { readonly BOOL: boolean };

/** How an operation ended. Whatever else DynamoDB says is a mistake of the program, and thrown. */
export type Outcome =
  | { readonly kind: "done"; readonly output: { readonly Item?: Item } }
  /** The item is not what the write expected. */
  | { readonly kind: "condition-failed" }
  /** DynamoDB did not answer, or asked to come again, at every attempt. */
  | { readonly kind: "busy" };

const DYNAMODB: JsonService = {
  name: "dynamodb",
  target: "DynamoDB_20120810",
  contentType: "application/x-amz-json-1.0",
  endpointVariable: "AWS_ENDPOINT_URL_DYNAMODB",
};
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 50;

/** Refusals that pass: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const PASSING =
  /#(?:ProvisionedThroughputExceeded|RequestLimitExceeded|Throttling|InternalServerError)/;

/**
 * One operation of DynamoDB, repeated where it may pass.
 * @throws on refusals that no repetition mends, such as AccessDeniedException
 */
export async function dynamodb(operation: "GetItem" | "PutItem", input: object): Promise<Outcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await pause(FIRST_PAUSE_MS * 2 ** attempt);
    const answer = await sendJson(DYNAMODB, operation, input);
    if (answer === undefined || answer.status >= 500 || PASSING.test(answer.text)) continue;
    if (answer.status === 200) return { kind: "done", output: JSON.parse(answer.text) };
    if (answer.text.includes("#ConditionalCheckFailedException"))
      return { kind: "condition-failed" };
    throw new Error(`DynamoDB refuses ${operation}: ${answer.text}`);
  }
  return { kind: "busy" };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
