import { requiredVariable } from "../environment";
import { signedHeaders } from "./signature";

/** An item in DynamoDB's own JSON, such as `{ user: { S: "…" } }`. */
export type Item = Readonly<Record<string, AttributeValue>>;

export type AttributeValue =
  { readonly S: string } | { readonly N: string } | { readonly BOOL: boolean };

/** How an operation ended. Whatever else DynamoDB says is a mistake of the program, and thrown. */
export type Outcome =
  | { readonly kind: "done"; readonly output: { readonly Item?: Item } }
  /** The item is not what the write expected. */
  | { readonly kind: "condition-failed" }
  /** DynamoDB did not answer, or asked to come again, at every attempt. */
  | { readonly kind: "busy" };

const ATTEMPTS = 3;
const ATTEMPT_MS = 2_000;
const FIRST_PAUSE_MS = 50;

/** Refusals that pass: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const PASSING =
  /#(?:ProvisionedThroughputExceeded|RequestLimitExceeded|Throttling|InternalServerError)/;

/**
 * One operation of DynamoDB, by a signed request of our own instead of the SDK: Lambda brings the SDK along, but loading
 * it takes longer than everything else that the function does at a cold start, and a laptop does not have it. Finds the
 * service as the SDK does: by `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL`, else by Region.
 * @throws on refusals that no repetition mends, such as AccessDeniedException
 */
export async function dynamodb(operation: "GetItem" | "PutItem", input: object): Promise<Outcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await pause(FIRST_PAUSE_MS * 2 ** attempt);
    const answer = await send(operation, JSON.stringify(input));
    if (answer === undefined || answer.status >= 500 || PASSING.test(answer.text)) continue;
    if (answer.status === 200) return { kind: "done", output: JSON.parse(answer.text) };
    if (answer.text.includes("#ConditionalCheckFailedException"))
      return { kind: "condition-failed" };
    throw new Error(`DynamoDB refuses ${operation}: ${answer.text}`);
  }
  return { kind: "busy" };
}

/** Undefined where there is no answer. */
async function send(
  operation: string,
  body: string,
): Promise<{ status: number; text: string } | undefined> {
  const region = requiredVariable("AWS_REGION");
  const url = new URL(endpoint(region));
  const headers = signedHeaders(
    {
      service: "dynamodb",
      region,
      host: url.host,
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
      },
      body,
    },
    {
      accessKeyId: requiredVariable("AWS_ACCESS_KEY_ID"),
      secretAccessKey: requiredVariable("AWS_SECRET_ACCESS_KEY"),
      sessionToken: process.env["AWS_SESSION_TOKEN"],
    },
    new Date(),
  );
  try {
    const signal = AbortSignal.timeout(ATTEMPT_MS);
    const answer = await fetch(url, { method: "POST", headers, body, signal });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return undefined;
  }
}

function endpoint(region: string): string {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL } = process.env;
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return AWS_ENDPOINT_URL_DYNAMODB || AWS_ENDPOINT_URL || `https://dynamodb.${region}.${suffix}`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
